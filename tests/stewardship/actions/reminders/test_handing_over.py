"""A mail from the ledger to a real mail server, and what every answer of the server means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.registry.models import Agreement
from solmu.stewardship.actions.reminders import hand_over
from solmu.stewardship.actions.reminders.fixing import Fixed
from solmu.stewardship.mail.server import MailServer, NoMailServer
from solmu.stewardship.models import Mailing, Reminder
from solmu.stewardship.processes import process_name
from solmu.stewardship.queries.reminders import CLAIM_LASTS, Standing, mailings_due
from tests.registry.founding import BY
from tests.stewardship.actions.reminders.conftest import ARISES, CITY, Delivery, add_account, mailing, moment
from tests.stewardship.post import PostOffice

Remind = Callable[[date], Fixed]
AT = moment(ARISES)
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def waiting(agreement: Agreement, remind: Remind) -> Mailing:
    """A mail with one reminder, fixed and not handed over."""
    remind(ARISES)
    return mailing()


def outcome(mail: Mailing) -> tuple[str, bool, int, str]:
    mail.refresh_from_db()
    return mail.state, mail.is_in_doubt, mail.attempts, mail.remark


def what_it_says(message: EmailMessage) -> list[str]:
    parts = [part.get_content() for part in message.iter_parts() if isinstance(part, EmailMessage)]
    return [str(message[name]) for name in ("Subject", "From", "To", "Date", "Message-ID")] + parts


def test_mail_is_handed_over_once(waiting: Mailing, open_post: PostOffice, deliver: Delivery) -> None:
    assert deliver(AT) == ["handed_over"]

    assert deliver(LATER) == []
    assert (open_post.message_ids, open_post.recipients) == ([waiting.message_id], ["maija@example.org"])
    assert outcome(waiting) == ("handed_over", False, 1, "")
    assert (waiting.ended_at, waiting.claimed_by) == (AT, "")


def test_mail_says_what_it_is(waiting: Mailing, open_post: PostOffice, deliver: Delivery) -> None:
    deliver(LATER)

    message = open_post.taken[0]
    assert message["From"].addresses[0].display_name == "Solmu · Rantala"
    assert message["From"].addresses[0].addr_spec == "ties@rantala.example"
    assert (message["To"], message["Auto-Submitted"]) == ("maija@example.org", "auto-generated")
    assert message["Date"].datetime == AT
    assert message["Content-Language"] == "en"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"].strip() == "Decision due: Tartu: memorandum of understanding, 2024–2027"


def test_refusal_of_the_recipient_is_recorded_and_not_tried_again(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    open_post.refusals["maija@example.org"] = "550 5.1.1 maija@example.org: no such person"

    assert deliver(AT) == ["refused"]

    # The code alone: the server's words may repeat the address.
    assert outcome(waiting) == ("refused", False, 1, "550 5.1.1")
    assert (deliver(AT + timedelta(days=1)), open_post.taken) == ([], [])


def test_refusal_of_one_recipient_keeps_nobody_else_from_theirs(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery, remind: Remind
) -> None:
    other = add_account("other@example.org", "officer")
    Mailing.objects.create(message_id="<other@rantala.example>", recipient=other, made_at=LATER, not_before=LATER)
    Reminder.objects.create(
        rule="decision_due",
        about=Reminder.objects.get().about,
        occurrence="2027-06-30",
        due_on=ARISES,
        recipient=other,
        purpose="reminder",
        mailing=Mailing.objects.get(recipient=other),
        made_at=LATER,
    )
    open_post.refusals["maija@example.org"] = "550 5.1.1 no such person"

    assert deliver(LATER) == ["refused", "handed_over"]
    assert open_post.recipients == ["other@example.org"]


@pytest.mark.parametrize(
    ("refusals", "answer_to_data", "remark"),
    [
        ({"maija@example.org": "451 4.7.1 greylisted, try again"}, None, "451 4.7.1"),
        ({"maija@example.org": "552 full"}, None, "552"),
        ({}, "452 4.3.1 no room", "452 4.3.1"),
    ],
    ids=["the recipient, for now", "the recipient's box is full", "the mail, for now"],
)
def test_what_is_not_taken_now_is_tried_again_later(
    waiting: Mailing,
    open_post: PostOffice,
    deliver: Delivery,
    refusals: dict[str, str],
    answer_to_data: str | None,
    remark: str,
) -> None:
    taken = open_post.answer_to_data
    open_post.refusals, open_post.answer_to_data = refusals, answer_to_data or taken

    assert deliver(AT) == ["waiting"]
    assert outcome(waiting) == ("waiting", False, 1, remark)
    assert deliver(AT + timedelta(seconds=59)) == []
    open_post.refusals, open_post.answer_to_data = {}, taken
    assert deliver(AT + timedelta(minutes=1)) == ["handed_over"]

    assert (open_post.message_ids, outcome(waiting)) == ([waiting.message_id], ("handed_over", False, 2, ""))


def test_refusal_of_the_sender_is_about_us_and_the_mail_waits(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    open_post.answer_to_sender = "553 5.7.1 not yours"

    assert deliver(AT) == ["waiting"]
    assert outcome(waiting) == ("waiting", False, 1, "553 5.7.1")
    open_post.answer_to_sender = ""

    assert (deliver(LATER), open_post.message_ids) == (["handed_over"], [waiting.message_id])


def test_mail_that_is_refused_for_what_it_says_is_recorded(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    open_post.answer_to_data = "554 5.7.1 not wanted"

    assert deliver(AT) == ["refused"]

    assert outcome(waiting) == ("refused", False, 1, "554 5.7.1")


def test_connection_that_breaks_off_before_the_answer_leaves_doubt_and_the_same_mail_goes_again(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    open_post.breaks_off_after_data = True
    assert deliver(AT) == ["waiting"]
    assert outcome(waiting) == ("waiting", True, 1, "SMTPServerDisconnected")

    open_post.breaks_off_after_data = False
    assert deliver(LATER) == ["handed_over"]

    assert open_post.message_ids == [waiting.message_id] * 2
    assert what_it_says(open_post.taken[0]) == what_it_says(open_post.taken[1])
    assert outcome(waiting) == ("handed_over", True, 2, "")


def test_while_the_mail_server_is_down_nothing_is_claimed_and_nothing_lost(
    waiting: Mailing, post: PostOffice, deliver: Delivery, remind: Remind
) -> None:
    for hour in range(24):
        with pytest.raises(NoMailServer, match="The mail server does not take our connection: Connection refused"):
            deliver(AT + timedelta(hours=hour))
    assert outcome(waiting) == ("waiting", False, 0, "")

    with post.is_open():
        assert deliver(AT + timedelta(days=1)) == ["handed_over"]
    assert post.message_ids == [waiting.message_id]


def test_what_came_up_while_the_mail_server_was_down_goes_in_one_mail(
    agreement: Agreement, post: PostOffice, deliver: Delivery, remind: Remind
) -> None:
    for day in range(200):
        remind(ARISES + timedelta(days=day))

    with post.is_open():
        deliver(moment(ARISES + timedelta(days=200)))

    assert len(post.taken) == 1
    assert list(Reminder.objects.order_by().values_list("mailing__state", flat=True).distinct()) == ["handed_over"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("EMAIL_HOST", "No mail goes: SOLMU_SMTP_URL not set. What is due waits in the ledger."),
        ("DEFAULT_FROM_EMAIL", "No mail goes: SOLMU_MAIL_FROM not set. What is due waits in the ledger."),
    ],
)
def test_without_a_mail_server_or_a_sender_what_is_due_waits(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery, settings, name: str, sentence: str
) -> None:
    setattr(settings, name, "")

    with pytest.raises(NoMailServer) as refused:
        deliver(AT)

    assert (str(refused.value), outcome(waiting)) == (sentence, ("waiting", False, 0, ""))


def claim(mail: Mailing, by: str) -> None:
    Mailing.objects.filter(pk=mail.pk).update(state="handing_over", claimed_at=AT, claimed_by=by, attempts=1)


def test_what_another_process_hands_over_is_left_to_it(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    claim(waiting, "elsewhere:12:ab")

    assert deliver(AT + CLAIM_LASTS) == []
    assert open_post.taken == []


def test_claim_of_a_process_on_another_machine_runs_out(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    claim(waiting, "elsewhere:12:ab")

    assert deliver(AT + CLAIM_LASTS + timedelta(seconds=1)) == ["handed_over"]
    assert outcome(waiting) == ("handed_over", True, 2, "")


def test_claim_of_a_gone_process_of_this_machine_is_released_at_once(
    waiting: Mailing, open_post: PostOffice, deliver: Delivery
) -> None:
    place, number, _ = process_name().split(":")
    claim(waiting, f"{place}:{number}:another")  # of a process that had our number before us

    assert deliver(AT) == ["handed_over"]
    assert outcome(waiting) == ("handed_over", True, 2, "")


def test_clock_that_was_wrong_holds_nothing_back(waiting: Mailing, open_post: PostOffice, deliver: Delivery) -> None:
    Mailing.objects.update(not_before=AT + timedelta(days=400))

    assert deliver(AT) == ["handed_over"]


def test_claim_is_one_processs_alone(waiting: Mailing, open_post: PostOffice) -> None:
    """Two runs that both saw the mail as due: the second finds it claimed or done."""
    due = mailings_due(AT)
    standing = Standing(ARISES, CITY)
    with MailServer() as one, MailServer() as other:
        first = [hand_over(by=BY, mailing_id=key, at=AT, server=one, standing=standing) for key in due]
        second = [hand_over(by=BY, mailing_id=key, at=AT, server=other, standing=standing) for key in due]

    assert (first, second, len(open_post.taken)) == (["handed_over"], [None], 1)


def test_what_no_longer_stands_is_not_told(
    waiting: Mailing, agreement: Agreement, open_post: PostOffice, deliver: Delivery
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(
        valid_until="2040", valid_until_earliest=date(2040, 1, 1), valid_until_latest=date(2040, 12, 31)
    )

    assert deliver(AT) == ["needless"]

    assert (open_post.taken, Reminder.objects.get().is_needless) == ([], True)


def test_somebody_who_left_meanwhile_is_told_nothing(
    waiting: Mailing, owner: Account, open_post: PostOffice, deliver: Delivery
) -> None:
    Account.objects.filter(pk=owner.pk).update(is_active=False)

    assert (deliver(AT), open_post.taken) == (["needless"], [])


def test_mail_goes_to_the_address_of_today(
    waiting: Mailing, owner: Account, open_post: PostOffice, deliver: Delivery
) -> None:
    Account.objects.filter(pk=owner.pk).update(email="maija.new@example.org")

    deliver(AT)

    assert open_post.recipients == ["maija.new@example.org"]


def test_only_administrators_and_solmu_itself_hand_mails_over(
    waiting: Mailing, open_post: PostOffice, owner: Account
) -> None:
    with MailServer() as server, pytest.raises(NotPermitted, match="may run jobs"):
        hand_over(by=owner, mailing_id=waiting.pk, at=AT, server=server, standing=Standing(ARISES, CITY))

    assert open_post.taken == []
