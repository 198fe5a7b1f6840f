"""Agreements on a day: their facts with their ties, their end as it stands, what carries them on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.dates import OPEN, Period
from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.actions.agreements import propose_series, replace_agreement, terminate_agreement
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.actions.recording import recording
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementNotice,
    AgreementParty,
    AgreementReview,
    AgreementSuspension,
    Organisation,
    Partnership,
)
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on, facts_of
from solmu.registry.queries.events import AgreementEvents, events_of
from solmu.registry.rules import AmendmentFact, CurrentEnd, NoticeFact
from tests.registry import founding
from tests.registry.founding import BY, end, on

LEAD = Term(6)


def happen(agreement: Agreement, source: Source, model: Any, **facts: Any) -> None:
    with recording(by=BY, action="test", source=source) as journal:
        journal.create(model(agreement=agreement, **facts), of=agreement)


def set_terms(agreement: Agreement, source: Source, **terms: Any) -> None:
    with recording(by=BY, action="test", source=source) as journal:
        journal.update(agreement, **terms)


def on_day(agreement: Agreement, day: str, **asked: Any) -> AgreementOnDay:
    asked = {"lead": LEAD, "public_only": True, **asked}
    return next(each for each in agreements_on(date.fromisoformat(day), **asked) if each.agreement == agreement)


def told(agreement: Agreement, day: str) -> tuple[str, bool]:
    status = on_day(agreement, day).status
    return status.status, status.certain


def suspend_tie(tie: Partnership, source: Source, when: str, status: str = "suspended") -> None:
    change_partnership(by=BY, source=source, partnership=tie, on=on(when), status=status, reason="A test.")


def test_events_of_agreements_come_by_one_query_in_their_order(source: Source, tartu: Partnership) -> None:
    agreement, other = (founding.agreement(source, tartu, signed="2010") for _ in range(2))
    happen(agreement, source, AgreementSuspension, suspended_from=on("2012"), suspended_until=OPEN,
           is_reason_not_stated=True)  # fmt: skip
    happen(agreement, source, AgreementAmendment, signed=on("2015-02"), valid_until=end("2020"), position=2)
    happen(agreement, source, AgreementAmendment, takes_effect=on("2014"), valid_until=OPEN, position=1)
    happen(agreement, source, AgreementNotice, given_on=on("2016-05-05"), effective_on=on("2017"))
    happen(agreement, source, AgreementNotice, given_on=on("2016-05-05"), is_for_giver_only=True,
           given_by=Organisation.objects.get(is_home=True))  # fmt: skip
    happen(agreement, source, AgreementReview, reviewed=on("2018-01-01"))
    happen(other, source, AgreementReview, reviewed=on("2019"))

    with CaptureQueriesContext(connection) as captured:
        found = events_of([agreement.pk])

    assert len(captured) == 1
    assert set(found) == {agreement.pk}
    events = found[agreement.pk]
    assert events.suspensions == [Period(on("2012"), OPEN)]
    assert events.amendments == [
        AmendmentFact(on("2014"), None, OPEN),
        AmendmentFact(None, on("2015-02"), on("2020")),
    ]
    assert sorted(events.notices, key=lambda each: each.is_for_giver_only) == [
        NoticeFact(on("2016-05-05"), on("2017")),
        NoticeFact(on("2016-05-05"), None, is_for_giver_only=True),
    ]
    assert events.reviews == [on("2018-01-01")]
    assert events_of(None) == {**found, other.pk: AgreementEvents(reviews=[on("2019")])}


def test_end_of_what_renews_itself_is_told_as_it_stands(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_from="2016-07-01", valid_until="2017-06-30", notice_months=6)
    set_terms(agreement, source, renewal_mode="tacit", renewal_months=12)

    running = on_day(agreement, "2026-11-24")
    happen(agreement, source, AgreementNotice, given_on=on("2026-12-30"))
    ended = on_day(agreement, "2027-07-01")

    assert running.end == CurrentEnd(on("2027-06-30"), True, 10, True)
    assert running.validity == Period(on("2016-07-01"), on("2027-06-30"))
    assert (ended.status.status, ended.end.end) == ("expired", on("2027-06-30"))


def test_what_ended_before_it_began_was_valid_as_stated(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2019", valid_from="2021", valid_until="2025")
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2020-05-05"))

    assert on_day(agreement, "2026-11-24").validity == Period(on("2021"), on("2025"))


def test_facts_of_one_agreement_are_those_of_the_list(source: Source, tartu: Partnership) -> None:
    standing = founding.agreement(source, tartu, kind="sister_city_agreement", signed="1992")
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2020")
    propose_series(by=BY, source=source, agreement=standing)
    propose_series(by=BY, source=source, agreement=agreement)
    happen(standing, source, AgreementSuspension, suspended_from=on("2012"), suspended_until=OPEN,
           is_reason_not_stated=True)  # fmt: skip
    happen(agreement, source, AgreementNotice, given_on=on("2013"))
    agreement.refresh_from_db()

    for day in ("2011-06-01", "2012-06-01", "2013-06-01"):
        alone = facts_of(agreement, date.fromisoformat(day), public_only=True)
        assert alone == on_day(agreement, day).facts


def test_suspension_of_a_tie_known_to_its_year_is_not_certain_in_it(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2030")
    suspend_tie(tartu, source, "2022")
    suspend_tie(tartu, source, "2024-05-01", "active")

    assert [told(agreement, day) for day in ("2021-12-31", "2022-06-01", "2023-01-01", "2024-04-30", "2024-05-01")] == [
        ("in_force", True),
        ("in_force_not_applied", False),
        ("in_force_not_applied", True),
        ("in_force_not_applied", True),
        ("in_force", True),
    ]


def test_agreement_is_not_applied_only_while_all_its_ties_are_suspended(source: Source, tartu: Partnership) -> None:
    riga = founding.partnership(source, founding.place(source, "Riga", "LV"))
    agreement = founding.agreement(source, tartu, riga, signed="2010", valid_until="2030")
    suspend_tie(tartu, source, "2022")
    one = told(agreement, "2022-06-01")
    suspend_tie(riga, source, "2022-03-01")

    assert one == ("in_force", True)
    assert told(agreement, "2022-06-01") == ("in_force_not_applied", False)
    assert told(agreement, "2022-02-28") == ("in_force", True)
    assert told(agreement, "2023-01-01") == ("in_force_not_applied", True)


def test_suspended_standing_agreement_leaves_what_stands_under_it_not_applied(
    source: Source, tartu: Partnership
) -> None:
    standing = founding.agreement(source, tartu, kind="sister_city_agreement", signed="1992")
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2030")
    propose_series(by=BY, source=source, agreement=standing)
    propose_series(by=BY, source=source, agreement=agreement)
    happen(standing, source, AgreementSuspension, suspended_from=on("2022"), suspended_until=on("2023-06-30"),
           is_reason_not_stated=True)  # fmt: skip

    found = [told(agreement, day) for day in ("2021-12-31", "2022-06-01", "2023-01-01", "2023-07-01")]
    terminate_agreement(by=BY, source=source, agreement=standing, on=on("2022-12-31"))

    assert found == [
        ("in_force", True),
        ("in_force_not_applied", False),
        ("in_force_not_applied", True),
        ("in_force", True),
    ]
    assert told(agreement, "2023-01-01") == ("in_force", True)


def test_successor_in_the_series_carries_on_after_the_end_as_it_stands(source: Source, tartu: Partnership) -> None:
    """The later memorandum begins within a term of the earlier, which renews itself until notice is given."""
    earlier = founding.agreement(source, tartu, signed="2016-07-01", valid_until="2017-06-30")
    set_terms(earlier, source, renewal_mode="tacit", renewal_months=12)
    later = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2020-03-31")
    for agreement in (earlier, later):
        propose_series(by=BY, source=source, agreement=agreement)

    running = on_day(earlier, "2020-06-01").successor
    happen(earlier, source, AgreementNotice, given_on=on("2019-05-01"))

    assert running is None
    assert on_day(earlier, "2020-06-01").successor == later


def test_internal_successor_is_public_to_nobody(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, signed="2010", valid_until="2020")
    new = founding.agreement(source, tartu, signed="2021", is_published=False)
    replace_agreement(by=BY, source=source, agreement=old, successor=new)

    assert on_day(old, "2026-11-24").status.status == "expired"
    assert on_day(old, "2026-11-24", public_only=False).status.status == "replaced"


def test_three_parties_signing_on_different_days_one_leaving(source: Source, tartu: Partnership) -> None:
    """Listed on both partners, with one status and one end; one that leaves changes neither."""
    riga = founding.partnership(source, founding.place(source, "Riga", "LV"))
    agreement = founding.agreement(source, tartu, riga, signed="2020-03-15", valid_until="2027-12-31", notice_months=6)
    leaving = founding.city(source, riga.partner, "Riga")
    days = {Organisation.objects.get(is_home=True): "2020-02-01", founding.city(source, tartu.partner): "2020-02-03"}
    for position, (organisation, day) in enumerate({**days, leaving: "2020-03-15"}.items(), start=10):
        AgreementParty.objects.update_or_create(
            agreement=agreement, organisation=organisation, defaults={"position": position, "signed": on(day)}
        )
    happen(agreement, source, AgreementNotice, given_on=on("2025-02-01"), given_by=leaving, is_for_giver_only=True)

    listed = [on_day(agreement, "2026-11-24", partnership_id=tie.pk) for tie in (tartu, riga)]

    assert [(each.status.status, each.end) for each in listed] == [("in_force", CurrentEnd(on("2027-12-31")))] * 2
    assert len(agreements_on(date(2026, 11, 24), lead=LEAD, public_only=True)) == 1
