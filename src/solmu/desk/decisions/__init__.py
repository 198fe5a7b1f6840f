"""Decisions at the desk: what organs decided, and what of the record rests on it."""
