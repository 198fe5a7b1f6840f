from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import Partnership
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told


def visit(source: Source, tie: Partnership, starts: str) -> None:
    title = LazyI18nString({"en": "A visit"})
    add_activity(by=BY, source=source, kind="visit", title=title, starts=on(starts), partnerships=[tie])


def test_tie_is_dormant_when_nothing_has_happened_for_long(source: Source, tartu: Partnership) -> None:
    visit(source, tartu, "2022-05-10")
    assert told("tie_dormant", day="2024-05-09") == []
    (matter,) = matters("tie_dormant")
    assert (matter.identity, matter.severity) == (("tie_dormant", tartu.pk, "2022-05-10"), "soon")
    assert matter.sentence("en") == (
        "Tartu. The last activity was on 10\u00a0May 2022. Decide whether the partnership is dormant."
        " Since 10\u00a0May 2024."
    )

    visit(source, tartu, "2026-05-10")
    assert told("tie_dormant") == []


def test_dormant_ends_by_a_decision(source: Source, tartu: Partnership) -> None:
    visit(source, tartu, "2022-05-10")
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2026-11-01"), status="dormant")

    assert told("tie_dormant", day="2026-10-31") == [("tie_dormant", tartu.pk, "2022-05-10")]
    assert told("tie_dormant") == []


def test_tie_without_any_activity_is_tidy_up(source: Source, tartu: Partnership) -> None:
    (matter,) = matters("tie_dormant")

    assert (matter.identity, matter.severity) == (("tie_dormant", tartu.pk, ""), "tidy_up")
    assert matter.sentence("en") == "Tartu. No activity is recorded. Decide whether the partnership is dormant."


def test_tie_that_has_not_begun_is_not_dormant(source: Source, home: object) -> None:
    founding.partnership(source, founding.place(source), since=on("2027"))

    assert told("tie_dormant") == []
