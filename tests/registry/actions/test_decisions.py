"""Decisions, each recorded once."""

from __future__ import annotations

from typing import Any

import pytest

from solmu.core.audit import head_line
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Source
from solmu.registry.actions.decisions import change_decision, record_decision
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Decision, Organisation
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, last_shape

FACTS: dict[str, Any] = {
    "by": BY,
    "source": None,
    "organ": "City board",
    "decided": on("2026-03-02"),
    "section": "§ 12",
}


def test_record_decision_writes_row_audit_and_public_version(home: Organisation) -> None:
    decision = record_decision(
        **FACTS | {"organ": " City board "}, case_id="77/2026", address="https://example.org/12", is_published=True
    )

    decision = Decision.objects.get(pk=decision.pk)
    assert (decision.organ, str(decision.decided), decision.section) == ("City board", "2026-03-02", "§ 12")
    assert (decision.case_id, decision.address) == ("77/2026", "https://example.org/12")
    assert actions_of(decision.pk) == ["record_decision"]
    assert last_shape(decision.pk)["case_id"] == "77/2026"


@pytest.mark.parametrize(
    ("same", "facts"),
    [
        (True, {"organ": "CITY BOARD", "section": "§12"}),
        (True, {"section": "§ 12", "case_id": "78/2026"}),
        (False, {"section": "§ 13"}),
        (False, {"organ": "Council"}),
        (False, {"decided": on("2026-03-03")}),
    ],
)
def test_one_organ_has_one_decision_of_a_section_on_a_day(
    home: Organisation, same: bool, facts: dict[str, Any]
) -> None:
    known = record_decision(**FACTS, case_id="77/2026")

    if same:
        with pytest.raises(BrokenRule, match=f"This decision is recorded already: City board .* \\({known.pk}\\)"):
            record_decision(**FACTS | facts)
    assert Decision.objects.count() == 1
    if not same:
        assert record_decision(**FACTS | facts).pk != known.pk


def test_without_a_section_the_case_tells_decisions_apart(source: Source, home: Organisation) -> None:
    without = FACTS | {"section": ""}
    known = record_decision(**without, case_id="77/2026")

    assert record_decision(**without, case_id="78/2026").pk != known.pk
    with pytest.raises(BrokenRule, match="recorded already"):
        record_decision(**without, case_id="77/2026")
    remove_record(by=BY, source=source, record=known.record, reason="Entered by mistake.")
    assert record_decision(**without, case_id="77/2026").pk != known.pk


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"organ": " "}, "A decision is made by an organ"),
        ({"decided": None}, r"A decision has a day\. Give it"),
        ({"address": "example.org"}, "“example.org” is not an address"),
    ],
)
def test_record_decision_refuses(home: Organisation, facts: dict[str, Any], sentence: str) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        record_decision(**FACTS | facts)

    assert head_line() == before


def test_source_may_tell_of_a_decision_without_a_day(source: Source, home: Organisation) -> None:
    assert record_decision(**FACTS | {"source": source, "decided": None}).decided is None


def test_decision_is_changed_and_stays_one(home: Organisation) -> None:
    known = record_decision(**FACTS)
    other = record_decision(**FACTS | {"section": "§ 13"})

    assert change_decision(by=BY, source=None, decision=other, section=" § 14 ", case_id="77/2026") == [
        "section",
        "case_id",
    ]

    assert (other.section, actions_of(other.pk)) == ("§ 14", ["record_decision", "change_decision"])
    with pytest.raises(BrokenRule, match=f"recorded already: .* \\({known.pk}\\)"):
        change_decision(by=BY, source=None, decision=other, section="§12")
    for values, sentence in (
        ({"organ": " "}, "made by an organ"),
        ({"decided": None}, "has a day"),
        ({"address": "example.org"}, "is not an address"),
        ({"record": None}, "“record” of a decision cannot be changed so"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_decision(by=BY, source=None, decision=other, **values)
    with pytest.raises(NotPermitted):
        change_decision(by=founding.account("contributor"), source=None, decision=other, organ="Council")
