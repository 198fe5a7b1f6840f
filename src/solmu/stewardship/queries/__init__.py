"""Reads of what needs somebody."""
