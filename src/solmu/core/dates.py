"""Dates as precise as their source, and closed periods in which unknown is not the same as open.

The written form is EDTF level 0 (Library of Congress, Extended Date/Time Format, 2019): ``1998``, ``1998-09``,
``1998-09-04``; an interval is ``1998/2019``, with ``..`` for an open end and nothing for an unknown one.
"""

from __future__ import annotations

import enum
import functools
import re
import tomllib
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from solmu.core.errors import Phrase, SolmuError

Precision = Literal["year", "month", "day"]

LANGUAGES: Final = ("fi", "sv", "en")

LONGEST_QUOTED: Final = 60
"""Characters of a refused text that its sentence repeats."""


class Open(enum.Enum):
    """The end of something that runs until further notice, because its source says so."""

    OPEN = ".."

    def __str__(self) -> str:
        return self.value


OPEN: Final = Open.OPEN

EDTF = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)


class NotADate(SolmuError, ValueError):
    """The text names no day, month or year that exists."""


class NoSuchDate(NotADate):
    """The text is written as a date, but the calendar has no such day (31.2.), month or year."""

    def __init__(self, date_as_written: str) -> None:
        sentence = Phrase("There is no such date as %(date)s. Check the day and the month.", date=date_as_written)
        super().__init__(sentence)
        self.date_as_written = date_as_written


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Earliest and latest day are derived, never stored as facts.

    Raises NoSuchDate for a month or day that does not exist (31.2.), and for years outside 1–9999.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise NotADate(
                "“%(year)s, day %(day)s” names no month. Give the month too.", year=str(self.year), day=str(self.day)
            )
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            parts = [str(part) for part in (self.day, self.month, self.year) if part is not None]
            raise NoSuchDate(".".join(parts)) from None

    @classmethod
    def from_edtf(cls, text: str) -> PartialDate:
        """Read ``1998``, ``1998-09`` or ``1998-09-04``; raises NotADate for anything else."""
        found = EDTF.fullmatch(text)
        if not found:
            raise NotADate("“%(text)s” is not a date in the form 1998, 1998-09 or 1998-09-04.", text=text)
        return cls(*(int(part) for part in found.groups() if part is not None))

    @classmethod
    def from_day(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def edtf(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return self.edtf


End = PartialDate | Open | None
"""The end of a period: a date, OPEN, or None where nobody has said it."""


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, closed at both ends. None is unknown; only an end can be OPEN.

    Raises NotADate when the end lies wholly before the start.
    """

    start: PartialDate | None = None
    end: End = None

    def __post_init__(self) -> None:
        if self.start and isinstance(self.end, PartialDate) and self.end.latest < self.start.earliest:
            raise NotADate(
                "The period ends (%(end)s) before it starts (%(start)s). Check the two dates.",
                end=self.end,
                start=self.start,
            )

    @classmethod
    def from_edtf(cls, text: str) -> Period:
        """Read ``1998/2019``, ``1998/..``, ``1998/`` or ``/2019``; raises NotADate for anything else."""
        start, slash, end = text.partition("/")
        if not slash:
            raise NotADate("“%(text)s” is not a period in the form 1998/2019.", text=text)
        return cls(PartialDate.from_edtf(start) if start else None, end_from_edtf(end))

    @property
    def edtf(self) -> str:
        return f"{self.start or ''}/{'' if self.end is None else self.end}"

    @property
    def is_open(self) -> bool:
        return self.end is OPEN

    def begun(self, day: date) -> bool | None:
        """Whether it has surely begun by `day`; None where the start is unknown or as vague as to allow both."""
        if self.start is None:
            return None
        if self.start.latest <= day:
            return True
        return False if day < self.start.earliest else None

    def over(self, day: date) -> bool:
        """Whether it has surely ended before `day`: only after the latest possible day."""
        return isinstance(self.end, PartialDate) and self.end.latest < day

    def __str__(self) -> str:
        return self.edtf


def end_from_edtf(text: str) -> End:
    """An end as written in a column: empty is unknown, ``..`` is open."""
    if not text:
        return None
    return OPEN if text == OPEN.value else PartialDate.from_edtf(text)


# --- as people write them ---------------------------------------------------------------------------------------------


@functools.cache
def month_stems() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Per language, for each of the twelve months, the beginnings its name is known by."""
    with (Path(__file__).parent / "months.toml").open("rb") as file:
        data = tomllib.load(file)
    return {language: tuple(tuple(stems) for stems in months["stems"]) for language, months in data.items()}


@functools.cache
def month_endings() -> dict[str, tuple[str, ...]]:
    """Per language, the endings a month's name may carry (*syyskuu*, *syyskuussa*)."""
    with (Path(__file__).parent / "months.toml").open("rb") as file:
        data = tomllib.load(file)
    return {language: tuple(months["endings"]) for language, months in data.items()}


@functools.cache
def month_words() -> dict[str, tuple[tuple[str, int], ...]]:
    """Each form a month's name may take, with the months (language, number) it stands for."""
    words: dict[str, list[tuple[str, int]]] = {}
    for language, months in month_stems().items():
        for number, stems in enumerate(months, start=1):
            for stem in stems:
                for ending in month_endings()[language]:
                    words.setdefault(stem + ending, []).append((language, number))
    return {word: tuple(dict.fromkeys(meanings)) for word, meanings in words.items()}


def month_number(word: str, languages: Sequence[str] = LANGUAGES) -> int | None:
    """The month (1–12) a word names in the first of `languages` that knows it, else None."""
    meanings = month_words().get(word.casefold().rstrip("."), ())
    return next((number for language in languages for known, number in meanings if known == language), None)


NUMERIC = re.compile(r"(?:(?:(\d{1,2})\.\s*)?(\d{1,2})[./]\s*)?(\d{4})", re.ASCII)
NUMERIC_WITH_STROKE = re.compile(r"(\d{1,2})/(\d{1,2})\s+(\d{4})", re.ASCII)
DAY_FIRST = re.compile(
    r"(?:(?:(?:den|the)\s+)?([0-9]{1,2})(?:\.|:[ae]|st|nd|rd|th)?\s+)?(?:of\s+)?([^\W\d]+)\.?,?\s+([0-9]{4})",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+([0-9]{1,2})(?:\.|st|nd|rd|th)?,?\s+([0-9]{4})", re.IGNORECASE)
YEAR_WORDS = re.compile(r"^(?:vuonna|vuodesta|vuoden|vuosi|v\.|år|year|in|sedan|since)\s+", re.IGNORECASE)


def parse_partial_date(text: str, languages: Sequence[str] = LANGUAGES) -> PartialDate:
    """Read a date as people write it: *1998*, *syyskuu 1998*, *9/1998*, *4.9.1998*, *4 September 1998*, *1998-09-04*.

    Numbers stand day first, as in Finland and Sweden (*4.9.1998*, *4/9 1998*); *4/9/1998* is refused, as elsewhere the
    month stands first. Raises NotADate with a sentence that shows the accepted forms.
    """
    words = YEAR_WORDS.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    if EDTF.fullmatch(words):
        return PartialDate.from_edtf(words)
    if found := NUMERIC.fullmatch(words) or NUMERIC_WITH_STROKE.fullmatch(words):
        day, month, year = found.groups()
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    if found := DAY_FIRST.fullmatch(words):
        day, word, year = found.groups()
    elif found := MONTH_FIRST.fullmatch(words):
        word, day, year = found.groups()
    else:
        word = None
    number = month_number(word, languages) if word else None
    if number is None:
        shown = words if len(words) <= LONGEST_QUOTED else f"{words[:LONGEST_QUOTED]}…"
        raise NotADate("“%(shown)s” is not a date. Write for example 1998, syyskuu 1998 or 4.9.1998.", shown=shown)
    return PartialDate(int(year), number, int(day) if day else None)
