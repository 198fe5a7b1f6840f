"""Visits and events at the desk: recorded in two minutes, completed when there is time."""
