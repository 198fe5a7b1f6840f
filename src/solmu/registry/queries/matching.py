"""Reads that find what a newly read fact may already be in the record."""

from __future__ import annotations

from collections.abc import Iterable

from solmu.core.dates import End, PartialDate
from solmu.places.models import Place
from solmu.places.names import fold
from solmu.registry.models import (
    Activity,
    Agreement,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Recognition,
)
from solmu.registry.records import by_language


def agrees(one: End, other: End) -> bool:
    """Whether two dates can be the same one: equal, or one the other's year or month."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        shorter, longer = sorted((one.edtf, other.edtf), key=len)
        return longer == shorter or longer.startswith(f"{shorter}-")
    return one is other


def may_agree(one: End, other: End) -> bool:
    """Like `agrees`; what is not known contradicts nothing."""
    return one is None or other is None or agrees(one, other)


def same_agreement(
    *,
    kind: str,
    partner_ids: set[str],
    ordinal: str,
    signed: PartialDate | None,
    valid_until: End,
    themes: list[str],
) -> Agreement | None:
    """The recorded agreement with the same partners that is of this kind and shares its signing, end or themes.

    Of two that a source calls first and current none is the other.
    """
    rows = Agreement.objects.live().filter(kind=kind, parties__organisation__place_id__in=partner_ids).distinct()
    found: Iterable[Agreement] = rows.order_by("pk").prefetch_related("parties__organisation", "themes")
    for row in found:
        places = {party.organisation.place_id for party in row.parties.all() if not party.organisation.is_home}
        if places != partner_ids or not may_agree(row.signed, signed):
            continue
        if row.ordinal and ordinal and row.ordinal != ordinal:
            continue
        shared = (signed is not None and agrees(row.signed, signed)) or (
            valid_until is not None and agrees(row.valid_until, valid_until)
        )
        same_themes = bool(themes) and themes == [
            text for theme in row.themes.all() for text in list(by_language(theme.wording).values())[:1]
        ]
        nothing = not (signed or valid_until or themes) and row.ordinal == ordinal
        if shared or same_themes or nothing:
            return row
    return None


def first_of_the_year(*, partner_ids: set[str], year: int, other_than: str) -> list[Agreement]:
    """Agreements of other kinds with the same partners that a source calls the first and that were signed that year."""
    rows = Agreement.objects.live().filter(ordinal="first", parties__organisation__place_id__in=partner_ids)
    rows = rows.exclude(kind=other_than).filter(signed__startswith=f"{year:04d}")
    return list(rows.distinct())


def organisation_named(
    name: str, kinds: tuple[str, ...], *, place_id: str | None = None, not_in: str | None = None
) -> Organisation | None:
    """The organisation of one of the kinds that goes by this name or abbreviation in any language.

    With `place_id` one of another place is another organisation, however it is called; with `not_in` one of that place
    is. An organisation whose place nobody recorded may be of any.
    """
    wanted = fold(name)
    rows: Iterable[Organisation] = Organisation.objects.live().filter(kind__in=kinds).order_by("pk")
    for row in rows:
        if row.place_id and (row.place_id == not_in or place_id not in (None, row.place_id)):
            continue
        names = [*by_language(row.name).values(), row.abbreviation]
        if wanted in {fold(text) for text in names if text}:
            return row
    return None


def same_membership(*, network_id: str, since: PartialDate | None, role: str) -> Membership | None:
    """The home city's recorded membership of the network that this may be."""
    rows: Iterable[Membership] = Membership.objects.live().filter(network_id=network_id, organisation__is_home=True)
    for row in rows:
        if may_agree(row.member_from, since) and (not role or not row.role or row.role == role):
            return row
    return None


def same_coverage(
    *, level: str, partner: Place | None, extent: str, since: PartialDate | None = None
) -> CoverageStatement | None:
    """The recorded statement that says this of links to the partner city, since when it may be so."""
    known = {"level": level, "partner": partner, "extent": extent}
    rows: Iterable[CoverageStatement] = CoverageStatement.objects.live().filter(**known).order_by("pk")
    return next((row for row in rows if may_agree(row.stated_from, since)), None)


def same_link(*, home_institution_id: str, partner_institution_id: str) -> InstitutionLink | None:
    rows = InstitutionLink.objects.live().order_by("pk")
    return rows.filter(home_institution_id=home_institution_id, partner_institution_id=partner_institution_id).first()


def same_recognition(*, title: str, awarded: PartialDate | None) -> Recognition | None:
    rows: Iterable[Recognition] = Recognition.objects.live().order_by("pk")
    for row in rows:
        if may_agree(row.awarded, awarded) and fold(title) in {fold(text) for text in by_language(row.title).values()}:
            return row
    return None


def same_activity(*, title: str, starts: PartialDate | None) -> Activity | None:
    rows: Iterable[Activity] = Activity.objects.live().order_by("pk")
    for row in rows:
        if may_agree(row.starts, starts) and fold(title) in {fold(text) for text in by_language(row.title).values()}:
            return row
    return None
