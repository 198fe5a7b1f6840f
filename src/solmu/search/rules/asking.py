"""What somebody asks for: the words of a query, however it was typed."""

from __future__ import annotations

from solmu.search.rules.folding import Word, words_of

LONGEST_QUERY = 200
MOST_WORDS = 8

# Words that hold a sentence together and say nothing of what is looked for; folded.
_SMALL_WORDS = """
ja tai on ei etta kun se sen oli ovat seka joka jotka kanssa
och eller att som den det en ett i med av pa for till har var ar
the and or of in on at to a an is was were with for by from
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())


def query_words(query: str) -> list[Word]:
    """The words asked for, each once, small words only where there are no others; the query is cut where it is long."""
    found: dict[str, Word] = {}
    for word in words_of(clean(query)):
        found.setdefault(word.forms[0], word)
    telling = [word for form, word in found.items() if form not in SMALL_WORDS]
    return (telling or list(found.values()))[:MOST_WORDS]


def clean(query: str) -> str:
    """A query as it can be shown and kept: no control characters, single spaces, of bearable length."""
    printable = "".join(letter if letter.isprintable() else " " for letter in query[: 10 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()
