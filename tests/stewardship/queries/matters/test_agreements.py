from __future__ import annotations

import pytest

from solmu.core.dates import OPEN
from solmu.core.models import Source
from solmu.registry.actions.agreements import (
    extend_agreement,
    propose_series,
    record_no_successor,
    replace_agreement,
    set_agreement_dates,
    set_agreement_terms,
    terminate_agreement,
)
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import Agreement, AgreementParty, Partnership
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters import asking
from tests.stewardship.queries.matters.asking import matters

ENDS = ("ended_without_successor", "decision_due")


def told(day: str) -> list[tuple[str, str, str]]:
    return asking.told(*ENDS, day=day)


def test_agreement_that_ended_is_a_matter_until_its_successor_is_recorded(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, valid_until="2019")
    propose_series(by=BY, source=source, agreement=old)
    assert told("2026-11-24") == [("ended_without_successor", old.pk, "2019")]

    # Of the same line, signed before the old end: it carries on.
    new = founding.agreement(source, tartu, signed="2018-11-05", valid_until="2030")
    propose_series(by=BY, source=source, agreement=new)
    assert told("2026-11-24") == []


@pytest.mark.parametrize(
    ("facts", "follows"),
    [
        ({"signed": "1999"}, False),  # an older one of the line
        ({"signed": "2019"}, True),
        ({"signed": "2022", "valid_until": "2030"}, True),
        ({"valid_until": "2024"}, True),
        ({"valid_until": "2010"}, False),
        ({}, False),  # nothing is known of it
        ({"valid_until": ".."}, True),
    ],
)
def test_what_follows_in_the_line(source: Source, tartu: Partnership, facts: dict, follows: bool) -> None:
    for given in ({"valid_until": "2019"}, facts):
        propose_series(by=BY, source=source, agreement=founding.agreement(source, tartu, **given))

    ended = [each for each in matters(*ENDS, day="2023-01-01") if each.occurrence == "2019"]
    assert (ended == []) is follows


def test_draft_is_no_successor(source: Source, tartu: Partnership) -> None:
    old, new = (founding.agreement(source, tartu, valid_until=year) for year in ("2019", "2030"))
    for agreement in (old, new):
        propose_series(by=BY, source=source, agreement=agreement)
    Agreement.objects.filter(pk=new.pk).update(stage="draft")

    assert told("2026-11-24") == [("ended_without_successor", old.pk, "2019")]


def test_replaced_agreement_stops_reminding(source: Source, tartu: Partnership) -> None:
    old, new = (
        founding.agreement(source, tartu, signed=year, valid_until=end)
        for year, end in (("2010", "2019"), ("2019", "2040"))
    )
    replace_agreement(by=BY, source=source, agreement=old, successor=new)

    assert told("2019-06-01") == []
    assert told("2026-11-24") == []


def test_terminated_agreement_is_a_matter_from_its_day(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2022-03-04"))

    assert told("2021-09-03") == []
    assert told("2022-03-03") == [("decision_due", agreement.pk, "2022-03-04")]  # what follows it
    assert told("2022-03-04") == [("ended_without_successor", agreement.pk, "2022-03-04")]


def test_suspended_tie_keeps_the_deadline(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2030", notice_months=3)
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2022"), status="suspended")

    assert told("2029-03-31") == []
    assert told("2029-04-01") == [("decision_due", agreement.pk, "2030")]


def test_matters_stand_most_urgent_first(source: Source, tartu: Partnership) -> None:
    soon, later, ended, long_ended, past_notice = (
        founding.agreement(source, tartu, signed="2000", valid_until=end, notice_months=notice)
        for end, notice in (("2027-01-31", 0), ("2027-03-31", 0), ("2025", 0), ("2019", 0), ("2027-04-30", 6))
    )

    found = [each.record_id for each in matters(*ENDS)]

    assert found == [long_ended.pk, ended.pk, past_notice.pk, soon.pk, later.pk]


def test_identity_of_a_matter_is_rule_record_and_end(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_until="2019")

    assert [each.identity for each in matters(*ENDS)] == [("ended_without_successor", agreement.pk, "2019")]


def test_internal_agreement_is_no_public_matter(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, valid_until="2019", is_published=False)

    assert matters(*ENDS, public_only=True) == []
    assert len(matters(*ENDS)) == 1


@pytest.mark.parametrize(
    ("facts", "day", "sentence"),
    [
        (
            {"valid_until": "2019"},
            "2026-11-24",
            "Tartu: memorandum of understanding, until 2019. It was in force until 2019. No successor is recorded."
            " Since 1\u00a0January 2020, for over 6 years.",
        ),
        (
            {"valid_until": "2019"},
            "2021-02-01",
            "Tartu: memorandum of understanding, until 2019. It was in force until 2019. No successor is recorded."
            " Since 1\u00a0January 2020, for over a year.",
        ),
        (
            {"signed": "2010", "valid_until": "2027"},
            "2026-11-24",
            "Tartu: memorandum of understanding, 2010–2027. It ends in 2027. Decide whether it is renewed."
            " Decide by 31\u00a0December 2026.",
        ),
    ],
)
def test_matter_says_what_why_and_when(
    source: Source, tartu: Partnership, facts: dict, day: str, sentence: str
) -> None:
    founding.agreement(source, tartu, **facts)

    (matter,) = matters(*ENDS, day=day)
    assert matter.sentence("en") == sentence


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("end", "day"), [("2019", "2026-11-24"), ("2019-06-30", "2026-11-24"), ("2027", "2026-11-24")])
def test_matter_speaks_every_language(source: Source, tartu: Partnership, language: str, end: str, day: str) -> None:
    founding.agreement(source, tartu, valid_until=end)

    (matter,) = matters(*ENDS, day=day)
    for words in (matter.name(language), matter.reason(language), matter.when(language)):
        assert words.strip()
        assert "%(" not in words
    assert end[:4] in matter.reason(language)
    assert ("2026" if end == "2027" else "20") in matter.when(language)


# --- what settles an end ----------------------------------------------------------------------------------------------


def test_decision_that_nothing_follows_ends_the_matter(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2019")
    record_no_successor(
        by=BY, source=source, agreement=agreement, on=on("2020-03-01"), reason="Done with.", of_the_past=True
    )

    assert told("2020-02-29") == [("ended_without_successor", agreement.pk, "2019")]
    assert told("2020-03-01") == []


def test_nothing_is_expected_to_follow_where_every_tie_has_ended(source: Source, tartu: Partnership) -> None:
    narva = founding.partnership(source, founding.place(source, "Narva"))
    both = founding.agreement(source, tartu, narva, signed="2010", valid_until="2019")
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2021"), status="ended")
    assert told("2026-11-24") == [("ended_without_successor", both.pk, "2019")]

    change_partnership(by=BY, source=source, partnership=narva, on=on("2022"), status="ended")
    assert told("2021-12-31") == [("ended_without_successor", both.pk, "2019")]
    assert told("2026-11-24") == []


def test_extension_makes_another_matter(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2026-12-31")
    assert told("2026-11-24") == [("decision_due", agreement.pk, "2026-12-31")]

    extend_agreement(
        by=BY, source=source, agreement=agreement, on=on("2026-11-20"), until=on("2027-12-31"), of_the_past=True
    )
    assert told("2026-11-24") == []
    assert told("2027-11-24") == [("decision_due", agreement.pk, "2027-12-31")]


def test_open_ended_agreement_without_a_review_is_a_matter(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="..")
    assert asking.told("review_missing") == [("review_missing", agreement.pk, "")]

    set_agreement_terms(by=BY, source=source, agreement=agreement, review_on=on("2027"))
    assert asking.told("review_missing") == []
    assert asking.told("review_due", day="2026-06-30") == []
    assert asking.told("review_due") == [("review_due", agreement.pk, "2027")]


def test_agreement_made_open_ended_later_is_one_too(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2019")
    extend_agreement(by=BY, source=source, agreement=agreement, on=on("2018"), until=OPEN, of_the_past=True)

    assert asking.told("review_missing", "ended_without_successor") == [("review_missing", agreement.pk, "")]


# --- what does not fit together ---------------------------------------------------------------------------------------


def test_agreement_in_force_under_an_ended_tie(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    founding.agreement(source, tartu, signed="2000", valid_until="2005")
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2022-03-04"), status="ended")

    assert asking.told("in_force_under_ended_tie", day="2022-03-03") == []
    assert asking.told("in_force_under_ended_tie") == [("in_force_under_ended_tie", agreement.pk, tartu.pk)]
    (matter,) = matters("in_force_under_ended_tie")
    assert matter.reason("en") == "It is in force, although the partnership has ended. Partner: Tartu."


def test_partner_that_has_left_the_agreement_is_under_no_ended_tie(source: Source, tartu: Partnership) -> None:
    city = founding.city(source, tartu.partner)
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    AgreementParty.objects.create(agreement=agreement, organisation=city, party_until=on("2021"))
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2022"), status="ended")

    assert asking.told("in_force_under_ended_tie") == []


def test_signed_before_the_decision(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2020-03-01")
    decision = record_decision(by=BY, source=source, organ="Council", decided=on("2020-03-02"))
    Agreement.objects.filter(pk=agreement.pk).update(approved_by=decision)
    assert asking.told("signed_before_decision") == [("signed_before_decision", agreement.pk, decision.pk)]
    (matter,) = matters("signed_before_decision")
    assert matter.reason("en") == (
        "It was signed on an earlier day (1\u00a0March 2020) than it was decided on (2\u00a0March 2020)."
    )

    set_agreement_dates(by=BY, source=source, agreement=agreement, signed=on("2020-03-02"))
    assert asking.told("signed_before_decision") == []


def test_successor_that_precedes(source: Source, tartu: Partnership) -> None:
    agreement, other = (founding.agreement(source, tartu, signed=year) for year in ("2020", "2010"))
    Agreement.objects.filter(pk=agreement.pk).update(replaced_by=other)
    assert asking.told("successor_precedes") == [("successor_precedes", agreement.pk, other.pk)]
    (matter,) = matters("successor_precedes")
    assert matter.reason("en").startswith("What is recorded as its successor is older. Successor: Tartu:")

    set_agreement_dates(by=BY, source=source, agreement=other, signed=on("2021"))
    assert asking.told("successor_precedes") == []
