"""Writes of institution links and coverage statements."""

from __future__ import annotations

from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.models import Place
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation, Partnership
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import Extent, InstitutionLevel, RecordKind


def add_institution_link(
    *,
    by: Account,
    source: Source | None,
    level: InstitutionLevel,
    home_institution: Organisation,
    partner_institution: Organisation,
    partnership: Partnership | None = None,
    linked_from: PartialDate | None = None,
    linked_until: End = None,
    is_published: bool = False,
) -> InstitutionLink:
    """Add a link between two institutions. Raises BrokenRule where both are the same."""
    check_can_keep_record(by)
    Period(linked_from, linked_until)
    if home_institution.pk == partner_institution.pk:
        raise BrokenRule("An institution cannot be linked to itself. Name both institutions.")
    with recording(by=by, action="add_institution_link", source=source) as journal:
        record = new_record(journal, RecordKind.INSTITUTION_LINK, is_published=is_published)
        link = InstitutionLink(
            record=record,
            level=level,
            home_institution=home_institution,
            partner_institution=partner_institution,
            partnership=partnership,
            linked_from=linked_from,
            linked_until=linked_until,
        )
        journal.create(link)
    return link


def add_coverage_statement(
    *,
    by: Account,
    source: Source | None,
    level: InstitutionLevel,
    extent: Extent,
    number: int | None = None,
    partnership: Partnership | None = None,
    partner: Place | None = None,
    stated_from: PartialDate | None = None,
    is_published: bool = False,
) -> CoverageStatement:
    """Add what a source says of how many institutions of a kind have a link: all, a number, or some.

    `partner` is the city the links lead to, where there is no partnership with it. Raises BrokenRule for a number
    beside all or some, or none beside it.
    """
    check_can_keep_record(by)
    if (extent == Extent.NUMBER) != (number is not None):
        raise BrokenRule("A statement has a number where it says how many, and none where it says all or some.")
    with recording(by=by, action="add_coverage_statement", source=source) as journal:
        record = new_record(journal, RecordKind.COVERAGE_STATEMENT, is_published=is_published)
        statement = CoverageStatement(
            record=record,
            level=level,
            extent=extent,
            number=number,
            partnership=partnership,
            partner=partnership.partner if partnership else partner,
            stated_from=stated_from,
        )
        journal.create(statement)
    return statement


def put_links_under_partnership(
    *, by: Account, source: Source | None, row: InstitutionLink | CoverageStatement, partnership: Partnership | None
) -> None:
    """Record under which partnership a link or a statement is, or that it is under none."""
    check_can_keep_record(by)
    with recording(by=by, action="put_links_under_partnership", source=source) as journal:
        journal.update(row, partnership_id=partnership.pk if partnership else None)
