"""Which rows the ledger gets, and in which mail they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from solmu.core.errors import NotPermitted
from solmu.core.models import Account, Source
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.models import Agreement, Partnership
from solmu.stewardship.actions.reminders import remind_people
from solmu.stewardship.actions.reminders.fixing import Fixed
from solmu.stewardship.models import Digest, Mailing, MatterAssignment, MatterSnooze, Reminder
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.actions.reminders.conftest import (
    AGAIN,
    ARISES,
    CITY,
    DUE,
    ENDED,
    add_account,
    entered,
    moment,
    rows,
)

Remind = Callable[[date], Fixed]
MINE = "maija@example.org"


def of_decision() -> list[tuple[date, str, str]]:
    return [(due_on, email, purpose) for rule, due_on, email, purpose in rows() if rule == "decision_due"]


def test_owner_is_reminded_when_it_arises_again_before_the_due_day_and_on_it(
    agreement: Agreement, remind: Remind
) -> None:
    day = ARISES - timedelta(days=3)
    while day <= DUE:
        remind(day)
        day += timedelta(days=1)

    assert rows() == [("decision_due", day, MINE, "reminder") for day in (ARISES, AGAIN, DUE)]


def test_reminding_twice_adds_nothing(agreement: Agreement, remind: Remind) -> None:
    assert remind(ARISES).reminders == 1

    assert remind(ARISES) == Fixed(0, 0)
    assert (len(rows()), Mailing.objects.filter(recipient__email=MINE).count()) == (1, 1)


def test_absence_is_made_up_for_in_one_mail(agreement: Agreement, remind: Remind) -> None:
    remind(DUE)

    assert [due_on for due_on, _, _ in of_decision()] == [ARISES, AGAIN, DUE]
    assert Mailing.objects.filter(recipient__email=MINE).count() == 1


def test_what_nobody_has_seen_takes_in_what_comes_later(agreement: Agreement, remind: Remind) -> None:
    remind(ARISES)
    remind(AGAIN)

    mail = Mailing.objects.get(recipient__email=MINE)
    assert [row.due_on for row in mail.reminders.order_by("due_on")] == [ARISES, AGAIN]


@pytest.mark.parametrize(
    "changed",
    [{"is_in_doubt": True}, {"state": "handed_over", "ended_at": moment(ARISES)}],
    ids=["somebody may have seen it", "it is handed over"],
)
def test_what_somebody_may_have_seen_takes_in_nothing(
    agreement: Agreement, remind: Remind, changed: dict[str, object]
) -> None:
    remind(ARISES)
    Mailing.objects.update(**changed)

    remind(AGAIN)

    assert [mail.reminders.count() for mail in Mailing.objects.filter(recipient__email=MINE)] == [1, 1]


def test_message_id_is_fixed_with_the_row(agreement: Agreement, remind: Remind, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "ties@rantala.example"

    remind(ARISES)

    mail = Reminder.objects.get().mailing
    assert mail.message_id == f"<{mail.pk}@rantala.example>"


def test_without_a_sender_the_message_id_is_of_a_domain_that_is_nobodys(
    agreement: Agreement, remind: Remind, settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = ""

    remind(ARISES)

    mail = Reminder.objects.get().mailing
    assert mail.message_id == f"<{mail.pk}@solmu.invalid>"


def test_what_was_so_when_the_record_was_entered_is_in_the_digest_only(agreement: Agreement, remind: Remind) -> None:
    entered(agreement.pk, moment(ARISES))

    fixed = remind(ARISES)

    assert (fixed, rows()) == (Fixed(0, 1), [])
    assert Digest.objects.get(recipient__email=MINE).mailing is not None


def test_due_day_is_told_although_the_matter_was_there_when_the_record_was_entered(
    agreement: Agreement, remind: Remind
) -> None:
    entered(agreement.pk, moment(ARISES))

    remind(DUE)

    assert [due_on for due_on, _, _ in of_decision()] == [AGAIN, DUE]


def test_nobodys_matter_is_asked_of_the_officers(source: Source, tartu: Partnership, remind: Remind) -> None:
    made = founding.agreement(source, tartu, signed="2024-01-01", valid_until="2027-06-30")
    entered(made.pk)
    add_account("one@example.org", "officer")
    add_account("two@example.org", "officer")
    add_account("gone@example.org", "officer", is_active=False)
    add_account("reader@example.org", "reader")
    add_account("admin@example.org", "administrator")

    remind(ARISES)

    assert of_decision() == [
        (ARISES, "one@example.org", "reminder"),
        (ARISES, "two@example.org", "reminder"),
    ]


def test_owner_who_left_is_not_told_but_the_officers_are(agreement: Agreement, owner: Account, remind: Remind) -> None:
    Account.objects.filter(pk=owner.pk).update(is_active=False)
    add_account("officer@example.org", "officer")

    remind(ARISES)

    assert of_decision() == [(ARISES, "officer@example.org", "reminder")]


def test_whom_it_was_given_to_is_told_in_place_of_the_owner(agreement: Agreement, remind: Remind) -> None:
    other = add_account("other@example.org")
    MatterAssignment.objects.create(rule="decision_due", about=agreement.pk, occurrence="2027-06-30", account=other)

    remind(ARISES)

    assert of_decision() == [(ARISES, "other@example.org", "reminder")]


def test_whom_it_was_given_to_later_is_told_too(agreement: Agreement, remind: Remind) -> None:
    remind(ARISES)
    other = add_account("other@example.org")
    MatterAssignment.objects.create(rule="decision_due", about=agreement.pk, occurrence="2027-06-30", account=other)

    remind(ARISES + timedelta(days=1))

    assert of_decision() == [(ARISES, MINE, "reminder"), (ARISES, "other@example.org", "reminder")]


def snooze(agreement: Agreement, until: date) -> None:
    MatterSnooze.objects.create(
        rule="decision_due", about=agreement.pk, occurrence="2027-06-30", until=until, reason="The council meets"
    )


def test_what_can_wait_is_told_on_the_day_it_is_back(agreement: Agreement, remind: Remind) -> None:
    remind(ARISES)
    snooze(agreement, date(2027, 3, 1))

    remind(date(2027, 2, 28))
    assert [due_on for due_on, _, _ in of_decision()] == [ARISES]

    remind(date(2027, 3, 1))
    remind(date(2027, 3, 2))
    assert [due_on for due_on, _, _ in of_decision()] == [ARISES, date(2027, 3, 1)]


def test_another_end_is_another_matter(agreement: Agreement, remind: Remind) -> None:
    remind(ARISES)
    Agreement.objects.filter(pk=agreement.pk).update(
        valid_until="2027-07-31", valid_until_earliest=date(2027, 7, 31), valid_until_latest=date(2027, 7, 31)
    )

    remind(date(2027, 2, 1))

    assert list(Reminder.objects.order_by("occurrence").values_list("occurrence", "due_on")) == [
        ("2027-06-30", ARISES),
        ("2027-07-31", date(2027, 1, 31)),
    ]


def test_unanswered_matter_passes_to_the_head_and_then_to_the_administrators_once_each(
    agreement: Agreement, source: Source, owner: Account, remind: Remind
) -> None:
    unit = add_unit(by=BY, source=source, organisation=founding.home(source), name="Office")
    head = add_account("head@example.org")
    add_account("officer@example.org", "officer")
    add_account("admin@example.org", "administrator")
    add_unit_member(by=BY, source=source, unit=unit, account=owner)
    add_unit_member(by=BY, source=source, unit=unit, account=head, is_head=True)
    set_owner(by=BY, source=source, record=agreement.record, unit=unit)
    MatterAssignment.objects.create(
        rule="ended_without_successor", about=agreement.pk, occurrence="2027-06-30", account=owner
    )

    day = ENDED
    while day <= ENDED + timedelta(days=60):
        remind(day)
        day += timedelta(days=1)

    assert [row for row in rows() if row[0] == "ended_without_successor"] == [
        ("ended_without_successor", ENDED, MINE, "reminder"),
        ("ended_without_successor", ENDED + timedelta(days=14), "head@example.org", "escalation"),
        ("ended_without_successor", ENDED + timedelta(days=28), "admin@example.org", "escalation"),
    ]


def test_matter_that_was_gone_and_is_back_uses_its_row_again(agreement: Agreement, remind: Remind) -> None:
    remind(ARISES)
    Mailing.objects.update(state="needless", ended_at=moment(ARISES))
    Reminder.objects.update(is_needless=True)

    fixed = remind(ARISES + timedelta(days=1))

    row = Reminder.objects.get()
    assert (fixed.reminders, row.due_on, row.is_needless, row.mailing.state) == (1, ARISES, False, "waiting")


def test_digest_comes_once_a_week_on_its_day(agreement: Agreement, remind: Remind) -> None:
    wednesday = date(2027, 2, 3)
    for day in range(9):
        remind(wednesday + timedelta(days=day))

    weeks = Digest.objects.filter(recipient__email=MINE).values_list("week", flat=True)
    assert list(weeks) == ["2027-W05", "2027-W06"]


def test_digest_with_nothing_to_tell_is_no_mail_and_is_not_made_up_for_in_the_week(
    agreement: Agreement, remind: Remind
) -> None:
    monday = date(2026, 12, 28)
    remind(monday)
    assert (Digest.objects.get(recipient__email=MINE).mailing, Mailing.objects.count()) == (None, 0)

    remind(ARISES)  # the Wednesday of that week

    assert (Digest.objects.get(recipient__email=MINE).mailing, Mailing.objects.count()) == (None, 1)


def test_somebody_new_gets_the_next_digest(agreement: Agreement, owner: Account, remind: Remind) -> None:
    tuesday = date(2027, 2, 2)
    Account.objects.filter(pk=owner.pk).update(created_at=moment(tuesday))

    remind(tuesday)
    assert Digest.objects.count() == 0

    remind(tuesday + timedelta(days=6))
    assert [digest.week for digest in Digest.objects.all()] == ["2027-W06"]


def test_reminders_and_the_digest_of_one_day_go_in_one_mail(agreement: Agreement, remind: Remind) -> None:
    remind(date(2027, 1, 4))

    mail = Mailing.objects.get(recipient__email=MINE)
    assert (mail.reminders.count(), mail.digests.count()) == (1, 1)


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "auditor"])
def test_only_administrators_and_solmu_itself_run_jobs(db: None, role: str) -> None:
    by = add_account("somebody@example.org", role)

    with pytest.raises(NotPermitted, match="Only an administrator or Solmu itself may run jobs"):
        remind_people(by=by, day=ARISES, at=moment(ARISES), city=CITY)
