"""Two pages for each kind of table: where it is pasted, and where one sees what it will do and applies it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.actions import add_source
from solmu.core.audit import recorded
from solmu.core.city import City
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.looks import PAGE, note_looks
from solmu.core.unsaved import drop_unsaved, once
from solmu.core.vocabulary import SourceKind
from solmu.core.wording import shown_date
from solmu.desk.answering import Line as Link
from solmu.desk.answering import desk, say, show, told
from solmu.desk.bulk import contacts, pairs
from solmu.desk.bulk.forms import TableForm
from solmu.desk.bulk.kept import KeptTable, kept_table, read_table
from solmu.desk.bulk.planning import Column, Fate, Planned, Row, rows_of
from solmu.desk.bulk.reading import MOST_ROWS, read_file, read_text
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.leaving import ONCE
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.registry.permissions import can_keep_record

SHOWN_CELLS = 3
"""Values of a column that are shown where its meaning is chosen."""

ALSO = "also"
"""The rows that are written though they may be there already, by number."""


class Knowing(Protocol):
    """What rows are compared with."""

    def plan(self, rows: Iterable[Row]) -> list[Planned]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of table: where it belongs, its columns, and what its rows are compared with."""

    title: Promise
    lead: Promise
    area: str
    columns: tuple[Column, ...]
    knowing: Callable[[date, City], Knowing]


TABLES: Mapping[str, Kind] = MappingProxyType(
    {
        "pairs": Kind(
            gettext_lazy("School pairs from a table"),
            gettext_lazy(
                "One row for each pair: the institution here, the institution there, the partner, what kind they are,"
                " since when and until when."
            ),
            "institutions",
            pairs.COLUMNS,
            pairs.Pairs,
        ),
        "contacts": Kind(
            gettext_lazy("Contact persons from a table"),
            gettext_lazy(
                "One row for each person: name, position, organisation, city, e-mail, telephone, and what the contact"
                " is needed for."
            ),
            "contacts",
            contacts.COLUMNS,
            contacts.People,
        ),
    }
)


def _kind(table: str) -> Kind:
    if table not in TABLES:
        raise Http404
    return TABLES[table]


def _check_address(table: str) -> str:
    return reverse("desk:bulk-check", args=[table])


def _crumbs(kind: Kind) -> tuple[Link, ...]:
    words = {"institutions": _("Institutions"), "contacts": _("Contact persons")}
    return (Link(words[kind.area], reverse(f"desk:{kind.area}")),)


@desk(may=can_keep_record)
def paste(request: HttpRequest, table: str) -> HttpResponse:
    """Where a table is pasted or uploaded; nothing is written but what its author has to look at."""
    kind, by = _kind(table), request.by  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        file = form.cleaned_data["file"]
        lines = read_file(file.name, file.read()) if file else read_text(form.cleaned_data["table"])
        read_table(lines, kind.columns).keep(by=by, key=_check_address(table), at=timezone.now())
        return Done(_check_address(table), _("The table was read. Nothing is written yet."))

    return answer_form(
        request,
        Task(
            form=TableForm,
            heading=str(kind.title),
            lead=str(kind.lead),
            save=save,
            back=reverse(f"desk:{kind.area}"),
            area=kind.area,
            button=_("See what will happen"),
            consequence=ngettext("At most %(number)s row at a time.", "At most %(number)s rows at a time.", MOST_ROWS)
            % {"number": MOST_ROWS},
            always=True,
            crumbs=_crumbs(kind),
        ),
    )


@desk(may=can_keep_record)
def check(request: HttpRequest, table: str) -> HttpResponse:
    """What will happen row by row: `do=columns` says what the columns mean, `do=apply` writes, `do=discard` forgets."""
    kind, by = _kind(table), request.by  # type: ignore[attr-defined]
    kept = kept_table(by, request.path)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    if asked == "discard":
        drop_unsaved(by=by, key=request.path)
        return HttpResponseRedirect(reverse("desk:bulk-paste", args=[table]))
    try:
        if asked == "apply":
            return HttpResponseRedirect(_applied(request, table, kind, kept))
        if kept is None:
            return HttpResponseRedirect(reverse("desk:bulk-paste", args=[table]))
        if asked == "columns":
            _chosen(request, kind, kept).keep(by=by, key=request.path, at=timezone.now())
            return HttpResponseRedirect(request.path)
    except SolmuError as error:
        if kept is None:
            raise
        return _page(request, table, kind, kept, refused=told(error))
    return _page(request, table, kind, kept)


def _planned(request: HttpRequest, kind: Kind, kept: KeptTable) -> list[Planned]:
    rows = rows_of(kept.lines, kept.keys, kind.columns, kept.filled, is_headed=kept.is_headed)
    return kind.knowing(request.day, request.city).plan(rows)  # type: ignore[attr-defined]


def _chosen(request: HttpRequest, kind: Kind, kept: KeptTable) -> KeptTable:
    """The table with its columns as the form says. Raises BrokenRule where two are the same."""
    known = {each.key: str(each.label) for each in kind.columns}
    keys = [key if (key := request.POST.get(f"column_{place}", "")) in known else "" for place in range(len(kept.keys))]
    for key, label in known.items():
        if keys.count(key) > 1:
            raise BrokenRule("Two columns are said to be “%(column)s”. Choose one of them.", column=label)
    filled = {
        each.key: " ".join(request.POST.get(f"fill_{each.key}", "").replace("\x00", "").split())[:300]
        for each in kind.columns
        if each.fills
    }
    return replace(kept, keys=keys, filled=filled)


def _applied(request: HttpRequest, table: str, kind: Kind, kept: KeptTable | None) -> str:
    """Write the rows in one transaction, a change of their own each, all from the table as their source.

    What was not written stays to be put right. Gives the address to go to.
    """
    by, day, at = request.by, request.day, timezone.now()  # type: ignore[attr-defined]
    also = set(request.POST.getlist(ALSO))

    def carry_out() -> str:
        if kept is None:
            raise BrokenRule("There is no table to apply: it was applied or discarded. Paste it again.")
        if _missing(kind, kept):
            raise BrokenRule("Say first what the columns mean.")
        planned = _planned(request, kind, kept)
        chosen = [each for each in planned if _is_written(each, also)]
        done = {each.number for each in chosen}
        if not chosen:
            say(request, _("Nothing was written: everything is there already, or was refused."))
            return request.path
        with recorded(by=by, action="apply_table"):
            source = add_source(
                by=by,
                kind=SourceKind.SPREADSHEET,
                title=f"{kind.title}, {shown_date(day)}",
                read_on=day,
                is_public=False,
            )
            for each in chosen:
                _write(each, by, source)
        counts = {fate: sum(each.fate == fate for each in chosen) for fate in Fate}
        new, changed = counts[Fate.NEW] + counts[Fate.PERHAPS], counts[Fate.CHANGED]
        say(request, _("Added: %(new)s. Changed: %(changed)s.") % {"new": new, "changed": changed})
        left = [each.number for each in planned if each.number not in done and each.fate != Fate.SAME]
        if not left:
            drop_unsaved(by=by, key=request.path)
            return reverse("desk:source", args=[source.pk])
        heads = kept.lines[:1] if kept.is_headed else []
        rest = [*heads, *(line for line in kept.lines if line.number in left)]
        replace(kept, lines=rest).keep(by=by, key=request.path, at=at)
        return _check_address(table)

    token = request.POST.get(ONCE, "").replace("\x00", "")[:40] or secrets.token_urlsafe(24)
    return once(by=by, token=token, at=at, carry_out=carry_out)


def _is_written(row: Planned, also: set[str]) -> bool:
    return row.write is not None and (row.fate != Fate.PERHAPS or str(row.number) in also)


def _write(row: Planned, by: Any, source: Any) -> None:
    assert row.write is not None
    try:
        row.write(by, source)
    except SolmuError as error:
        raise BrokenRule(
            "Row %(row)s: %(sentence)s Nothing was written.", row=row.number, sentence=error.sentence
        ) from error


def _missing(kind: Kind, kept: KeptTable) -> list[str]:
    """The columns without which no row is taken, by their labels."""
    return [
        str(each.label)
        for each in kind.columns
        if each.is_required and each.key not in kept.keys and not kept.filled.get(each.key)
    ]


def _page(request: HttpRequest, table: str, kind: Kind, kept: KeptTable, *, refused: str = "") -> HttpResponse:
    by = request.by  # type: ignore[attr-defined]
    missing = _missing(kind, kept)
    planned = [] if missing else _planned(request, kind, kept)
    about = [key for each in planned for key in each.about]
    if about:
        note_looks(by=by, record_ids=about, what=PAGE, at=timezone.now())
    counts = {fate: sum(each.fate == fate for each in planned) for fate in Fate}
    body = kept.lines[1:] if kept.is_headed else kept.lines
    return show(
        request,
        "desk/bulk/check.html",
        {
            "heading": str(kind.title),
            "refused": refused,
            "missing": ", ".join(missing),
            "is_headed": kept.is_headed,
            "columns": [
                {
                    "name": f"column_{place}",
                    "heading": (kept.lines[0].cells[place] if kept.is_headed else "")
                    or _("Column %(number)s") % {"number": place + 1},
                    "cells": ", ".join(filter(None, (line.cells[place] for line in body[:SHOWN_CELLS]))),
                    "options": [(each.key, str(each.label), each.key == key) for each in kind.columns],
                }
                for place, key in enumerate(kept.keys)
            ],
            "fills": [
                (f"fill_{each.key}", str(each.label), kept.filled.get(each.key, ""))
                for each in kind.columns
                if each.fills
            ],
            "counts": [(fate.value, str(fate.label), number) for fate, number in counts.items() if number],
            "rows": [
                {
                    "number": each.number,
                    "fate": each.fate.value,
                    "word": str(each.fate.label),
                    "what": each.what or "–",
                    "why": each.why,
                    "is_asked": each.fate == Fate.PERHAPS,
                }
                for each in planned
            ],
            "also": ALSO,
            "can_apply": any(each.write for each in planned),
            "once_name": ONCE,
            "once": secrets.token_urlsafe(24),
        },
        title=str(kind.title),
        area=kind.area,
        crumbs=(*_crumbs(kind), Link(_("Paste a table"), reverse("desk:bulk-paste", args=[table]))),
        status=422 if refused else 200,
    )
