"""The record: partnerships, agreements, memberships, institution links, recognitions, activities, with their sources.

Belongs here: tables, rules, reads and writes of the record, and its one public shape (`records.py`).
Does not belong here: how facts are found (intake), what they call for (stewardship), how they look (portal).
"""
