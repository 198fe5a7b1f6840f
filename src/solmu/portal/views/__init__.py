"""Addresses answered: each reads the record for today and lays a page out; nothing here writes."""
