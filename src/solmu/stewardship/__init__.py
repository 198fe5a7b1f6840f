"""What the record calls for: matters, each with what, why and by when.

Belongs here: rules that turn the record, on a day, into things that need somebody.
Does not belong here: tables of its own facts; a matter goes when the record changes.
"""
