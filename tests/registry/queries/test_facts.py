from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from solmu.registry.actions.institutions import add_institution_link, end_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Partnership
from solmu.registry.queries.facts import RecordedCoverage, recorded_coverage
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest


def institution(source: Source, kind: str, name: str, **facts: Any) -> Organisation:
    facts = {"is_published": True} | facts
    return add_organisation(by=BY, source=source, kind=kind, name=name, **facts)  # type: ignore[arg-type]


def linked(source: Source, one: Organisation, other: Organisation, level: str = "school", **facts: Any) -> Any:
    facts = {"is_published": True} | facts
    return add_institution_link(
        by=BY, source=source, level=level, home_institution=one, partner_institution=other, **facts  # type: ignore[arg-type]
    )  # fmt: skip


def test_coverage_is_counted_of_the_institutions_at_home(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    at_home = {"place": home.place}
    first, second = (institution(source, "school", name, **at_home) for name in ("A", "B"))
    institution(source, "school", "Hidden", is_published=False, **at_home)
    somewhere = institution(source, "school", "C")
    institution(source, "university", "U", **at_home)
    kool, gymnasium = (institution(source, "school", name, place=tartu.partner) for name in ("Kool", "Gymnasium"))
    for one, other in ((first, kool), (first, gymnasium), (somewhere, kool)):
        linked(source, one, other)
    linked(source, second, kool, is_published=False)
    ended = linked(source, second, gymnasium)
    end_institution_link(by=BY, source=source, link=ended, until=on("2025"))

    assert recorded_coverage(DAY, public_only=True) == {
        "school": RecordedCoverage(linked=2, institutions=3),
        "university": RecordedCoverage(linked=0, institutions=1),
    }
    assert recorded_coverage(DAY, public_only=False)["school"] == RecordedCoverage(linked=3, institutions=4)


def test_number_of_queries_of_coverage_does_not_grow(source: Source, home: Organisation) -> None:
    counted = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            linked(source, institution(source, "school", name), institution(source, "school", f"{name} Kool"))
        with CaptureQueriesContext(connection) as captured:
            assert recorded_coverage(DAY, public_only=True)
        counted.append(len(captured))

    assert counted == [2, 2]
