"""Reads of what else is recorded of a partnership or of the city, and of the sources it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from solmu.core.prepared import prepared
from solmu.registry.models import (
    Activity,
    Citation,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Recognition,
)
from solmu.registry.vocabulary import InstitutionLevel


@dataclass(frozen=True)
class CoverageOnDay:
    """What a source says of how many institutions have a link, and how many pairs are recorded on the day.

    A statement that names no partner is about links to anywhere.
    """

    statement: CoverageStatement
    recorded_pairs: int


def _rows(model: Any, public_only: bool) -> Any:
    return model.objects.published() if public_only else model.objects.live()


def institution_links_on(
    day: date, *, public_only: bool, partnership_id: str | None = None, both_public: bool = False
) -> list[InstitutionLink]:
    """Links that exist on the day by what is known: an unknown start or end excludes nothing.

    With `both_public` only those whose institutions are public too, for whoever names them.
    """
    return _links(day, public_only, partnership_id, both_public)


@prepared
def _links(day: date, public_only: bool, partnership_id: str | None, both_public: bool) -> QuerySet[InstitutionLink]:
    rows: QuerySet[InstitutionLink] = _rows(InstitutionLink, public_only).filter(
        Q(linked_from_earliest__isnull=True) | Q(linked_from_earliest__lte=day),
        Q(linked_until_latest__isnull=True) | Q(linked_until_latest__gte=day),
    )
    if partnership_id is not None:
        rows = rows.filter(partnership_id=partnership_id)
    if both_public:
        rows = rows.filter(home_institution__record__is_published=True, partner_institution__record__is_published=True)
    return rows.select_related("record", "home_institution", "partner_institution", "partnership").order_by("pk")


def coverage_on(
    day: date,
    *,
    public_only: bool,
    partnership_id: str | None = None,
    links: Sequence[InstitutionLink] | None = None,
) -> list[CoverageOnDay]:
    """Coverage as stated and as recorded on the day, the oldest statement first.

    `links` are those of the same day, public and partnership, where they are at hand; else they are asked for.
    """
    rows = _rows(CoverageStatement, public_only).filter(
        Q(stated_from_earliest__isnull=True) | Q(stated_from_earliest__lte=day),
        Q(stated_until_latest__isnull=True) | Q(stated_until_latest__gte=day),
    )
    if partnership_id is not None:
        rows = rows.filter(partnership_id=partnership_id)
    if links is None:
        links = institution_links_on(day, public_only=public_only, partnership_id=partnership_id)
    return counted_coverage(rows.select_related("record").order_by("stated_from_earliest", "pk"), links)


def counted_coverage(statements: Iterable[CoverageStatement], links: Sequence[InstitutionLink]) -> list[CoverageOnDay]:
    """Statements with how many of the links are of their kind and lead where they say."""
    return [
        CoverageOnDay(
            statement,
            sum(link.level == statement.level and statement.partner_id in (None, _partner_of(link)) for link in links),
        )
        for statement in statements
    ]


def _partner_of(link: InstitutionLink) -> str | None:
    partner: str | None = link.partnership.partner_id if link.partnership else link.partner_institution.place_id
    return partner


@dataclass(frozen=True)
class RecordedCoverage:
    """How many of the home city's recorded institutions of a kind have a link on a day, and how many there are."""

    linked: int
    institutions: int


def recorded_coverage(
    day: date, *, public_only: bool, every: Sequence[InstitutionLink] | None = None
) -> dict[str, RecordedCoverage]:
    """The coverage of each level that has institutions at home, as recorded on the day; two queries.

    An institution is at home where its place is the home city's, or where a link names it as the home side. `every` are
    the links of the same day and public, where they are at hand; else they are asked for.
    """
    if every is None:
        every = institution_links_on(day, public_only=public_only)
    links: dict[str, set[str]] = {}
    for link in every:
        links.setdefault(link.level, set()).add(link.home_institution_id)
    home = Organisation.objects.filter(is_home=True).values("place")
    rows = _rows(Organisation, public_only).filter(kind__in=InstitutionLevel.values, place__in=home)
    at_home: dict[str, set[str]] = {}
    for kind, key in rows.values_list("kind", "pk"):
        at_home.setdefault(kind, set()).add(key)
    return {
        level: RecordedCoverage(len(links.get(level, ())), len(at_home.get(level, set()) | links.get(level, set())))
        for level in InstitutionLevel.values
        if level in at_home or level in links
    }


@dataclass(frozen=True)
class ReceivedRecognition:
    """A recognition and who had it before, in the source's order."""

    recognition: Recognition
    earlier_recipients: tuple[str, ...]


def recognitions(day: date, *, public_only: bool, giver_place_id: str | None = None) -> list[ReceivedRecognition]:
    """Recognitions received by the day, newest first; of one city as giver where asked; one query."""
    found: dict[str, tuple[Recognition, list[str]]] = {}
    for row in _recognitions(day, public_only, giver_place_id):
        names = found.setdefault(row.pk, (row, []))[1]
        if row.earlier is not None:
            names.append(row.earlier)
    return [ReceivedRecognition(row, tuple(names)) for row, names in found.values()]


@prepared
def _recognitions(day: date, public_only: bool, giver_place_id: str | None) -> QuerySet[Recognition]:
    rows: QuerySet[Recognition] = _rows(Recognition, public_only)
    rows = rows.filter(Q(awarded_earliest__isnull=True) | Q(awarded_earliest__lte=day))
    if giver_place_id is not None:
        rows = rows.filter(giver__place_id=giver_place_id)
    # A recognition comes once for each earlier recipient, and once where there is none.
    rows = rows.select_related("record", "giver__record", "recipient__record").annotate(
        earlier=F("earlier_recipients__name")
    )
    return rows.order_by("-awarded_earliest", "pk", "earlier_recipients__position")


def memberships_on(day: date, *, public_only: bool) -> list[Membership]:
    """The home city's memberships on the day, by what is known."""
    rows = _rows(Membership, public_only).filter(
        Q(member_from_earliest__isnull=True) | Q(member_from_earliest__lte=day),
        Q(member_until_latest__isnull=True) | Q(member_until_latest__gte=day),
        organisation__is_home=True,
    )
    return list(rows.select_related("record", "network", "organisation").order_by("member_from_earliest", "pk"))


def activities(day: date, *, public_only: bool, partnership_id: str | None = None) -> list[Activity]:
    """Activities, those that begin last first; ones without a day come last. The day bounds nothing that is planned."""
    rows = _rows(Activity, public_only)
    if partnership_id is not None:
        by_city = Q(organisation_rows__organisation__place__partnership=partnership_id)
        rows = rows.filter(Q(partnership_rows__partnership=partnership_id) | by_city).distinct()
    rows = rows.select_related("record").prefetch_related(
        "partnership_rows__partnership__partner__names", "participants"
    )
    return sorted(rows, key=lambda row: (row.starts is None, -(row.starts_earliest or day).toordinal(), row.pk))


def citations_of(record_ids: Iterable[str], *, public_only: bool) -> dict[str, list[Citation]]:
    """The citations of each record in the order of their words; with `public_only` from public sources alone."""
    found: dict[str, list[Citation]] = {}
    for row in _citations(list(record_ids), public_only):
        found.setdefault(row.record_id, []).append(row)
    return found


@prepared
def _citations(record_ids: list[str], public_only: bool) -> QuerySet[Citation]:
    rows = Citation.objects.filter(record_id__in=record_ids).select_related("source")
    if public_only:
        rows = rows.filter(source__is_public=True)
    return rows.order_by("source__read_on", "source_id", "start", "end", "pk")
