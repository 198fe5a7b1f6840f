"""Partner cities at the desk: what the tie is, since when, and what has come of it."""
