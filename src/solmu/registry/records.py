"""The one public shape of a record: what the API, feeds, exports, the command line and partner cities are given.

`public_shapes` gives plain values (text by language, dates as EDTF, ids), independent of the day and of the reader; it
is kept at every change (`PublicVersion`), so that what was published on a day can be told. `claim_form` puts a shape
into the keys and values of the claims format (docs/reference/claims.md) in one language; what is computed for a day
(`on_day`) is added by the queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End
from solmu.core.models import Record
from solmu.places.models import Place
from solmu.places.rules import Name, name_in, names_on
from solmu.registry.models import (
    Activity,
    ActivityOrganisation,
    ActivityPartnership,
    Agreement,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    PublicVersion,
    Recognition,
    Theme,
    Unit,
)
from solmu.registry.vocabulary import OrganisationKind, RecordKind

Shape = dict[str, Any]


def public_shapes(record_ids: Iterable[str]) -> dict[str, Shape | None]:
    """The public shape of each record; None where it is not published, removed or merged into another."""
    records = Record.objects.in_bulk(list(record_ids))
    shapes: dict[str, Shape | None] = dict.fromkeys(records)
    by_kind: dict[str, list[str]] = {}
    for record in records.values():
        if record.is_published and record.removed_at is None and record.merged_into_id is None:
            by_kind.setdefault(record.kind, []).append(record.pk)
    for kind, ids in by_kind.items():
        shapes.update(shapes_of_kind(RecordKind(kind), ids, public_only=True))
    return shapes


def shapes_of_kind(kind: RecordKind, record_ids: Iterable[str], *, public_only: bool = False) -> dict[str, Shape]:
    """The shapes of records of one kind, published or not, in a number of queries that does not grow with them.

    With `public_only` they leave out what other records that are internal say: partners, parties, institutions' names.
    """
    model, related, prefetched, shape = SHAPES[kind]
    parts = [*(published_parts(kind) if public_only else ()), *prefetched]
    rows = model.objects.filter(pk__in=list(record_ids)).select_related(*related).prefetch_related(*parts)
    shapes = {row.pk: {"id": row.pk, "kind": kind.value, **shape(row)} for row in rows}
    return _without_internal_names(shapes) if public_only else shapes


def published_parts(kind: RecordKind) -> list[Prefetch[Any]]:
    """The parts of a kind that name other records, only those whose records are published."""
    parts: dict[RecordKind, list[tuple[str, Any, str]]] = {
        RecordKind.AGREEMENT: [
            ("partnership_rows", AgreementPartnership, "partnership"),
            ("parties", AgreementParty, "organisation"),
        ],
        RecordKind.ACTIVITY: [
            ("partnership_rows", ActivityPartnership, "partnership"),
            ("organisation_rows", ActivityOrganisation, "organisation"),
        ],
    }
    return [
        Prefetch(name, model.objects.filter(**{f"{names}__record__is_published": True}))
        for name, model, names in parts.get(kind, ())
    ]


def _without_internal_names(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes with nothing in place of organisations that are internal; one query, none without organisations."""
    named = {
        value["id"]
        for shape in shapes.values()
        for value in shape.values()
        if isinstance(value, dict) and "id" in value
    }
    if not named:
        return shapes
    hidden = named - set(Record.objects.filter(pk__in=named, is_published=True).values_list("pk", flat=True))
    return {
        key: {
            name: None if isinstance(value, dict) and value.get("id") in hidden else value
            for name, value in shape.items()
        }
        for key, shape in shapes.items()
    }


def latest_shapes(record_ids: Iterable[str]) -> dict[str, Shape | None]:
    """The last version kept of each record's public shape."""
    later = PublicVersion.objects.filter(record_id=OuterRef("record_id"), revision__gt=OuterRef("revision"))
    newest = PublicVersion.objects.filter(~Exists(later), record_id__in=list(record_ids))
    return {version.record_id: version.shape for version in newest}


# --- values -----------------------------------------------------------------------------------------------------------


def by_language(value: LazyI18nString | str) -> dict[str, str]:
    """A text as a mapping of language to words; one without a language stands under the empty key."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {language: text for language, text in data.items() if text}
    return {"": str(data)} if data else {}


def _date(value: End) -> str | None:
    return None if value is None or value is OPEN else str(value)


def _place(place: Place) -> Shape:
    names: dict[str, str] = {}
    rows = sorted(place.names.all(), key=lambda name: (name.kind != "official", name.language, name.text))
    every = [row.as_name() for row in rows]
    for name in names_on(every) or every:
        names.setdefault(name.language, name.text)
    return {"place": place.pk, "names": names, "country": place.country}


def _organisation_name(organisation: Organisation | None) -> Shape | None:
    if organisation is None:
        return None
    return {"id": organisation.pk, "name": by_language(organisation.name)}


def _partners(ties: Iterable[Any], organisations: Iterable[Organisation]) -> list[Shape]:
    """The partner cities of an agreement or activity: those of its partnerships, and other cities that take part."""
    cities = [each for each in organisations if each.kind == OrganisationKind.CITY and not each.is_home]
    places = [each.partnership.partner for each in ties] + [city.place for city in cities if city.place]
    return [_place(place) for place in {place.pk: place for place in places}.values()]


# --- kinds ------------------------------------------------------------------------------------------------------------


def _organisation(row: Organisation) -> Shape:
    return {
        "organisation_kind": row.kind,
        "name": by_language(row.name),
        "abbreviation": row.abbreviation or None,
        "place": _place(row.place) if row.place else None,
        "is_home": row.is_home,
    }


def _unit(row: Unit) -> Shape:
    return {
        "organisation": _organisation_name(row.organisation),
        "name": by_language(row.name),
        "email": row.email or None,
        "telephone": row.telephone or None,
    }


def _theme(row: Theme) -> Shape:
    return {"key": row.key, "position": row.position, "name": by_language(row.name), "yso": row.yso or None}


def _partnership(row: Partnership) -> Shape:
    return {
        "partner": _place(row.partner),
        "since": _date(row.since),
        "changes": [
            {
                "on": _date(change.on),
                "relation": change.relation or None,
                "status": change.status or None,
                "decided_by": change.decided_by or None,
                "reason": by_language(change.reason) or None,
                "reason_not_stated": change.is_reason_not_stated,
                "wording": by_language(change.wording) or None,
            }
            for change in sorted(row.changes.all(), key=lambda change: (str(change.on or ""), change.position))
        ],
    }


def _agreement(row: Agreement) -> Shape:
    changes = [
        {
            "status": "suspended",
            "on": _date(suspension.suspended_from),
            "until": _date(suspension.suspended_until),
            "decided_by": suspension.decided_by or None,
            "reason": by_language(suspension.reason) or None,
        }
        for suspension in sorted(row.suspensions.all(), key=lambda each: (str(each.suspended_from or ""), each.pk))
    ]
    if row.terminated_on:
        changes.append(
            {
                "status": "terminated",
                "on": _date(row.terminated_on),
                "decided_by": row.termination_decided_by or None,
                "reason": by_language(row.termination_reason) or None,
            }
        )
    return {
        "partners": _partners(row.partnership_rows.all(), [party.organisation for party in row.parties.all()]),
        "parties": [_organisation_name(party.organisation) for party in row.parties.all()],
        "agreement_kind": row.kind,
        "kind_as_written": row.kind_as_written or None,
        "title": by_language(row.title) or None,
        "ordinal": row.ordinal or None,
        "stage": row.stage or None,
        "signed": _date(row.signed),
        "valid_from": _date(row.valid_from),
        "valid_until": _date(row.valid_until),
        "open_ended": row.valid_until is OPEN,
        "notice_months": row.notice_months,
        "themes": [
            {"wording": by_language(theme.wording), "themes": [meant.pk for meant in theme.themes.all()]}
            for theme in row.themes.all()
        ],
        "changes": changes,
        "series": row.series_id,
        "series_is_proposed": row.is_series_proposed,
        "replaced_by": row.replaced_by_id,
    }


def _series(row: AgreementSeries) -> Shape:
    return {
        "agreement_kind": row.agreement_kind,
        "partnership": row.partnership_id,
        "standing_agreement": row.standing_agreement_id,
    }


def _institution_link(row: InstitutionLink) -> Shape:
    return {
        "level": row.level,
        "home": _organisation_name(row.home_institution),
        "partner_institution": _organisation_name(row.partner_institution),
        "partner": _place(row.partnership.partner) if row.partnership else None,
        "since": _date(row.linked_from),
        "until": _date(row.linked_until),
        "covers_all": False,
    }


def _coverage_statement(row: CoverageStatement) -> Shape:
    return {
        "level": row.level,
        "extent": row.extent,
        "number": row.number,
        "partner": _place(row.partner) if row.partner else None,
        "since": _date(row.stated_from),
        "until": _date(row.stated_until),
        "covers_all": row.extent == "all",
    }


def _recognition(row: Recognition) -> Shape:
    return {
        "title": by_language(row.title),
        "giver": row.giver_as_written or None,
        "giver_organisation": row.giver_id,
        "occasion": by_language(row.occasion) or None,
        "year": _date(row.awarded),
        "recipient": row.recipient_as_written,
        "recipient_organisation": row.recipient_id,
        "earlier_recipients": [each.name for each in row.earlier_recipients.all()],
    }


def _membership(row: Membership) -> Shape:
    return {
        "network": _organisation_name(row.network),
        "organisation": _organisation_name(row.organisation),
        "role": row.role or None,
        "since": _date(row.member_from),
        "until": _date(row.member_until),
        "fee": row.fee or None,
    }


def _activity(row: Activity) -> Shape:
    numbers = [each.number for each in row.participants.all()]
    return {
        "title": by_language(row.title),
        "activity_kind": row.kind,
        "start": _date(row.starts),
        "end": _date(row.ends),
        "direction": row.direction or None,
        "partners": _partners(row.partnership_rows.all(), [each.organisation for each in row.organisation_rows.all()]),
        "participants": sum(numbers) if numbers else None,
    }


SHAPES: dict[RecordKind, tuple[Any, tuple[str, ...], tuple[str, ...], Callable[[Any], Shape]]] = {
    RecordKind.ORGANISATION: (Organisation, ("place",), ("place__names",), _organisation),
    RecordKind.UNIT: (Unit, ("organisation",), (), _unit),
    RecordKind.THEME: (Theme, (), (), _theme),
    RecordKind.PARTNERSHIP: (Partnership, ("partner",), ("partner__names", "changes"), _partnership),
    RecordKind.AGREEMENT: (
        Agreement,
        (),
        (
            "partnership_rows__partnership__partner__names",
            "parties__organisation__place__names",
            "themes__themes",
            "suspensions",
        ),
        _agreement,
    ),
    RecordKind.AGREEMENT_SERIES: (AgreementSeries, (), (), _series),
    RecordKind.INSTITUTION_LINK: (
        InstitutionLink,
        ("home_institution", "partner_institution", "partnership__partner"),
        ("partnership__partner__names",),
        _institution_link,
    ),
    RecordKind.COVERAGE_STATEMENT: (
        CoverageStatement,
        ("partner",),
        ("partner__names",),
        _coverage_statement,
    ),
    RecordKind.RECOGNITION: (Recognition, (), ("earlier_recipients",), _recognition),
    RecordKind.MEMBERSHIP: (Membership, ("network", "organisation"), (), _membership),
    RecordKind.ACTIVITY: (
        Activity,
        (),
        (
            "partnership_rows__partnership__partner__names",
            "organisation_rows__organisation__place__names",
            "participants",
        ),
        _activity,
    ),
}


# --- the claims format ------------------------------------------------------------------------------------------------


def words(text: Mapping[str, str] | None, languages: Iterable[str]) -> str | None:
    """A text in the first of the languages it has, else in any it has."""
    if not text:
        return None
    return next((text[language] for language in languages if language in text), next(iter(text.values())))


def claim_form(shape: Shape, languages: tuple[str, ...]) -> Shape:
    """A shape in the keys and values of the claims format, its texts in the first of `languages` they have.

    Places go by the name a reader of the first language knows them by.
    """

    def place(value: Shape) -> Shape:
        names = [Name(text, language) for language, text in value["names"].items()]
        shown = name_in(names, languages[0])
        return {"name": shown.text if shown else None, "country": value["country"]}

    def flat(value: Any) -> Any:
        if isinstance(value, Mapping):
            if "names" in value:
                return place(dict(value))
            if "wording" in value and "themes" in value:
                return words(value["wording"], languages)
            if set(value) == {"id", "name"}:
                return words(value["name"], languages)
            if value and all(isinstance(text, str) for text in value.values()) and "on" not in value:
                return words(value, languages)
            return {key: flat(item) for key, item in value.items()}
        if isinstance(value, list):
            return [flat(item) for item in value]
        return value

    return {key: flat(value) for key, value in shape.items()}
