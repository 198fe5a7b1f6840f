"""The pages of the change log, for auditors and administrators."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from solmu.core.audit import chain_faults, head_line
from solmu.core.models import Account, AuditEntry, Source
from solmu.core.permissions import can_read_audit
from solmu.core.settings import SETTINGS_RECORD
from solmu.desk.answering import Line, desk, show
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import action_word
from solmu.desk.records.telling import read, shown_moment, told
from solmu.intake.models import Claim
from solmu.registry.queries.names import names_of

AREA = "audit"
MOST_FAULTS = 100
"""Faults that one page tells; a broken chain has more to say than anybody reads."""


@dataclass(frozen=True)
class _Named:
    """An entry with who did it and what it is about, by name."""

    entry: AuditEntry
    who: str
    about: Cell


def _abouts(ids: Collection[str], people: Mapping[str, str]) -> dict[str, Cell]:
    """What entries are about, by id: records, accounts, sources and claims by their source, the settings."""
    names, language = names_of(ids), reading_language()
    claims = Claim.objects.filter(pk__in=ids).values_list("pk", "source_id", "source__title")
    sources = Source.objects.filter(pk__in=ids).values_list("pk", "pk", "title")
    return {
        SETTINGS_RECORD: Cell(_("Settings"), reverse("desk:settings-history")),
        **{key: Cell(title, reverse("desk:source", args=[source])) for key, source, title in (*claims, *sources)},
        **{key: Cell(people[key], reverse("desk:person", args=[key])) for key in ids if key in people},
        **{key: Cell(names.of(key, language), reverse("desk:record-page", args=[key])) for key in names.rows},
    }


@desk(may=can_read_audit)
def audit(request: HttpRequest) -> HttpResponseBase:
    day, city = request.day, request.city  # type: ignore[attr-defined]
    zone = ZoneInfo(city.time_zone)
    people = {row.pk: row.name or row.email for row in Account.objects.all()} | {"system": _("set-up")}

    def named(entries: Sequence[AuditEntry]) -> list[_Named]:
        abouts = _abouts({entry.record_id for entry in entries if entry.record_id}, people)
        return [
            _Named(
                entry,
                people.get(entry.actor_id, entry.actor_id),
                abouts.get(entry.record_id, Cell(entry.record_id)),
            )
            for entry in entries
        ]

    def within(rows: Any, code: str) -> Any:
        return rows.filter(at__gte=(day - timedelta(days=int(code))).isoformat())

    actions = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    words = sorted(((action, action_word(action)) for action in actions), key=lambda each: each[1])
    rows = AuditEntry.objects.order_by("-sequence")
    if record_id := request.GET.get("record", ""):
        rows = rows.filter(record_id=record_id)
    listing = Listing(
        title=_("Change log"),
        area=AREA,
        rows=rows,
        word=named,
        columns=(
            Column(
                "number",
                _("Entry"),
                lambda row: Cell(str(row.entry.sequence), reverse("desk:audit-entry", args=[row.entry.sequence])),
                order=("sequence",),
                plain=lambda row: row.entry.sequence,
            ),
            Column(
                "when", _("When"), lambda row: Cell(shown_moment(row.entry.at, zone)), plain=lambda row: row.entry.at
            ),
            Column("who", _("Who"), lambda row: Cell(row.who), plain=lambda row: row.entry.actor_id),
            Column("what", _("What was done"), lambda row: Cell(action_word(row.entry.action))),
            Column(
                "about",
                _("About"),
                lambda row: row.about,
                plain=lambda row: row.entry.record_id,
            ),
            Column(
                "fields",
                _("Fields"),
                lambda row: Cell(""),
                plain=lambda row: " ".join(json.loads(row.entry.commitments)),
                is_file_only=True,
            ),
            Column("hash", _("Hash"), lambda row: Cell(""), plain=lambda row: row.entry.hash, is_file_only=True),
        ),
        choices=(
            Choice("who", _("Who"), sorted(people.items(), key=lambda each: each[1]), _by("actor_id")),
            Choice("what", _("What was done"), words, _by("action")),
            Choice(
                "since",
                _("Since"),
                [("7", _("a week")), ("31", _("a month")), ("365", _("a year"))],
                within,
            ),
        ),
        counted=lambda number: ngettext("%(number)s entry", "%(number)s entries", number) % {"number": number},
        empty=_("Nothing has been written yet."),
        template="desk/audit/audit.html",
    )
    return answer_list(request, listing)


def _by(column: str) -> Any:
    return lambda rows, code: rows.filter(**{column: code})


@desk(may=can_read_audit)
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry with all it says, and what the chain knows of it."""
    found = AuditEntry.objects.filter(pk=sequence).first()
    if found is None:
        raise Http404
    zone = ZoneInfo(request.city.time_zone)  # type: ignore[attr-defined]
    title = _("Entry %(number)s") % {"number": sequence}
    return show(
        request,
        "desk/audit/entry.html",
        {
            "heading": title,
            "entries": told(read([found]), zone),
            "hashes": [
                (_("Hash"), found.hash),
                (_("Hash of the entry before"), found.previous_hash),
                (_("Commitments"), found.commitments),
                (_("Details"), found.details),
            ],
        },
        title=title,
        area=AREA,
        crumbs=(Line(_("Change log"), reverse("desk:audit")),),
    )


@require_POST
@desk(may=can_read_audit)
def verify(request: HttpRequest) -> HttpResponse:
    """Go through the whole chain, and say what does not hold."""
    faults = list(itertools.islice(chain_faults(), MOST_FAULTS))
    title = _("The chain of the change log")
    return show(
        request,
        "desk/audit/verified.html",
        {"heading": title, "faults": faults, "head": head_line()},
        title=title,
        area=AREA,
        crumbs=(Line(_("Change log"), reverse("desk:audit")),),
    )
