"""The record on a day as objects in the claims format, with what is computed for the day: for programs and tables.

Each object is the record's shape (`registry/records.py`) in one language, plus the keys computed for the day:
`relation`, `status` and `until` of a partnership, `name`, `status` and `certain` of an agreement, `recorded_pairs` of a
coverage statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from solmu.core.dates import PartialDate
from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.models import Theme
from solmu.registry.naming import agreement_name
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.facts import activities, coverage_on, institution_links_on, memberships_on, recognitions
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.records import Shape, claim_form, shapes_of_kind
from solmu.registry.vocabulary import RecordKind

Languages = tuple[str, ...]


def _forms(kind: RecordKind, ids: Sequence[str], languages: Languages, *, public_only: bool) -> list[Shape]:
    """The claim forms of records of one kind, in the order of the ids."""
    shapes = shapes_of_kind(kind, ids, public_only=public_only)
    return [claim_form(shapes[key], languages) for key in ids]


def _on_day(shape: Shape, day: date) -> Shape:
    """An agreement's shape with the themes that apply and the parties there are on the day."""
    return shape | {key: [part for part in shape[key] if _may_hold(part, day)] for key in ("themes", "parties")}


def _may_hold(part: Shape, day: date) -> bool:
    since, until = (PartialDate.from_edtf(part[key]) if part[key] else None for key in ("since", "until"))
    return not (since and day < since.earliest) and not (until and until.latest < day)


def partnership_objects(
    day: date, languages: Languages, *, public_only: bool, record_id: str | None = None
) -> list[Shape]:
    """Partnerships in the reader's alphabet; one of them where asked."""
    rows = partnerships_on(day, public_only=public_only, language=languages[0], record_id=record_id)
    rows = [row for row in rows if record_id in (None, row.partnership.pk)]
    forms = _forms(RecordKind.PARTNERSHIP, [row.partnership.pk for row in rows], languages, public_only=public_only)
    return [
        form
        | {
            "relation": row.state.relation or None,
            "status": row.state.status or None,
            "until": row.state.until.edtf if row.state.until else None,
        }
        for row, form in zip(rows, forms, strict=True)
    ]


def agreement_objects(
    day: date, languages: Languages, *, lead: Term, public_only: bool, partnership_id: str | None = None
) -> list[Shape]:
    """Agreements made by the day, oldest first, with the themes and parties of the day."""
    rows = agreements_on(day, lead=lead, public_only=public_only, partnership_id=partnership_id, with_parties=True)
    ids = [row.agreement.pk for row in rows]
    shapes = shapes_of_kind(RecordKind.AGREEMENT, ids, public_only=public_only)
    forms = [claim_form(_on_day(shapes[key], day), languages) for key in ids]
    return [
        form
        | {
            "name": agreement_name(row.agreement, languages[0]),
            "status": row.status.status,
            "certain": row.status.certain,
            "successor": row.successor.pk if row.successor else None,
        }
        for row, form in zip(rows, forms, strict=True)
    ]


def institution_objects(
    day: date, languages: Languages, *, public_only: bool, partnership_id: str | None = None
) -> list[Shape]:
    """Coverage statements with the recorded pairs, then institution links."""
    stated = coverage_on(day, public_only=public_only, partnership_id=partnership_id)
    statements = _forms(
        RecordKind.COVERAGE_STATEMENT, [each.statement.pk for each in stated], languages, public_only=public_only
    )
    links = institution_links_on(day, public_only=public_only, partnership_id=partnership_id)
    return [
        form | {"recorded_pairs": each.recorded_pairs} for each, form in zip(stated, statements, strict=True)
    ] + _forms(RecordKind.INSTITUTION_LINK, [link.pk for link in links], languages, public_only=public_only)


def recognition_objects(
    day: date, languages: Languages, *, public_only: bool, giver_place_id: str | None = None
) -> list[Shape]:
    """Recognitions received by the day, newest first."""
    rows = recognitions(day, public_only=public_only, giver_place_id=giver_place_id)
    return _forms(RecordKind.RECOGNITION, [row.recognition.pk for row in rows], languages, public_only=public_only)


def membership_objects(day: date, languages: Languages, *, public_only: bool) -> list[Shape]:
    """The home city's memberships on the day."""
    rows = memberships_on(day, public_only=public_only)
    return _forms(RecordKind.MEMBERSHIP, [row.pk for row in rows], languages, public_only=public_only)


def activity_objects(
    day: date, languages: Languages, *, public_only: bool, partnership_id: str | None = None
) -> list[Shape]:
    """Activities, newest first."""
    rows = activities(day, public_only=public_only, partnership_id=partnership_id)
    return _forms(RecordKind.ACTIVITY, [row.pk for row in rows], languages, public_only=public_only)


def theme_objects(languages: Languages) -> list[Shape]:
    """The city's themes in its order."""
    return _forms(RecordKind.THEME, [theme.pk for theme in Theme.objects.live()], languages, public_only=True)


def source_objects(*, public_only: bool) -> list[dict[str, Any]]:
    """Sources, the last read first."""
    rows = Source.objects.filter(is_public=True) if public_only else Source.objects.all()
    return [
        {
            "id": row.pk,
            "kind": "source",
            "source_kind": row.kind,
            "title": row.title,
            "address": row.address or None,
            "language": row.language or None,
            "read_on": row.read_on.isoformat(),
            "public": row.is_public,
        }
        for row in rows.order_by("-read_on", "title", "pk")
    ]
