"""Tables of school pairs and of contact persons: pasted or uploaded, looked at row by row, then applied.

Belongs here: reading a table, what each row would do, the pages. Does not belong here: writes; each row calls the
registry's actions.
"""
