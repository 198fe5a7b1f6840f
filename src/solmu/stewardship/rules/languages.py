"""Which of the city's languages a published record still lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from solmu.stewardship.rules.raised import Raised


def languages_missing(
    texts: Iterable[Mapping[str, str]], languages: Collection[str], excepted: Collection[str]
) -> Iterator[Raised]:
    """One matter per language that any of the record's texts lacks, unless an exception with a reason was recorded.

    A text nobody has written lacks nothing; nor does one whose language nobody told (its only key is empty).
    """
    written = [{language for language in text if language} for text in texts]
    for language in languages:
        lacking = sum(bool(known) and language not in known for known in written)
        if lacking and language not in excepted:
            yield Raised("language_missing", "tidy_up", language, told={"language": language, "number": lacking})
