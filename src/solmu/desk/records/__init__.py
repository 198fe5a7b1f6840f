"""What is done with every record alike: publishing, owner, history, merging, removing."""
