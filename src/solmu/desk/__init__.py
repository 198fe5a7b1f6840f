"""The desk: where the people who keep the record work, signed in and in their own language.

Belongs here: the desk's addresses, pages and forms, and the mechanisms of lists and of editing that they share.
Does not belong here: rules, tables, and writes other than through the packages' actions.
"""
