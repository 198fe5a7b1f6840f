"""Personal data at the desk: a person's data found, told, erased; what is kept of whom, and for how long.

Belongs here: what is asked over the whole record. Does not belong here: the contact persons themselves (`contacts`).
"""
