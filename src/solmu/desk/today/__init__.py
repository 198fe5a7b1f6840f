"""Today: what needs somebody, in order of urgency."""
