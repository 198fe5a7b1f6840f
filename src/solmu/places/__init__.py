"""Countries and municipalities, with names in many languages and over time.

Belongs here: names, part-of, succession, the gazetteer, sorting in the reader's language.
Does not belong here: what a place is to the home city; that is the registry's.
"""
