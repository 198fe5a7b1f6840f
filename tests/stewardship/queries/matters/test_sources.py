from __future__ import annotations

from datetime import date

import pytest

from solmu.core.actions import look_at_source
from solmu.core.models import Source
from solmu.registry.actions.citations import cite, remove_citation
from solmu.registry.models import Citation, Partnership
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.queries.matters.asking import matters, told


def cited(source: Source, tie: Partnership, field: str, value: str, start: int = 0) -> Citation:
    found = cite(
        by=BY, source=source, record=tie.record, field=field, quote="words", start=start, end=start + 5, value=value
    )
    assert found is not None
    return found


def test_sources_contradict_until_one_is_taken_away(source: Source, tartu: Partnership) -> None:
    other = founding.page("Another page")
    cited(source, tartu, "since", "1998")
    cited(other, tartu, "until", "1999")  # of another fact
    cited(source, tartu, "since", "2001", start=10)  # one source, twice
    assert told("sources_contradict") == []

    wrong = cited(other, tartu, "since", "1999")
    (matter,) = matters("sources_contradict")
    assert matter.record_id == tartu.pk
    assert matter.reason("en").startswith("Sources say different things: 1998 and 1999.")

    remove_citation(by=BY, source=source, citation=wrong)
    assert told("sources_contradict") == []


@pytest.mark.parametrize(("one", "other"), [("1998", "1998-09-04"), ("1998", "1998"), ("1998", "")])
def test_sources_that_may_both_be_right(source: Source, tartu: Partnership, one: str, other: str) -> None:
    cited(source, tartu, "since", one)
    cited(founding.page("Another page"), tartu, "since", other)

    assert told("sources_contradict") == []


def test_source_is_a_matter_until_somebody_looks(source: Source, tartu: Partnership) -> None:
    Source.objects.filter(pk=source.pk).update(read_on=date(2025, 11, 24))
    assert told("source_not_looked_at") == []  # nothing rests on it
    cited(source, tartu, "since", "1998")
    assert told("source_not_looked_at", day="2026-11-23") == []
    (matter,) = matters("source_not_looked_at")
    assert (matter.identity, matter.record_kind) == (("source_not_looked_at", source.pk, "2025-11-24"), "source")
    assert matter.sentence("en") == (
        "A page. The page was last looked at on 24\u00a0November 2025. Look whether it still says the same."
        " Since 24\u00a0November 2026."
    )

    day = date(2026, 11, 24)
    look_at_source(by=BY, source=source, on=day, today=day)
    assert told("source_not_looked_at") == []
    assert told("source_not_looked_at", day="2027-11-24") == [("source_not_looked_at", source.pk, "2026-11-24")]


@pytest.mark.parametrize("change", [{"is_public": False}, {"address": ""}])
def test_only_public_pages_are_looked_at(source: Source, tartu: Partnership, change: dict[str, object]) -> None:
    cited(source, tartu, "since", "1998")
    assert len(told("source_not_looked_at", day="2030-01-01")) == 1

    Source.objects.filter(pk=source.pk).update(**change)
    assert told("source_not_looked_at", day="2030-01-01") == []


def test_page_read_again_is_looked_at(source: Source, tartu: Partnership) -> None:
    cited(source, tartu, "since", "1998")
    again = founding.page("The same page, later")
    Source.objects.filter(pk=again.pk).update(read_on=date(2029, 6, 1))

    assert told("source_not_looked_at", day="2030-01-01") == []
    assert told("source_not_looked_at", day="2030-06-01") == [("source_not_looked_at", again.pk, "2029-06-01")]
