"""The derived deadlines: kept with every write, moved on with the days, checked by doctor."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.dates import OPEN
from solmu.core.models import Source
from solmu.core.terms import Term, shift_day
from solmu.registry.actions.agreements import (
    leave_series,
    propose_series,
    replace_agreement,
    set_agreement_dates,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.partnerships import (
    remove_partnership_change,
    resume_partnership,
    set_partnership_since,
    suspend_partnership,
)
from solmu.registry.actions.publicity import publish_record, remove_record, restore_record
from solmu.registry.actions.recording import recording
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementNotice,
    AgreementReview,
    AgreementSuspension,
    Partnership,
)
from solmu.registry.vocabulary import AgreementKind
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.deadlines import BATCH, USUAL_LEAD, agreements_due, deadline_faults, old_statuses
from tests.registry import founding
from tests.registry.founding import BY, end, on

DAY = date(2026, 11, 24)
LEAD = Term(6)


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    founding.home(source)
    return founding.partnership(source, founding.place(source, fi="Tartto", en="Tartu"))


def kept(agreement: Agreement) -> tuple[str | None, ...]:
    """The deadline kept: due on, holds from, holds until, succeeded by."""
    row = AgreementDeadline.objects.get(pk=agreement.pk)
    days = (row.due_on, row.holds_from, row.holds_until)
    return (*(day.isoformat() if day else None for day in days), row.succeeded_by_id)


def happen(agreement: Agreement, source: Source, model: Any, **facts: Any) -> None:
    """Something happens to the agreement, as the verbs of the registry record it."""
    with recording(by=BY, action="test", source=source) as journal:
        journal.create(model(agreement=agreement, **facts), of=agreement)


def set_terms(agreement: Agreement, source: Source, **terms: Any) -> None:
    with recording(by=BY, action="test", source=source) as journal:
        journal.update(agreement, **terms)


def due(day: date) -> set[str]:
    return set(agreements_due(day, lead=LEAD).values_list("pk", flat=True))


# --- kept with every write --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"valid_until": "2027-06-30", "notice_months": 6}, ("2026-12-30", None, "2026-12-31", None)),
        ({"valid_until": "2019"}, ("2018-12-31", None, "2019-01-01", None)),
        ({"signed": "1998"}, (None, None, None, None)),
        ({"signed": "1998", "valid_until": ".."}, (None, None, None, None)),
    ],
)
def test_added_agreement_is_kept_with_its_day(
    source: Source, tartu: Partnership, facts: dict[str, Any], expected: tuple[str | None, ...]
) -> None:
    agreement = founding.agreement(source, tartu, **facts)

    assert kept(agreement) == expected
    assert list(deadline_faults(date.min)) == []


def test_every_event_of_an_agreement_moves_its_day(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2020-01-01", valid_until="..")
    days = [kept(agreement)[0]]
    set_terms(agreement, source, review_on=on("2030"))
    days.append(kept(agreement)[0])
    happen(agreement, source, AgreementReview, reviewed=on("2029-12-01"))
    days.append(kept(agreement)[0])
    happen(agreement, source, AgreementAmendment, signed=on("2026-01-01"), valid_until=end("2028"), position=1)
    days.append(kept(agreement)[0])
    happen(agreement, source, AgreementNotice, given_on=on("2025-05-05"))
    days.append(kept(agreement)[0])
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2024-03-31"))
    days.append(kept(agreement)[0])

    assert days == [None, "2030-01-01", "2029-12-01", "2026-01-01", "2025-05-05", "2024-03-30"]


def test_suspension_moves_nothing(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_until="2027-06-30")
    before = kept(agreement)

    happen(agreement, source, AgreementSuspension, suspended_from=on("2022"), is_reason_not_stated=True)

    assert kept(agreement) == before


def test_replaced_agreement_asks_for_nothing_until_its_successor_is_gone(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, valid_until="2019-12-31")
    new = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2029-12-31")
    replace_agreement(by=BY, source=source, agreement=old, successor=new)
    replaced = kept(old)
    set_terms(old, source, replaced_by=None)

    assert (replaced, kept(old)[0]) == ((None, None, None, None), "2019-12-30")


def test_ended_agreement_rests_while_its_series_carries_on(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, signed="2010", valid_until="2019-12-31")
    propose_series(by=BY, source=source, agreement=old)
    refresh_deadlines(DAY)
    alone = kept(old)
    new = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2029-12-31")
    propose_series(by=BY, source=source, agreement=new)
    refresh_deadlines(DAY)
    carried_on = kept(old)
    leave_series(by=BY, source=source, agreement=new)
    refresh_deadlines(DAY)

    assert alone == ("2019-12-31", "2020-01-01", None, None)
    assert carried_on == (None, "2020-01-01", None, new.pk)
    assert kept(old) == alone


def test_removed_successor_wakes_what_it_let_rest(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, signed="2010", valid_until="2019-12-31")
    new = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2029-12-31")
    for agreement in (old, new):
        propose_series(by=BY, source=source, agreement=agreement)
    refresh_deadlines(DAY)
    remove_record(by=BY, source=source, record=new.record, reason="A duplicate.")
    refresh_deadlines(DAY)

    assert kept(old) == ("2019-12-31", "2020-01-01", None, None)
    assert not AgreementDeadline.objects.filter(pk=new.pk).exists()

    restore_record(by=BY, source=source, record=new.record, is_published=True)

    assert kept(new)[0] == "2029-12-30"


def test_internal_successor_lets_no_published_agreement_rest(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, valid_until="2019-12-31")
    new = founding.agreement(source, tartu, signed="2020-01-01", is_published=False)
    replace_agreement(by=BY, source=source, agreement=old, successor=new)
    internal = kept(old)[0]
    publish_record(by=BY, source=source, record=new.record)

    assert (internal, kept(old)[0]) == ("2019-12-30", None)


def test_write_of_something_else_keeps_no_deadline(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_until="2027-06-30")
    AgreementDeadline.objects.all().delete()

    with CaptureQueriesContext(connection) as captured:
        add_organisation(by=BY, source=source, kind="school", name="A school", is_published=True)

    assert not AgreementDeadline.objects.filter(pk=agreement.pk).exists()
    assert len([query for query in captured if "agreement_deadline" in query["sql"]]) == 1


def status_kept(agreement: Agreement) -> str:
    return AgreementDeadline.objects.get(pk=agreement.pk).status


def test_status_is_kept_for_the_day_of_the_write(source: Source, tartu: Partnership) -> None:
    running = founding.agreement(source, tartu, signed="1990-05-01", valid_until="..")
    ending = founding.agreement(source, tartu, signed="1990", valid_until="9000", title="Another")

    rows = [AgreementDeadline.objects.get(pk=each.pk) for each in (running, ending)]
    written_on = datetime.now(UTC).date()
    assert not old_statuses(written_on, USUAL_LEAD).exists()
    assert [(row.status, row.status_from, row.status_until, row.status_lead_months) for row in rows] == [
        ("in_force", date(1990, 5, 1), date.max, None),
        ("in_force", date(1990, 1, 1), date(8999, 7, 1), USUAL_LEAD.months),
    ]


CONFIG = """\
[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["fi"]
time_zone = "Pacific/Kiritimati"

[settings]
lead_months = 18
"""


def test_status_of_a_write_is_that_of_the_city_s_day_with_its_lead(
    source: Source, tartu: Partnership, instance: Path
) -> None:
    instance.mkdir()
    (instance / "config.toml").write_text(CONFIG, encoding="utf-8")
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()

    agreement = founding.agreement(source, tartu, signed="1990", valid_until=shift_day(today, 12).isoformat())

    row = AgreementDeadline.objects.get(pk=agreement.pk)
    assert (row.status, row.status_lead_months) == ("ending_soon", 18)


def test_status_follows_a_tie_that_is_suspended_and_taken_up_again(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="1990", valid_until="..")
    told = [status_kept(agreement)]
    change = suspend_partnership(by=BY, source=source, partnership=tartu, on=on("2022-03-01"), reason="x")
    told.append(status_kept(agreement))
    resume_partnership(by=BY, source=source, partnership=tartu, on=on("2023-03-01"))
    told.append(status_kept(agreement))
    remove_partnership_change(by=BY, source=source, change=tartu.changes.get(status="active", on=on("2023-03-01")))
    told.append(status_kept(agreement))
    remove_partnership_change(by=BY, source=source, change=change)
    told.append(status_kept(agreement))

    held = "in_force_not_applied"
    assert told == ["in_force", held, "in_force", held, "in_force"]


def test_status_follows_what_an_agreement_stands_under(source: Source, tartu: Partnership) -> None:
    standing = founding.agreement(
        source, tartu, kind=AgreementKind.SISTER_CITY_AGREEMENT, signed="1990", valid_until=".."
    )
    agreement = founding.agreement(source, tartu, signed="2001", valid_until="..")
    line = propose_series(by=BY, source=source, agreement=agreement)
    assert line is not None
    assert line.standing_agreement == standing
    told = [status_kept(agreement)]
    suspend_agreement(by=BY, source=source, agreement=standing, on=on("2022-03-01"), until=OPEN, reason="x")
    told.append(status_kept(agreement))
    happen_no_more(standing, source)
    told.append(status_kept(agreement))

    assert told == ["in_force", "in_force_not_applied", "in_force"]


def happen_no_more(agreement: Agreement, source: Source) -> None:
    """What suspended the agreement is taken back."""
    with recording(by=BY, action="test", source=source) as journal:
        for row in AgreementSuspension.objects.filter(agreement=agreement):
            journal.delete(row, of=agreement)


def test_write_of_a_tie_that_was_never_suspended_works_out_none_of_its_agreements(
    source: Source, tartu: Partnership
) -> None:
    agreement = founding.agreement(source, tartu, signed="1990", valid_until="..")
    AgreementDeadline.objects.all().delete()

    set_partnership_since(by=BY, source=source, partnership=tartu, since=on("1985"))

    assert not AgreementDeadline.objects.filter(pk=agreement.pk).exists()


# --- moved on with the days -------------------------------------------------------------------------------------------


def test_refresh_moves_on_a_tacit_term_once(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2015-07-01", valid_until="2017-06-30", notice_months=6)
    set_terms(agreement, source, renewal_mode="tacit", renewal_months=12)
    written = kept(agreement)

    moved = [refresh_deadlines(DAY), refresh_deadlines(DAY)]

    assert written == ("2016-12-30", None, "2016-12-31", None)
    assert moved == [1, 0]
    assert kept(agreement) == ("2026-12-30", "2025-12-31", "2026-12-31", None)


def test_refresh_brings_statuses_to_the_day_and_the_lead(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="1990", valid_until="2040-12-31")
    told = []
    for day, lead in ((date(2030, 1, 1), 6), (date(2030, 1, 1), 240), (date(2041, 1, 1), 240), (DAY, 6)):
        moved = [refresh_deadlines(day, lead=Term(lead)), refresh_deadlines(day, lead=Term(lead))]
        told.append((status_kept(agreement), moved[1]))

    assert told == [("in_force", 0), ("ending_soon", 0), ("expired", 0), ("in_force", 0)]


def test_refresh_keeps_what_has_no_deadline_yet(source: Source, tartu: Partnership) -> None:
    agreements = [founding.agreement(source, tartu, valid_until=f"20{year}-06-30") for year in range(30, 33)]
    before = [kept(agreement) for agreement in agreements]
    AgreementDeadline.objects.all().delete()

    assert refresh_deadlines(DAY) == 3
    assert [kept(agreement) for agreement in agreements] == before
    assert refresh_deadlines(DAY) == 0


def test_refresh_works_through_more_than_a_batch(
    source: Source, tartu: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solmu.stewardship.actions.deadlines.BATCH", 2)
    monkeypatch.setattr("solmu.stewardship.queries.deadlines.BATCH", 2)
    for year in range(30, 35):
        founding.agreement(source, tartu, valid_until=f"20{year}-06-30")
    AgreementDeadline.objects.all().delete()

    assert (refresh_deadlines(DAY), refresh_deadlines(DAY)) == (5, 0)
    assert list(deadline_faults(DAY)) == []


def test_refresh_asks_as_often_for_one_as_for_many(source: Source, tartu: Partnership) -> None:
    counted = []
    for number in (1, 5):
        for year in range(30, 30 + number):
            agreement = founding.agreement(source, tartu, valid_until=f"20{year}-06-30")
            propose_series(by=BY, source=source, agreement=agreement)
            happen(agreement, source, AgreementReview, reviewed=on("2020"))
        AgreementDeadline.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            refresh_deadlines(DAY)
        counted.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))

    assert counted[0] == counted[1]
    assert BATCH > 5


# --- what may be due --------------------------------------------------------------------------------------------------


def test_agreements_due_are_those_one_may_be_reminded_of(source: Source, tartu: Partnership) -> None:
    ended, soon, later, tacit = (
        founding.agreement(source, tartu, signed="2010", valid_until=until)
        for until in ("2019", "2027-05-24", "2028-01-01", "2015-11-30")
    )
    set_terms(tacit, source, renewal_mode="tacit", renewal_months=12)
    refresh_deadlines(DAY)

    assert due(DAY) == {ended.pk, soon.pk, tacit.pk}
    assert due(date(2027, 8, 1)) == {ended.pk, soon.pk, later.pk, tacit.pk}


def test_agreements_due_on_a_day_before_the_last_refresh_are_none_too_few(source: Source, tartu: Partnership) -> None:
    tacit = founding.agreement(source, tartu, signed="2010", valid_until="2015-11-30")
    set_terms(tacit, source, renewal_mode="tacit", renewal_months=12)
    refresh_deadlines(DAY)

    assert due(date(2018, 10, 1)) == {tacit.pk}


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_deadline_faults_are_named(source: Source, tartu: Partnership) -> None:
    wrong, missing, right, gone = (
        founding.agreement(source, tartu, valid_until=f"20{year}-06-30") for year in range(30, 34)
    )
    AgreementDeadline.objects.filter(pk=wrong.pk).update(due_on=date(2031, 1, 1))
    AgreementDeadline.objects.filter(pk=missing.pk).delete()
    gone_row = AgreementDeadline.objects.get(pk=gone.pk)
    remove_record(by=BY, source=source, record=gone.record, reason="A duplicate.")
    gone_row.save(force_insert=True)

    assert sorted(deadline_faults(DAY)) == sorted(
        [
            f"The deadline kept of agreement {wrong.pk} is not what follows from the record: 2031-01-01.",
            f"The agreement {missing.pk} has no deadline kept. Run solmu init.",
            f"The agreement {gone.pk} is no longer there, but its deadline is kept.",
        ]
    )
    assert kept(right)[0] == "2032-06-29"


def test_deadline_whose_time_has_gone_by_is_no_fault(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2015-11-30")
    set_terms(agreement, source, renewal_mode="tacit", renewal_months=12)

    as_written = list(deadline_faults(DAY))
    refresh_deadlines(DAY)

    assert (as_written, list(deadline_faults(DAY)), list(deadline_faults(date(2012, 1, 1)))) == ([], [], [])


def test_changed_dates_are_followed(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_until="2027-06-30")

    set_agreement_dates(by=BY, source=source, agreement=agreement, valid_until=end("2029-06-30"))

    assert kept(agreement)[0] == "2029-06-29"
