"""Addresses answered in formats for programs; nothing here writes."""
