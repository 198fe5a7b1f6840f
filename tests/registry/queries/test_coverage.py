"""Coverage by kind and partner city: what is stated beside what is recorded."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from solmu.registry.actions.institutions import (
    add_coverage_statement,
    add_institution_link,
    end_coverage_statement,
    end_institution_link,
)
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import InstitutionLink, Organisation, Partnership
from solmu.registry.queries.coverage import ANYWHERE, coverage_matrix
from solmu.registry.vocabulary import Extent, InstitutionLevel, OrganisationKind
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest
SCHOOL = InstitutionLevel.SCHOOL


def paired(home: Organisation, tie: Partnership, name: str) -> InstitutionLink:
    """A school at home with one in the partner's city."""
    ours, theirs = (
        add_organisation(by=BY, source=None, kind=OrganisationKind.SCHOOL, name=name, place=place)
        for place in (home.place, tie.partner)
    )
    return add_institution_link(
        by=BY, source=None, level=SCHOOL, home_institution=ours, partner_institution=theirs, partnership=tie
    )


def test_matrix_counts_what_is_missing_on_the_day(source: Source, home: Organisation, tartu: Partnership) -> None:
    paired(home, tartu, "A")
    over = paired(home, tartu, "B")
    end_institution_link(by=BY, source=source, link=over, until=on("2025"))
    every = add_coverage_statement(by=BY, source=source, level=SCHOOL, extent=Extent.ALL, partnership=tartu)
    add_coverage_statement(by=BY, source=source, level=SCHOOL, extent=Extent.NUMBER, number=4)
    add_coverage_statement(by=BY, source=source, level=InstitutionLevel.COMPANY, extent=Extent.SOME, partnership=tartu)

    found = coverage_matrix(DAY)

    told = {key: (cell.linked, cell.pairs, cell.institutions, cell.missing) for key, cell in found.items()}
    assert told == {
        ("school", tartu.partner_id): (1, 1, 2, 1),
        ("school", ANYWHERE): (1, 1, 2, 3),
        ("company", tartu.partner_id): (0, 0, 0, 1),
    }
    end_coverage_statement(by=BY, source=source, statement=every, until=on("2025"))
    assert coverage_matrix(DAY)["school", tartu.partner_id].missing == 0


def test_matrix_asks_as_much_of_three_as_of_one(source: Source, home: Organisation, tartu: Partnership) -> None:
    counts = []
    for names in ("A", "BC"):
        for name in names:
            paired(home, tartu, name)
        coverage_matrix(DAY)
        with CaptureQueriesContext(connection) as asked:
            coverage_matrix(DAY)
        counts.append(len(asked))
    assert counts == [3, 3]
