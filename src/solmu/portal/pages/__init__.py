"""What each page of the portal shows, as plain values already worded in the reader's language.

Views fill these from the record; templates only lay them out. Nothing here asks a question of the database.
"""
