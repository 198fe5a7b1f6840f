"""From what the record says to what a page shows: every value worded in the reader's language.

Each module fills one page of `portal/pages.py`; the day, the city and the language are given.
"""
