"""Which of a place's names is shown, and what part-of and succession may not do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from solmu.core.dates import End, PartialDate
from solmu.places.names import is_latin

OFFICIAL = "official"
FORMER = "former"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a place: `language` is BCP 47 or empty, `kind` official, exonym, former or empty (not stated).

    `genitive` and `inessive` are words a sentence may need, empty where nobody recorded them; no rule guesses them.
    """

    text: str
    language: str = ""
    kind: str = ""
    since: PartialDate | None = None
    until: End = None
    genitive: str = ""
    inessive: str = ""


@dataclass(frozen=True, slots=True)
class ShownName:
    """What a reader sees: the name, its language (for the page's `lang`), and the place's own names beside it.

    `local` has the official names that differ from `text`, each with its language; none where there are none.
    """

    text: str
    language: str
    genitive: str = ""
    inessive: str = ""
    local: tuple[Name, ...] = ()


def names_on(names: Iterable[Name], day: date | None = None) -> list[Name]:
    """The names borne on the day, by what is known (an unknown bound excludes nothing).

    Without a day: those nobody says have ended, that is neither called former nor with an end that is a date.
    """
    if day is None:
        return [name for name in names if name.kind != FORMER and not isinstance(name.until, PartialDate)]
    return [name for name in names if _borne_on(name, day)]


def _borne_on(name: Name, day: date) -> bool:
    if isinstance(name.since, PartialDate) and day < name.since.earliest:
        return False
    if isinstance(name.until, PartialDate):
        return day <= name.until.latest
    return name.kind != FORMER


def name_in(names: Iterable[Name], language: str, day: date | None = None) -> Name | None:
    """The name for a reader of the language: the language's, else English, else in Latin letters, else the official.

    Of several in one language the official one comes first, then the order given. Where none was borne on the day, all
    names count; None only without any.
    """
    every = list(names)
    borne = names_on(every, day) or every
    ranked = sorted(enumerate(borne), key=lambda numbered: (*_rank(numbered[1], language), numbered[0]))
    return ranked[0][1] if ranked else None


def _rank(name: Name, language: str) -> tuple[int, int, int]:
    readers = [language, language.split("-")[0], ENGLISH]
    spoken = [name.language, name.language.split("-")[0]]
    places = [readers.index(tag) for tag in spoken if tag in readers]
    official = 0 if name.kind == OFFICIAL else 1
    if places:
        return min(places), official, 0
    latin = 3 if is_latin(name.text) else 4
    return latin, official, 1 if name.language else 0


def shown_name(names: Sequence[Name], language: str, day: date | None = None) -> ShownName | None:
    """The name for a reader of the language with the place's own names; None for a place without names."""
    shown = name_in(names, language, day)
    if shown is None:
        return None
    local = {name.text: name for name in names_on(names, day) if name.kind == OFFICIAL and name.text != shown.text}
    return ShownName(
        text=shown.text,
        language=shown.language,
        genitive=shown.genitive,
        inessive=shown.inessive,
        local=tuple(local.values()),
    )


def closes_ring(edges: Mapping[str, Iterable[str]], start: str, end: str) -> bool:
    """Whether a step from `start` to `end` would make a ring with the steps that are there."""
    seen: set[str] = set()
    ahead = [end]
    while ahead:
        here = ahead.pop()
        if here == start:
            return True
        if here not in seen:
            seen.add(here)
            ahead.extend(edges.get(here, ()))
    return False
