"""What every other package stands on.

Belongs here: partial dates and periods, terms, permanent ids, the city's settings, accounts and roles, sources, stored
files, the audit chain, errors. Does not belong here: anything that knows what a partnership or an agreement is.
"""
