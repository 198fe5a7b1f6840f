"""Contact persons at the desk: personal data, kept for a purpose and a time."""
