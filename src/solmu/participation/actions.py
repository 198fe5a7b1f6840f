"""Writes of enquiries. What somebody wrote is personal: the audit says that there was an enquiry, and no word of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from solmu.core.audit import recorded
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account
from solmu.core.terms import Term
from solmu.participation.models import LONGEST_EMAIL, LONGEST_MESSAGE, LONGEST_PAGE, Enquiry
from solmu.participation.permissions import check_can_see_to_enquiries
from solmu.participation.queries import past_retention
from solmu.participation.rules import answer_due, kept_until
from solmu.participation.vocabulary import EnquiryKind


def receive_enquiry(
    *,
    by: Account,
    kind: EnquiryKind,
    message: str,
    language: str,
    at: datetime,
    day: date,
    keep_for: Term,
    page: str = "",
    email: str = "",
) -> Enquiry:
    """Keep what somebody wrote, received at the moment `at`, which is `day` in the city; `by` is Solmu itself.

    Raises BrokenRule without a message, for one that is too long, and for an e-mail address that is none.
    """
    check_can_see_to_enquiries(by)
    message, page, email = _plain(message), page.strip(), email.strip()
    if not message:
        raise BrokenRule("An enquiry without a message asks nothing. Write the message.")
    for name, value, most in (
        (Phrase("message"), message, LONGEST_MESSAGE),
        (Phrase("address of the page"), page, LONGEST_PAGE),
        (Phrase("e-mail address"), email, LONGEST_EMAIL),
    ):
        if len(value) > most:
            raise BrokenRule("The %(name)s has at most %(most)s characters. Shorten it.", name=name, most=most)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise BrokenRule("That is not an e-mail address. Write for example name@example.org.") from None
    with recorded(by=by, action="receive_enquiry") as journal:
        enquiry = Enquiry(
            kind=kind,
            language=language,
            message=message,
            page=page,
            email=email,
            received_at=at,
            received_on=day,
            due_on=answer_due(day),
            keep_until=kept_until(day, keep_for),
        )
        journal.create(enquiry)
    return enquiry


def answer_enquiry(*, by: Account, enquiry: Enquiry, day: date, answer: str) -> None:
    """Record that an enquiry was answered on the day, and in short what; the answer itself went another way.

    Raises BrokenRule without an answer, for a day before the enquiry and for one that was answered, closed or erased.
    """
    check_can_see_to_enquiries(by)
    with recorded(by=by, action="answer_enquiry") as journal:
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        _check_open(enquiry)
        if day < enquiry.received_on:
            raise BrokenRule(
                "%(day)s is before the enquiry came (%(received_on)s). Give the day of the answer.",
                day=day,
                received_on=enquiry.received_on,
            )
        words = _words(answer, Phrase("answer"))
        if not words:
            raise BrokenRule("Say in short what was answered, for colleagues who are asked again.")
        journal.update(enquiry, answered_on=day, answer=words)


def close_enquiry(*, by: Account, enquiry: Enquiry, day: date, why: str) -> None:
    """Record on the day that an enquiry needs no answer, and in short why: thanks, or advertising.

    Raises BrokenRule without a reason, and for one that was answered, closed or erased.
    """
    check_can_see_to_enquiries(by)
    with recorded(by=by, action="close_enquiry") as journal:
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        _check_open(enquiry)
        words = _words(why, Phrase("reason"))
        if not words:
            raise BrokenRule("Say in short why no answer is needed, for colleagues who look at it later.")
        journal.update(enquiry, closed_on=day, answer=words)


def reopen_enquiry(*, by: Account, enquiry: Enquiry) -> None:
    """Take back that an enquiry was answered or needs no answer: it waits again, until the same day as before.

    Raises BrokenRule for one that waits already, and for one that was erased.
    """
    check_can_see_to_enquiries(by)
    with recorded(by=by, action="reopen_enquiry") as journal:
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        _check_kept(enquiry)
        if enquiry.answered_on is None and enquiry.closed_on is None:
            raise BrokenRule("Enquiry %(enquiry)s waits for an answer already.", enquiry=str(enquiry.pk))
        journal.update(enquiry, answered_on=None, closed_on=None, answer="")


def erase_enquiry(*, by: Account, enquiry: Enquiry, day: date) -> None:
    """Empty one enquiry before its time, because its writer asks for it (GDPR, article 17); that it came stays."""
    check_can_see_to_enquiries(by)
    nothing: dict[str, Any] = dict.fromkeys(Enquiry.personal_data.fields, "")
    with recorded(by=by, action="erase_enquiry") as journal:
        journal.update(enquiry, erased_on=day, **nothing)


def erase_old_enquiries(*, by: Account, day: date) -> int:
    """Empty the enquiries that are kept no longer (GDPR, article 5 (1) e); returns how many."""
    check_can_see_to_enquiries(by)
    nothing: dict[str, Any] = dict.fromkeys(Enquiry.personal_data.fields, "")
    with recorded(by=by, action="erase_old_enquiries") as journal:
        old = list(past_retention(day))
        for enquiry in old:
            journal.update(enquiry, erased_on=day, **nothing)
    return len(old)


def _plain(text: str) -> str:
    """A text without blanks around it, its lines ended the same way whatever sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _words(text: str, name: Phrase) -> str:
    """What colleagues are told in short; raises BrokenRule where it is too long."""
    words = _plain(text)
    if len(words) > LONGEST_MESSAGE:
        raise BrokenRule("The %(name)s has at most %(most)s characters. Shorten it.", name=name, most=LONGEST_MESSAGE)
    return words


def _check_open(enquiry: Enquiry) -> None:
    if enquiry.answered_on is not None:
        raise BrokenRule(
            "Enquiry %(enquiry)s was answered on %(answered_on)s. It needs no other answer.",
            enquiry=str(enquiry.pk),
            answered_on=enquiry.answered_on,
        )
    if enquiry.closed_on is not None:
        raise BrokenRule(
            "Enquiry %(enquiry)s was closed on %(closed_on)s. Open it again first.",
            enquiry=str(enquiry.pk),
            closed_on=enquiry.closed_on,
        )
    _check_kept(enquiry)


def _check_kept(enquiry: Enquiry) -> None:
    if enquiry.erased_on is not None:
        raise BrokenRule(
            "Enquiry %(enquiry)s was erased on %(erased_on)s. Nobody can be answered.",
            enquiry=str(enquiry.pk),
            erased_on=enquiry.erased_on,
        )
