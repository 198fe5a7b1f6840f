"""What records are called, of every kind, for lists that hold several kinds at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, F, Prefetch, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override
from i18nfield.fields import I18nCharField
from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateField
from solmu.core.models import Record
from solmu.core.wording import lower_first
from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.registry.models import (
    Activity,
    Agreement,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    Commitment,
    Contact,
    CoverageStatement,
    Decision,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
    Story,
    Theme,
    Unit,
)
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.vocabulary import AgreementKind, InstitutionLevel, RecordKind

AT_ONCE = 10_000
"""Ids asked for in one query; databases take only so many values."""

LONGEST_EXCERPT = 80
"""Characters of a text that stand for a record without a title."""


class NamedBy(NamedTuple):
    """What a record of any kind but an agreement is named by: as much of this as its kind needs."""

    key: str
    kind: str
    name: LazyI18nString
    beside: LazyI18nString
    code: str
    section: str
    on: PartialDate | None
    place: str | None
    is_home: bool


@dataclass(frozen=True)
class Names:
    """The rows of some records by id with their kinds, and how those of each kind are named."""

    rows: Mapping[str, tuple[str, Any]]
    places: Mapping[str, Place] = field(default_factory=dict)

    def of(self, record_id: str, language: str) -> str:
        """What the record is called for a reader of the language; its id where it is not among them."""
        if record_id not in self.rows:
            return record_id
        kind, row = self.rows[record_id]
        if kind == RecordKind.AGREEMENT:
            return agreement_name(row, language)
        place = self.places.get(row.place)
        return _NAMES[kind](row, language, shown_name_of(place, language).text if place else "")


def portions(ids: Sequence[str], at_once: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """The ids in portions that one query takes."""
    for start in range(0, len(ids), at_once):
        yield ids[start : start + at_once]


def names_of(record_ids: Collection[str], *, public_only: bool = False) -> Names:
    """Names for these records, live or not; at most six queries, however many kinds and up to 10,000 records.

    With `public_only`, agreements are named without partnerships and parties that are internal.
    """
    kinds: dict[str, str] = {}
    for some in portions(sorted(set(record_ids))):
        kinds |= dict(Record.objects.filter(pk__in=some).values_list("pk", "kind"))
    return names_of_kinds(kinds, public_only=public_only)


def names_of_kinds(kinds: Mapping[str, str], *, public_only: bool = False) -> Names:
    """The same for records whose kinds (by id) are at hand, by one query less."""
    rows: dict[str, tuple[str, Any]] = {}
    places: dict[str, Place] = {}
    for some in portions(sorted(kinds)):
        of_kind: dict[str, list[str]] = {}
        for key in some:
            of_kind.setdefault(kinds[key], []).append(key)
        agreements = of_kind.pop(RecordKind.AGREEMENT, [])
        asked = Agreement.objects.filter(pk__in=agreements)
        told = _told(list(_with_partners(asked, public_only)) if agreements else (), list(_named_by(of_kind)))
        rows |= told.rows
        places |= told.places
    return Names(rows, places)


def _told(agreements: Sequence[Agreement], others: Sequence[NamedBy]) -> Names:
    """These rows with the names of all their places; one query."""
    # By its id alone: of a place nothing but its names is asked.
    places = {row.place: Place(pk=row.place) for row in others if row.place}
    partners = [tie.partnership.partner for row in agreements for tie in row.partnership_rows.all()]
    prefetch_related_objects([*partners, *places.values()], "names")
    rows: dict[str, tuple[str, Any]] = {row.pk: (RecordKind.AGREEMENT, row) for row in agreements}
    return Names(rows | {row.key: (row.kind, row) for row in others}, places)


def names_of_agreements(rows: QuerySet[Any, Any]) -> Names:
    """Names for all agreements of a query; four queries."""
    return _told(list(_with_partners(rows, public_only=False)), ())


def _named_by(of_kind: Mapping[str, Collection[str]]) -> Iterator[NamedBy]:
    """What records of all kinds but agreements are named by; one query."""
    parts = [_part(kind, keys) for kind, keys in sorted(of_kind.items())]
    if parts:
        yield from map(NamedBy._make, parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])


def _with_partners(rows: QuerySet[Any, Any], public_only: bool) -> QuerySet[Any, Any]:
    """Agreements with the partnerships and parties they are named by."""
    ties = AgreementPartnership.objects.select_related("partnership__partner")
    parties = AgreementParty.objects.select_related("organisation")
    if public_only:
        ties = ties.filter(partnership__record__is_published=True)
        parties = parties.filter(organisation__record__is_published=True)
    return rows.prefetch_related(Prefetch("partnership_rows", ties), Prefetch("parties", parties))


# --- by kind ----------------------------------------------------------------------------------------------------------

_NOTHING: Mapping[str, Any] = {
    "name": Value("", output_field=I18nCharField()),
    "beside": Value("", output_field=I18nCharField()),
    "code": Value("", output_field=CharField()),
    "section": Value("", output_field=CharField()),
    "on": Value("", output_field=PartialDateField()),
    "place": Value("", output_field=CharField()),
    "is_home": Value(False, output_field=BooleanField()),
}

_COLUMNS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    RecordKind.ORGANISATION: (Organisation, {"name": F("name")}),
    RecordKind.UNIT: (Unit, {"name": F("name")}),
    RecordKind.THEME: (Theme, {"name": F("name")}),
    RecordKind.RECOGNITION: (Recognition, {"name": F("title")}),
    RecordKind.ACTIVITY: (Activity, {"name": F("title")}),
    RecordKind.STORY: (Story, {"name": F("title")}),
    RecordKind.COMMITMENT: (Commitment, {"name": F("text")}),
    RecordKind.DECISION: (Decision, {"code": F("organ"), "section": F("section"), "on": F("decided")}),
    RecordKind.PARTNERSHIP: (Partnership, {"place": F("partner_id")}),
    RecordKind.AGREEMENT_SERIES: (
        AgreementSeries,
        {"code": F("agreement_kind"), "place": F("partnership__partner_id")},
    ),
    RecordKind.COVERAGE_STATEMENT: (
        CoverageStatement,
        {"code": F("level"), "place": Coalesce("partner_id", "partnership__partner_id")},
    ),
    RecordKind.INSTITUTION_LINK: (
        InstitutionLink,
        {"name": F("home_institution__name"), "beside": F("partner_institution__name")},
    ),
    RecordKind.MEMBERSHIP: (
        Membership,
        {"name": F("network__name"), "beside": F("organisation__name"), "is_home": F("organisation__is_home")},
    ),
    RecordKind.CONTACT: (Contact, {"name": F("organisation__name"), "code": F("title")}),
}
"""Of each kind the columns of `NamedBy` that name its records; the rest is empty."""


def _part(kind: str, keys: Collection[str]) -> Any:
    """The rows of one kind in columns that are the same for all."""
    model, columns = _COLUMNS[kind]
    told = {**_NOTHING, **columns}.values()
    return model.objects.order_by().filter(pk__in=keys).values_list("pk", Value(str(kind)), *told)


def _series(row: NamedBy, language: str, place: str) -> str:
    with override(language):
        what = str(AgreementKind(row.code).label)
    return f"{place}: {lower_first(what)}" if place else what


def _coverage(row: NamedBy, language: str, place: str) -> str:
    with override(language):
        what = str(InstitutionLevel(row.code).label)
    return f"{place}: {lower_first(what)}" if place else what


def _link(row: NamedBy, language: str, _place: str) -> str:
    return " – ".join(text_in(name, language) for name in (row.name, row.beside))


def _membership(row: NamedBy, language: str, _place: str) -> str:
    network = text_in(row.name, language)
    return network if row.is_home else f"{text_in(row.beside, language)}, {network}"


def _contact(row: NamedBy, language: str, _place: str) -> str:
    """By organisation and title, never by the person's name: lists, mails and logs are kept longer than a contact."""
    with override(language):
        who = row.code or _("contact person")
    return f"{text_in(row.name, language)}: {lower_first(who)}"


def _decision(row: NamedBy, _language: str, _place: str) -> str:
    return str(Decision(organ=row.code, decided=row.on, section=row.section))


def _commitment(row: NamedBy, language: str, _place: str) -> str:
    text = text_in(row.name, language)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1].rstrip()}…"


def _named(row: NamedBy, language: str, _place: str) -> str:
    return text_in(row.name, language)


def _by_place(_row: NamedBy, _language: str, place: str) -> str:
    return place


_NAMES: Mapping[str, Callable[[NamedBy, str, str], str]] = {
    RecordKind.ORGANISATION: _named,
    RecordKind.UNIT: _named,
    RecordKind.PARTNERSHIP: _by_place,
    RecordKind.AGREEMENT_SERIES: _series,
    RecordKind.THEME: _named,
    RecordKind.INSTITUTION_LINK: _link,
    RecordKind.COVERAGE_STATEMENT: _coverage,
    RecordKind.RECOGNITION: _named,
    RecordKind.MEMBERSHIP: _membership,
    RecordKind.ACTIVITY: _named,
    RecordKind.DECISION: _decision,
    RecordKind.COMMITMENT: _commitment,
    RecordKind.CONTACT: _contact,
    RecordKind.STORY: _named,
}
