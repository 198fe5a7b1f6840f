"""From a document to the record: documents become claims, a person's review makes claims facts.

Belongs here: reading documents, finding claims, reasons for doubt, review and acceptance.
Does not belong here: the facts themselves; acceptance calls the registry's actions.
"""
