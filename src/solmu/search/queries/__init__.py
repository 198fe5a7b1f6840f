"""Reads of the index."""
