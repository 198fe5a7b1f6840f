"""Writes of institution links and coverage statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.models import Place
from solmu.registry.actions.recording import new_record, recording, refuse_gone
from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation, Partnership
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import Extent, InstitutionLevel, RecordKind

LINK_CHANGEABLE = (
    "level", "home_institution", "partner_institution", "partnership", "linked_from", "linked_until",
)  # fmt: skip
"""What `change_institution_link` changes."""

STATEMENT_CHANGEABLE = ("level", "extent", "number", "partnership", "stated_from", "stated_until")
"""What `change_coverage_statement` changes; the partner city follows the partnership."""


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
    _check_two(home_institution, partner_institution)
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


def change_institution_link(*, by: Account, source: Source | None, link: InstitutionLink, **values: Any) -> list[str]:
    """Change a link's kind, institutions, partnership or dates; names the columns that changed.

    Raises BrokenRule as `add_institution_link` does, and for what cannot be changed so; NotADate for an end before the
    start.
    """
    check_can_keep_record(by)
    refuse_gone(link, values.get("home_institution"), values.get("partner_institution"), values.get("partnership"))
    if unknown := sorted(set(values) - set(LINK_CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a link cannot be changed so. Leave it out.", field=unknown[0])
    now = {name: values.get(name, getattr(link, name)) for name in LINK_CHANGEABLE}
    _check_two(now["home_institution"], now["partner_institution"])
    Period(now["linked_from"], now["linked_until"])
    with recording(by=by, action="change_institution_link", source=source) as journal:
        return journal.update(link, **values)


def end_institution_link(
    *, by: Account, source: Source | None, link: InstitutionLink, until: PartialDate
) -> None:  # fmt: skip
    """Record the last day of a link.

    Raises BrokenRule where it ended already, and NotADate for an end before the start.
    """
    check_can_keep_record(by)
    refuse_gone(link)
    if isinstance(link.linked_until, PartialDate):
        raise BrokenRule(
            "This link ended on %(linked_until)s already. Record a new link if it goes on.",
            linked_until=link.linked_until,
        )
    Period(link.linked_from, until)
    with recording(by=by, action="end_institution_link", source=source) as journal:
        journal.update(link, linked_until=until)


def pass_institution_links(
    *, by: Account, source: Source | None, institution: Organisation, successor: Organisation, day: date
) -> list[InstitutionLink]:
    """Pass the links of an institution that is no more to the one that carries on its work; returns those passed.

    A link that ended before `day` stays with whom it was; one that the successor has already with the same institution
    is passed over. A passed link is the same link: it keeps its id and its beginning. Raises BrokenRule where both are
    the same, are linked with each other, or are on different sides of the city's boundary.
    """
    check_can_keep_record(by)
    if institution.pk == successor.pk:
        raise BrokenRule("An institution does not succeed itself. Name the one that carries on its work.")
    refuse_gone(successor)
    if institution.place_id and successor.place_id and institution.place_id != successor.place_id:
        raise BrokenRule(
            "“%(successor)s” is in another city than “%(institution)s”. Choose another successor.",
            successor=successor,
            institution=institution,
        )
    passed = []
    with recording(by=by, action="pass_institution_links", source=source) as journal:
        for side, other in (("home_institution", "partner_institution"), ("partner_institution", "home_institution")):
            links = InstitutionLink.objects.live()
            theirs = set(links.filter(**{side: successor}).values_list(other, flat=True))
            for link in links.filter(**{side: institution}).order_by("pk"):
                if getattr(link, f"{other}_id") == successor.pk:
                    raise BrokenRule(
                        "“%(successor)s” is linked with “%(institution)s” itself. End that link first.",
                        successor=successor,
                        institution=institution,
                    )
                if link.linked_until_latest and link.linked_until_latest < day:
                    continue
                if getattr(link, f"{other}_id") not in theirs:
                    journal.update(link, **{side: successor})
                    passed.append(link)
    return passed


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
    stated_until: End = None,
    is_published: bool = False,
) -> CoverageStatement:
    """Add what a source says of how many institutions of a kind have a link: all, a number, or some.

    `partner` is the city the links lead to, where there is no partnership with it. Raises BrokenRule for a number
    beside all or some, or none beside it, and NotADate for an end before the start.
    """
    check_can_keep_record(by)
    _check_number(extent, number)
    Period(stated_from, stated_until)
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
            stated_until=stated_until,
        )
        journal.create(statement)
    return statement


def change_coverage_statement(
    *, by: Account, source: Source | None, statement: CoverageStatement, **values: Any
) -> list[str]:
    """Change what a statement says; names the columns that changed.

    With another partnership the partner city is its. Raises BrokenRule as `add_coverage_statement` does, and for what
    cannot be changed so; NotADate for an end before the start.
    """
    check_can_keep_record(by)
    refuse_gone(statement, values.get("partnership"))
    if unknown := sorted(set(values) - set(STATEMENT_CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a statement cannot be changed so. Leave it out.", field=unknown[0])
    now = {name: values.get(name, getattr(statement, name)) for name in STATEMENT_CHANGEABLE}
    _check_number(now["extent"], now["number"])
    Period(now["stated_from"], now["stated_until"])
    if "partnership" in values:
        values["partner"] = values["partnership"].partner if values["partnership"] else None
    with recording(by=by, action="change_coverage_statement", source=source) as journal:
        return journal.update(statement, **values)


def end_coverage_statement(
    *, by: Account, source: Source | None, statement: CoverageStatement, until: PartialDate
) -> None:  # fmt: skip
    """Record until when a source's statement held.

    Raises BrokenRule where it ended already, and NotADate for an end before the start.
    """
    check_can_keep_record(by)
    refuse_gone(statement)
    if isinstance(statement.stated_until, PartialDate):
        raise BrokenRule(
            "This statement held until %(stated_until)s already. Record a new one if it holds again.",
            stated_until=statement.stated_until,
        )
    Period(statement.stated_from, until)
    with recording(by=by, action="end_coverage_statement", source=source) as journal:
        journal.update(statement, stated_until=until)


def put_links_under_partnership(
    *, by: Account, source: Source | None, row: InstitutionLink | CoverageStatement, partnership: Partnership | None
) -> None:
    """Record under which partnership a link or a statement is, or that it is under none."""
    check_can_keep_record(by)
    with recording(by=by, action="put_links_under_partnership", source=source) as journal:
        journal.update(row, partnership_id=partnership.pk if partnership else None)


def _check_two(home_institution: Organisation, partner_institution: Organisation) -> None:
    if home_institution.pk == partner_institution.pk:
        raise BrokenRule("An institution cannot be linked to itself. Name both institutions.")


def _check_number(extent: str, number: int | None) -> None:
    if (extent == Extent.NUMBER) != (number is not None):
        raise BrokenRule("A statement has a number where it says how many, and none where it says all or some.")
