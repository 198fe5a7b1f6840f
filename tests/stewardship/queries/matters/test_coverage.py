from __future__ import annotations

from solmu.core.models import Source
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Partnership
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told


def school(source: Source, home: Organisation, name: str) -> Organisation:
    return add_organisation(by=BY, source=source, kind="school", name=name, place=home.place)


def test_coverage_as_stated_is_a_matter_until_it_is_recorded(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    statement = add_coverage_statement(
        by=BY, source=source, level="school", extent="all", partnership=tartu, partner=tartu.partner,
        stated_from=on("2016"),
    )  # fmt: skip
    assert told("coverage_gap", day="2015-12-31") == []
    (matter,) = matters("coverage_gap")
    assert matter.identity == ("coverage_gap", statement.pk, "all")
    assert matter.reason("en") == "According to a source all have a link. Recorded: 0."

    first, second = (school(source, home, name) for name in ("First", "Second"))
    theirs = add_organisation(by=BY, source=source, kind="school", name="Theirs", place=tartu.partner)
    given = {"by": BY, "source": source, "level": "school", "partner_institution": theirs}
    add_institution_link(home_institution=first, partnership=tartu, **given)
    assert matters("coverage_gap")[0].reason("en").endswith("Recorded: 1 of 2.")

    add_institution_link(home_institution=second, **given)  # free, but to the partner's place
    assert told("coverage_gap") == []


def test_links_elsewhere_bear_out_nothing(source: Source, home: Organisation, tartu: Partnership) -> None:
    statement = add_coverage_statement(
        by=BY, source=source, level="school", extent="some", partnership=tartu, partner=tartu.partner
    )
    narva = founding.place(source, "Narva")
    theirs = add_organisation(by=BY, source=source, kind="school", name="Theirs", place=narva)
    add_institution_link(
        by=BY, source=source, level="school", home_institution=school(source, home, "First"), partner_institution=theirs
    )

    assert told("coverage_gap") == [("coverage_gap", statement.pk, "some")]
