"""One module per kind of claim: how documents say it.

Belongs here: which words, dates and places of a sentence, list or table make a claim of that kind.
Does not belong here: the words themselves (language data), how a sentence is annotated, reasons for review.
"""
