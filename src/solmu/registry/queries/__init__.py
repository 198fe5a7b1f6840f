"""Reads of the record, named for what they return; each takes the day and whether only the public part is asked for."""
