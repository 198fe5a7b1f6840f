"""The page of one record: what it says in sections, its buttons, and what is done with every record alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.models import Record
from solmu.desk.answering import Line, show
from solmu.desk.editing.fields import LANGUAGE_NAMES, texts_of
from solmu.desk.editing.steps import Button
from solmu.desk.listing import Cell
from solmu.registry.actions.stories import SHOWS_IMAGE
from solmu.registry.permissions import can_keep_record, can_undo


@dataclass(frozen=True)
class Fact:
    """A label and what is recorded: one cell or several, each on a line of its own."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows that belong to a record, such as the parties of an agreement."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def labelled(self) -> list[list[tuple[str, Cell]]]:
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Section:
    """One part of a record's page: facts or a table, what is said where there is nothing, and its buttons."""

    heading: str
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    empty: str = ""
    buttons: tuple[Button, ...] = ()


def fact(label: str, *values: Cell | str | None) -> Fact:
    """A fact; what is not recorded is a dash."""
    cells = [value if isinstance(value, Cell) else Cell(value) for value in values if value]
    return Fact(label, tuple(cells) or (Cell("–"),))


def fact_in_languages(label: str, text: Any, languages: Sequence[str]) -> Fact:
    """A text in each of the city's languages; a language that has none is said to be missing."""
    texts = texts_of(text)
    return Fact(
        label,
        tuple(
            Cell(texts.get(code) or _("missing"), note=str(LANGUAGE_NAMES.get(code, code)))
            for code in languages
            if texts
        )
        or (Cell("–"),),
    )


def answer_record_page(
    request: HttpRequest,
    record: Record,
    *,
    name: str,
    kind: str,
    area: str,
    sections: Sequence[Section],
    buttons: Sequence[Button] = (),
    status: Cell | None = None,
    edit_href: str = "",
    crumbs: tuple[Line, ...] = (),
    template: str = "desk/record.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A record's page. `buttons` are the area's steps; what every record has (publish, owner, history …) follows."""
    return show(
        request,
        template,
        {
            "heading": name,
            "kind": kind,
            "status": status,
            "is_published": record.is_published,
            "is_removed": record.removed_at is not None,
            "edit_href": edit_href,
            "buttons": tuple(buttons),
            "sections": tuple(sections),
            "undo_href": reverse("desk:record-undo", args=[record.pk]) if can_undo(request.by, record.kind) else "",  # type: ignore[attr-defined]
            "picture_href": reverse("desk:record-picture", args=[record.pk])
            if record.kind in SHOWS_IMAGE and can_keep_record(request.by)  # type: ignore[attr-defined]
            else "",
            "history_href": reverse("desk:history", args=[record.pk]),
            "record_href": reverse("desk:record", args=[record.pk]),
            **(extra or {}),
        },
        title=name,
        area=area,
        crumbs=crumbs,
    )
