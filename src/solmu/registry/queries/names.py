"""What records are called, of every kind, for lists that hold several kinds at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

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


@dataclass(frozen=True)
class Names:
    """The rows of some records by id, and how those of each kind are named."""

    rows: Mapping[str, tuple[str, Any]]

    def of(self, record_id: str, language: str) -> str:
        """What the record is called for a reader of the language; its id where it is not among them."""
        if record_id not in self.rows:
            return record_id
        kind, row = self.rows[record_id]
        return _NAMES[kind](row, language)


def portions(ids: Sequence[str], at_once: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """The ids in portions that one query takes."""
    for start in range(0, len(ids), at_once):
        yield ids[start : start + at_once]


def names_of(record_ids: Collection[str], *, public_only: bool = False) -> Names:
    """Names for these records, live or not. The number of queries follows from the kinds, not from the records.

    With `public_only`, agreements are named without partnerships and parties that are internal.
    """
    kinds: dict[str, list[str]] = {}
    for some in portions(sorted(set(record_ids))):
        for key, kind in Record.objects.filter(pk__in=some).values_list("pk", "kind"):
            kinds.setdefault(kind, []).append(key)
    rows: dict[str, tuple[str, Any]] = {}
    for kind, keys in kinds.items():
        asked = _agreements(public_only) if kind == RecordKind.AGREEMENT else _ROWS[kind]
        for some in portions(keys):
            rows |= {row.pk: (kind, row) for row in asked.filter(pk__in=some)}
    prefetch_related_objects([place for kind, row in rows.values() for place in _places_of(kind, row)], "names")
    return Names(rows)


def _places_of(kind: str, row: Any) -> Iterator[Place]:
    """The places by which a record is named; the names of all of them are one query."""
    if kind == RecordKind.AGREEMENT:
        yield from (tie.partnership.partner for tie in row.partnership_rows.all())
    if kind == RecordKind.PARTNERSHIP:
        yield row.partner
    if kind in (RecordKind.AGREEMENT_SERIES, RecordKind.COVERAGE_STATEMENT) and row.partnership:
        yield row.partnership.partner
    if kind == RecordKind.COVERAGE_STATEMENT and row.partner:
        yield row.partner


def _agreements(public_only: bool) -> Any:
    ties = AgreementPartnership.objects.select_related("partnership__partner")
    parties = AgreementParty.objects.select_related("organisation")
    if public_only:
        ties = ties.filter(partnership__record__is_published=True)
        parties = parties.filter(organisation__record__is_published=True)
    return Agreement.objects.prefetch_related(Prefetch("partnership_rows", ties), Prefetch("parties", parties))


_ROWS: Mapping[str, Any] = {
    RecordKind.ORGANISATION: Organisation.objects.all(),
    RecordKind.UNIT: Unit.objects.all(),
    RecordKind.PARTNERSHIP: Partnership.objects.select_related("partner"),
    RecordKind.AGREEMENT_SERIES: AgreementSeries.objects.select_related("partnership__partner"),
    RecordKind.THEME: Theme.objects.all(),
    RecordKind.INSTITUTION_LINK: InstitutionLink.objects.select_related("home_institution", "partner_institution"),
    RecordKind.COVERAGE_STATEMENT: CoverageStatement.objects.select_related("partner", "partnership__partner"),
    RecordKind.RECOGNITION: Recognition.objects.all(),
    RecordKind.MEMBERSHIP: Membership.objects.select_related("network", "organisation"),
    RecordKind.ACTIVITY: Activity.objects.all(),
    RecordKind.DECISION: Decision.objects.all(),
    RecordKind.COMMITMENT: Commitment.objects.all(),
    RecordKind.CONTACT: Contact.objects.select_related("organisation"),
    RecordKind.STORY: Story.objects.all(),
}


def _partnership(row: Partnership, language: str) -> str:
    return shown_name_of(row.partner, language).text


def _series(row: AgreementSeries, language: str) -> str:
    with override(language):
        what = str(AgreementKind(row.agreement_kind).label)
    return f"{_partnership(row.partnership, language)}: {lower_first(what)}" if row.partnership else what


def _link(row: InstitutionLink, language: str) -> str:
    return " – ".join(text_in(each.name, language) for each in (row.home_institution, row.partner_institution))


def _coverage(row: CoverageStatement, language: str) -> str:
    place = row.partner or (row.partnership.partner if row.partnership else None)
    with override(language):
        what = str(InstitutionLevel(row.level).label)
    return f"{shown_name_of(place, language).text}: {lower_first(what)}" if place else what


def _membership(row: Membership, language: str) -> str:
    network = text_in(row.network.name, language)
    return network if row.organisation.is_home else f"{text_in(row.organisation.name, language)}, {network}"


def _contact(row: Contact, language: str) -> str:
    """By organisation and title, never by the person's name: lists, mails and logs are kept longer than a contact."""
    with override(language):
        who = row.title or _("contact person")
    return f"{text_in(row.organisation.name, language)}: {lower_first(who)}"


def _excerpt(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1].rstrip()}…"


def _titled(row: Any, language: str) -> str:
    return text_in(row.title, language)


def _named(row: Any, language: str) -> str:
    return text_in(row.name, language)


_NAMES: Mapping[str, Callable[[Any, str], str]] = {
    RecordKind.ORGANISATION: _named,
    RecordKind.UNIT: _named,
    RecordKind.PARTNERSHIP: _partnership,
    RecordKind.AGREEMENT: agreement_name,
    RecordKind.AGREEMENT_SERIES: _series,
    RecordKind.THEME: _named,
    RecordKind.INSTITUTION_LINK: _link,
    RecordKind.COVERAGE_STATEMENT: _coverage,
    RecordKind.RECOGNITION: _titled,
    RecordKind.MEMBERSHIP: _membership,
    RecordKind.ACTIVITY: _titled,
    RecordKind.DECISION: lambda row, language: str(row),
    RecordKind.COMMITMENT: lambda row, language: _excerpt(text_in(row.text, language)),
    RecordKind.CONTACT: _contact,
    RecordKind.STORY: _titled,
}
