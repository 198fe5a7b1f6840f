"""What each row of a table would do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from solmu.core.models import Account, Source
from solmu.desk.bulk.reading import Line
from solmu.places.names import fold


class Fate(TextChoices):
    """What becomes of a row."""

    NEW = "new", pgettext_lazy("row of a table", "New")
    CHANGED = "changed", pgettext_lazy("row of a table", "Changed")
    PERHAPS = "perhaps", pgettext_lazy("row of a table", "Possible duplicate")
    SAME = "same", pgettext_lazy("row of a table", "Already there")
    REFUSED = "refused", pgettext_lazy("row of a table", "Refused")


Write = Callable[[Account, Source], None]
"""One action: carries a row out, from the table as its source."""


@dataclass(frozen=True)
class Planned:
    """A row's number, its fate, what it is about, why (a sentence), and what would be written, if anything.

    `about` are contacts whose data the sentence tells. A possible duplicate is written only where a person says so.
    """

    number: int
    fate: Fate
    what: str
    why: str = ""
    write: Write | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a kind of table: `words` are headings under which it is known, in any language.

    `fills`: a value may be given for rows in which it is empty.
    """

    key: str
    label: str | Promise
    words: tuple[str, ...]
    is_required: bool = False
    fills: bool = False

    def is_headed(self, heading: str) -> bool:
        return fold(heading) in {fold(word) for word in (self.key, *self.words)}


class Refused(Exception):
    """A row is not taken; `str` is the sentence without its row."""


@dataclass(frozen=True)
class Row:
    """One row by the keys of its columns: what it says itself, and what is filled in where it says nothing."""

    number: int
    own: Mapping[str, str]
    filled: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str, *, most: int) -> str:
        """The text of a column; refused where it is longer than the record holds."""
        text = self.own.get(key) or self.filled.get(key, "")
        if len(text) > most:
            raise self.refused(key, _("more than %(most)s letters. Shorten it.") % {"most": most})
        return text

    def refused(self, key: str, sentence: str) -> Refused:
        """That the row is not taken because of one of its columns."""
        return Refused(f"{self.labels[key]}: {sentence}")

    def needed(self, key: str, *, most: int) -> str:
        """The text of a column that cannot be empty."""
        text = self.text(key, most=most)
        if not text:
            raise self.refused(key, _("this is empty. Fill it in."))
        return text


def changes_told(changes: Mapping[str, tuple[object, object]], labels: Mapping[str, str]) -> str:
    """*Since: 2010 → 2011*, for each column that changes, by its key: what it said and what it will say."""
    told = (f"{labels[key]}: {was or '–'} → {now or '–'}" for key, (was, now) in changes.items())
    return ". ".join(told)


def recognised(lines: Sequence[Line], columns: Sequence[Column]) -> list[str] | None:
    """The key of each column by the first row's headings, empty for unknown; None where they are no headings.

    They are where half of them are known: a row of values may hold the word *school* too.
    """
    found: list[str] = []
    for heading in lines[0].cells:
        key = next((each.key for each in columns if heading and each.is_headed(heading) and each.key not in found), "")
        found.append(key)
    known, every = sum(map(bool, found)), sum(map(bool, lines[0].cells))
    return found if known * 2 >= every else None


def rows_of(
    lines: Sequence[Line], keys: Sequence[str], columns: Sequence[Column], filled: Mapping[str, str], *, is_headed: bool
) -> list[Row]:
    """The rows below the headings, each value under the key of its column."""
    labels = {each.key: str(each.label) for each in columns}
    rows = []
    for line in lines[1:] if is_headed else lines:
        own = {key: cell for key, cell in zip(keys, line.cells, strict=True) if key and cell}
        rows.append(Row(line.number, own, filled, labels))
    return rows
