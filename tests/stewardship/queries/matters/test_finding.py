"""All matters of a day: which rules answer, in what order, what can wait, for whom, by how many queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from solmu.core.models import Record, Source
from solmu.core.terms import Term
from solmu.intake.models import Claim
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import extend_agreement, propose_series
from solmu.registry.actions.citations import cite
from solmu.registry.actions.commitments import add_commitment
from solmu.registry.actions.contacts import add_contact
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from solmu.stewardship.queries.matters import Matter, first_matters, matters_on
from solmu.stewardship.queries.matters.finding import READINGS
from solmu.stewardship.queries.matters.grouping import groups_of
from solmu.stewardship.vocabulary import MatterRule
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import CITY, TODAY, matters, told

DAY = on(TODAY).earliest
CITY_KEEPS = Term(120)
QUERIES = 91


def test_each_rule_is_answered_for_once() -> None:
    answered = Counter(rule for reading in READINGS for rule in reading.rules)

    assert answered == Counter(MatterRule)


def test_what_is_not_asked_for_is_not_read(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, valid_until="2019")

    assert {matter.rule for matter in matters("no_owner", "tie_dormant")} == {"no_owner", "tie_dormant"}
    assert matters_on(DAY, city=CITY, rules=()) == []


def test_removed_and_merged_records_need_nobody(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, valid_until="2019")
    assert {each.record_kind for each in matters()} == {"agreement", "partnership"}

    Record.objects.filter(kind="agreement").update(merged_into=tartu.record)
    assert {each.record_kind for each in matters()} == {"partnership"}
    Record.objects.filter(kind="partnership").update(
        removed_at="2026-01-01T00:00Z", removal_reason="Test.", is_published=False
    )
    assert matters() == []


def add_everything(source: Source, home: Organisation, name: str) -> None:
    """A partner that raises a matter of nearly every kind."""
    tie = founding.partnership(source, founding.place(source, name))
    change_partnership(by=BY, source=source, partnership=tie, on=on("2022"), status="suspended", wording=name)
    ended, dear = (
        founding.agreement(source, tie, signed="2001", valid_until=until) for until in ("2019", "2026-12-31")
    )
    founding.agreement(source, tie, signed="2001", valid_until="..", kind="letter_of_intent")
    founding.agreement(source, tie, signed="2001", valid_until="2019")  # as the first
    Agreement.objects.filter(pk=dear.pk).update(replaced_by=ended)
    add_commitment(by=BY, source=source, text=name, agreement=dear, due_on=on("2026"), every_months=12)
    network = add_organisation(by=BY, source=source, kind="network", name=f"{name} network")
    member = add_membership(by=BY, source=source, network=network, organisation=home)
    member.fee_review_on, member.benefit_review_on = on("2026"), on("2026")
    member.save()
    add_coverage_statement(by=BY, source=source, level="school", extent="all", partnership=tie, partner=tie.partner)
    add_activity(
        by=BY, source=source, kind="visit", title=LazyI18nString({"fi": name}), starts=on("2020"), partnerships=[tie],
        is_published=True,
    )  # fmt: skip
    add_contact(
        by=BY, source=source, organisation=founding.city(source, tie.partner, name), name=name, purpose="x",
        day=on("2020-01-01").latest, keep_for=CITY_KEEPS,
    )  # fmt: skip
    page = founding.page(name)
    for about, value in ((source, "1998"), (page, "1999")):
        cite(by=BY, source=about, record=tie.record, field="since", quote="x", start=0, end=1, value=value)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_queries_do_not_grow_with_the_record(source: Source, home: Organisation, language: str) -> None:
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            found = matters_on(date(2027, 12, 1), city=CITY)
            for matter in found:
                assert matter.sentence(language)
                assert matter.owner is None
                assert matter.is_old_news in (True, False)
        return len(captured), len(found)

    add_everything(source, home, "Tartu")
    one = asked()
    for name in ("Narva", "Valga"):
        add_everything(source, home, name)
    three = asked()

    assert one[0] == three[0] == QUERIES
    assert three[1] > 2 * one[1]


def test_matters_are_the_same_however_few_records_are_looked_at_together(
    source: Source, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Tartu", "Narva", "Valga"):
        add_everything(source, home, name)
    tartu, narva, _valga = Partnership.objects.order_by("pk")
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2024"), status="ended", wording="x")
    change_partnership(by=BY, source=source, partnership=narva, on=on("2024"), status="ended", wording="x")
    for _ in range(2):  # alike, under two ties
        founding.agreement(source, tartu, narva, signed="2003", valid_until="..", kind="letter_of_intent")
    lines = [founding.agreement(source, tie, signed="2005", valid_until="2015") for tie in (tartu, narva)]
    for line in lines:
        propose_series(by=BY, source=source, agreement=line)
    together = told()
    assert {"possibly_same_record", "in_force_under_ended_tie", "ended_without_successor"} <= {
        rule for rule, *_ in together
    }

    for module in ("agreements", "likeness"):
        monkeypatch.setattr(f"solmu.stewardship.queries.matters.{module}.FROM_ONE_BY_ONE", 1)

    assert told() == together


# --- order ------------------------------------------------------------------------------------------------------------


def test_first_page_is_what_all_matters_begin_with(source: Source, tartu: Partnership) -> None:
    ends = ["2019", "2019-05", "2027-01-31", "2026-12-24", "2024", "2027-03-31", "2010", "2026-11-25"]
    for until in ends:
        founding.agreement(source, tartu, signed="2000", valid_until=until)
    refresh_deadlines(DAY)
    everything = [each.identity for each in matters_on(DAY, city=CITY)]

    for limit in (1, 3, 7, 10, 100):
        assert [each.identity for each in first_matters(DAY, city=CITY, limit=limit)] == everything[:limit]


def test_first_page_leaves_out_what_can_wait(source: Source, tartu: Partnership) -> None:
    first, second = (founding.agreement(source, tartu, signed="2000", valid_until=until) for until in ("2018", "2019"))
    refresh_deadlines(DAY)
    snooze("ended_without_successor", first, "2018", "2027-01-31")

    assert [each.identity for each in first_matters(DAY, city=CITY, limit=1)] == [
        ("ended_without_successor", second.pk, "2019")
    ]


def test_first_page_of_a_day_before_the_kept_days(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2000", valid_until="2019")
    refresh_deadlines(DAY)

    assert [each.identity for each in first_matters(date(2018, 12, 1), city=CITY, limit=1)] == [
        ("decision_due", agreement.pk, "2019")
    ]


def test_first_page_goes_on_while_earlier_matters_may_come(
    source: Source, tartu: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solmu.stewardship.queries.matters.agreements.PORTION", 1)
    # Known to the year they are overdue later than their first day says.
    for until in ("2018", "2018-06-30", "2018-03", "2018-12-31"):
        founding.agreement(source, tartu, signed="2000", valid_until=until)
    refresh_deadlines(DAY)
    everything = [each.identity for each in matters_on(DAY, city=CITY)]

    for limit in (1, 2, 3, 4):
        assert [each.identity for each in first_matters(DAY, city=CITY, limit=limit)] == everything[:limit]


# --- who sees to it, and until when it can wait -----------------------------------------------------------------------


def snooze(rule: str, row: Agreement, occurrence: str, until: str) -> MatterSnooze:
    return MatterSnooze.objects.create(
        rule=rule, about=row.pk, occurrence=occurrence, until=date.fromisoformat(until), reason="Later."
    )


def test_snoozed_matter_is_back_on_its_day(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2019")
    snooze("ended_without_successor", agreement, "2019", "2027-01-31")

    assert told("ended_without_successor", day="2027-01-30") == []
    assert told("ended_without_successor", day="2027-01-31") == [("ended_without_successor", agreement.pk, "2019")]
    (matter,) = matters("ended_without_successor", with_snoozed=True)
    assert matter.snoozed_until == date(2027, 1, 31)


def test_an_old_snooze_does_not_hide_the_matter_of_an_extension(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2026-12-31")
    snooze("decision_due", agreement, "2026-12-31", "2027-11-24")
    assert told("decision_due") == []

    extend_agreement(
        by=BY, source=source, agreement=agreement, on=on("2026-12-01"), until=on("2027-06-30"), of_the_past=True
    )
    assert told("decision_due", day="2027-01-15") == [("decision_due", agreement.pk, "2027-06-30")]


def test_matter_says_who_sees_to_it(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2019")
    officer = founding.account("officer")
    MatterAssignment.objects.create(
        rule="ended_without_successor", about=agreement.pk, occurrence="2019", account=officer
    )

    assert [each.assigned_to for each in matters("ended_without_successor")] == [officer.pk]
    assert [each.assigned_to for each in matters("no_owner")] == [None]


def test_matter_takes_the_owner_of_what_it_is_about(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, signed="2010", valid_until="2019")
    officer = founding.account("officer")
    set_owner(by=BY, source=source, record=tartu.record, account=officer)

    (matter,) = matters("ended_without_successor")
    assert matter.owner is not None
    assert matter.owner.account_id == officer.pk


@pytest.mark.parametrize(("until", "is_old"), [("2019", True), ("2026-11-30", True), ("2030", False)])
def test_what_was_so_when_the_record_was_entered_is_old_news(
    source: Source, tartu: Partnership, until: str, is_old: bool
) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until=until)
    Record.objects.filter(pk=agreement.pk).update(created_at="2026-11-24T12:00Z")

    (matter,) = matters("ended_without_successor", "decision_due", day="2029-12-24" if until == "2030" else TODAY)
    assert matter.is_old_news is is_old


def test_day_of_entering_is_the_city_s_own(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2027-05-24")
    Record.objects.filter(pk=agreement.pk).update(created_at="2026-11-23T23:30Z")
    elsewhere = replace(CITY, time_zone="Europe/Helsinki")

    found = [matters_on(DAY, city=city, rules=("decision_due",))[0] for city in (CITY, elsewhere)]
    assert [each.arose_on for each in found] == [DAY, DAY]
    assert [each.is_old_news for each in found] == [False, True]


def test_claims_that_wait_are_one_matter(source: Source) -> None:
    assert told("claims_waiting") == []
    for position in (1, 2, 3):
        Claim.objects.create(source=source, position=position, kind="agreement", content={})

    (matter,) = matters("claims_waiting")
    assert (matter.identity, matter.record_kind, matter.owner) == (("claims_waiting", "", ""), "", None)
    assert matter.sentence("en") == "The record. 3 claims wait for review."


# --- what the public is told ------------------------------------------------------------------------------------------


def test_public_is_told_of_published_agreements_alone(source: Source, home: Organisation) -> None:
    add_everything(source, home, "Tartu")
    assert len({each.rule for each in matters()}) > 12

    public = matters(public_only=True)
    assert {each.rule for each in public} == {"ended_without_successor", "review_missing"}
    Record.objects.update(is_published=False)
    assert matters(public_only=True) == []


def test_public_name_names_no_internal_tie(source: Source, tartu: Partnership) -> None:
    hidden = founding.partnership(source, founding.place(source, "Hiddentown"), is_published=False)
    founding.agreement(source, tartu, hidden, signed="2010", valid_until="2019")

    (matter,) = matters("ended_without_successor", public_only=True)
    assert matter.sentence("en").startswith("Tartu: memorandum of understanding")
    assert "Hiddentown" in matters("ended_without_successor")[0].sentence("en")
    assert "Hiddentown" not in matter.sentence("en")


# --- tidy-up together -------------------------------------------------------------------------------------------------


def test_tidy_up_is_told_together(source: Source, home: Organisation) -> None:
    for name in ("Tartu", "Narva"):
        add_everything(source, home, name)
    tidy = [each for each in matters() if each.severity == "tidy_up"]

    with override("en"):
        groups = groups_of(tidy)
    assert sum(len(listed) for _, listed in groups) == len(tidy)
    assert [len(listed) for _, listed in groups] == sorted((len(listed) for _, listed in groups), reverse=True)
    assert "2 published records lack a language: Swedish." in [sentence for sentence, _ in groups]
    assert "4 records have no owner." in [sentence for sentence, _ in groups]


def test_every_matter_has_a_sentence_in_every_language(source: Source, home: Organisation) -> None:
    add_everything(source, home, "Tartu")

    def bare(matter: Matter, language: str) -> bool:
        sentence = matter.sentence(language)
        return "%(" in sentence or "  " in sentence or not matter.reason(language).endswith(".")

    assert [each.identity for each in matters() for language in CITY.languages if bare(each, language)] == []
