"""Decisions of search: words, variants, endings, spelling, ranking. Values in, values out."""
