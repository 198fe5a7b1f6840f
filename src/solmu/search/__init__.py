"""One index over everything the public may find, and what finds it: words folded, bent and mistyped.

Belongs here: which words a record is found by, how a query is understood, in which order what it finds stands.
Does not belong here: facts. The index is made of public shapes alone and can be made anew from them at any time.
"""
