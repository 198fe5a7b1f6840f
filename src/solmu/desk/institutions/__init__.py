"""Schools, universities and other institutions at the desk: who is tied to whom, and what sources say of how many."""
