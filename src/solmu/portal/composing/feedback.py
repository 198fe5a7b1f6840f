"""The feedback form, empty or with what was typed, and the page after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from solmu.core.wording import shown_date
from solmu.participation.models import LONGEST_MESSAGE
from solmu.participation.rules import ANSWER_DAYS
from solmu.participation.vocabulary import EnquiryKind
from solmu.portal.addresses import feedback_address, feedback_sent_address, privacy_address
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.pages.feedback import FeedbackPage, FeedbackSentPage, FormField, Option
from solmu.portal.pages.notices import Link

FIELDS = ("message", "about_page", "email", "website")


def feedback_page(
    reader: Reader, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, trouble: str = ""
) -> FeedbackPage:
    """The form with what was `typed`, and what to mend by the field's name; `trouble` is about no field."""
    values, wrong = typed or {}, errors or {}
    title = _("Feedback and questions")
    lead = _(
        "Ask about the city's partners and agreements, tell of a mistake, or tell what you could not use. We answer "
        "within %(number)d days."
    ) % {"number": ANSWER_DAYS}
    labels = {
        "message": (_("Message"), _("At most %(number)d characters.") % {"number": LONGEST_MESSAGE}),
        "about_page": (_("The page it is about (not needed)"), _("Its address or its heading.")),
        "email": (
            _("Your e-mail address (not needed)"),
            _("Used to answer you and for nothing else. Without it we cannot answer."),
        ),
        "website": (_("Leave this field empty"), ""),
    }
    fields = {
        name: FormField(name, labels[name][0], values.get(name, ""), labels[name][1], wrong.get(name, ""))
        for name in FIELDS
    }
    chosen = values.get("kind") or EnquiryKind.QUESTION
    email = reader.city.contact.email
    live = reader.profile.live(feedback_address(reader.language)) if reader.profile.is_static else ""
    summary = [Link(wrong[name], f"#{name}") for name in FIELDS if name in wrong]
    if trouble:
        summary.append(Link(trouble, ""))
    return FeedbackPage(
        frame=frame(
            reader,
            title=_("Not sent yet: %(title)s") % {"title": title} if summary else title,
            address=feedback_address,
            section="feedback",
            description=lead,
            is_lasting=not summary,
        ),
        heading=title,
        lead=lead,
        action=feedback_address(reader.language),
        kinds_label=_("What is it about?"),
        kinds=tuple(Option(kind.value, str(kind.label), kind == chosen) for kind in reversed(EnquiryKind)),
        message=fields["message"],
        about_page=fields["about_page"],
        email=fields["email"],
        trap=fields["website"],
        send_label=_("Send"),
        privacy=Link(_("How what you write is kept, and for how long"), privacy_address(reader.language)),
        errors_heading=_("Your message was not sent yet") if summary else "",
        errors=tuple(summary),
        direct=Link(email, f"mailto:{email}") if email else None,
        direct_label=_("You can also write by e-mail:") if email else "",
        live=Link(_("Write to us on the form"), live) if live else None,
        is_static=reader.profile.is_static,
    )


def feedback_sent_page(reader: Reader, reference: str, due_on: date) -> FeedbackSentPage:
    """That a message has come, how to name it, and by when it is answered."""
    heading = _("Thank you, your message has come")
    return FeedbackSentPage(
        frame=frame(
            reader,
            title=heading,
            address=lambda language: feedback_sent_address(language, reference),
            section="feedback",
            is_lasting=False,
        ),
        heading=heading,
        lead=_("If you gave your e-mail address, you have an answer by %(day)s.") % {"day": shown_date(due_on)},
        reference_label=_("Reference number"),
        reference=reference,
        answer=_("Name it if you write about this again."),
        home_label=_("To the home page"),
    )
