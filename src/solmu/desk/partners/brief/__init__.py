"""The brief of a partner: two pages to read before a visit, internal or public, as PDF and as DOCX.

Belongs here: what a brief is made of (`internal`, `public`), its words, its files. Does not belong here: new facts, or
rules of what is due.
"""
