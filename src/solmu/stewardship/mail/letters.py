"""What a mail says: matters asked of somebody, matters passed on, and once a week the whole list, in their language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from solmu.core.city import City
from solmu.core.dates import LANGUAGES
from solmu.core.models import Account
from solmu.stewardship.queries.matters import Matter
from solmu.stewardship.vocabulary import MatterRule, Severity

LONGEST_LIST = 30
"""Matters a digest tells one by one; of more it says how many there are."""

AddressOf = Callable[[str, str], str]
"""The path of a record's page, given a language and the record's id; empty where it has none."""

_pages: list[AddressOf] = []


def link_pages(address_of: AddressOf) -> None:
    """Let mails link to a front's pages. The front says so when it is loaded: nothing below knows its addresses."""
    if address_of not in _pages:
        _pages.append(address_of)


def page_of(language: str, record_id: str) -> str:
    """The public page of a record, empty where no front has one."""
    return next((address for address_of in _pages if (address := address_of(language, record_id))), "")


@dataclass(frozen=True)
class PassedOn:
    """A matter nobody has answered, and the names of those who were asked first."""

    matter: Matter
    asked_before: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """What one mail tells. `week` is the ISO week of the digest in it, None where it holds none."""

    asked: Sequence[Matter] = ()
    passed_on: Sequence[PassedOn] = ()
    week: str | None = None
    listed: Sequence[Matter] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.passed_on or self.listed)


@dataclass(frozen=True)
class Letter:
    """A mail's subject and its two bodies, in one language."""

    subject: str
    text: str
    html: str
    language: str


def language_of(account: Account, city: City) -> str:
    """The account's language, else the city's first that the interface speaks."""
    chosen = account.language.partition("-")[0]
    return chosen if chosen in LANGUAGES else next((each for each in city.languages if each in LANGUAGES), "en")


def letter_of(contents: Contents, *, language: str, city: City, site: str = "") -> Letter:
    """Write a mail; with `site`, the address Solmu is served at, what has a page is linked."""
    with override(language):
        rest = [matter for matter in contents.listed if not _is_among(matter, contents)]
        entry = _EntryWriter(language, site)
        sections = [
            _section(_("Asked of you"), "", map(entry, contents.asked)),
            _section(
                _("Passed on to you"),
                _("Those who were asked first have not answered."),
                (entry(each.matter, each.asked_before) for each in contents.passed_on),
            ),
            *_list_sections(rest, entry),
        ]
        subject = _subject(contents, language)
        values: dict[str, Any] = {
            "language": language,
            "city": city.name_in(language).nominative,
            "subject": subject,
            "sections": [section for section in sections if section["entries"] or section["counts"]],
            "reason": _("You get this because you or your unit look after these, or because nobody else does."),
            "remedy": _(
                "A matter goes when what it asks for is recorded. It can also be given to somebody else, or wait until "
                "a day, with a reason."
            ),
            "site": site,
        }
        return Letter(
            subject=subject,
            text=render_to_string("stewardship/mail/letter.txt", values).strip() + "\n",
            html=render_to_string("stewardship/mail/letter.html", values).strip() + "\n",
            language=language,
        )


def _is_among(matter: Matter, contents: Contents) -> bool:
    told = [*contents.asked, *(each.matter for each in contents.passed_on)]
    return any(matter.identity == each.identity for each in told)


def _subject(contents: Contents, language: str) -> str:
    new = [*contents.asked, *(each.matter for each in contents.passed_on)]
    if len(new) == 1:
        return _one_line(f"{MatterRule(new[0].rule).label}: {new[0].name(language)}")
    if new:
        return ngettext("%(number)d matter needs you", "%(number)d matters need you", len(new)) % {"number": len(new)}
    week = int((contents.week or "W0").rpartition("W")[2])
    return _("Your matters in week %(week)d") % {"week": week}


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class _EntryWriter:
    """Writes one matter as values for the templates."""

    language: str
    site: str

    def __call__(self, matter: Matter, asked_before: Sequence[str] = ()) -> dict[str, Any]:
        address = page_of(self.language, matter.record_id) if self.site and matter.record_id else ""
        return {
            "severity": str(Severity(matter.severity).label),
            "name": matter.name(self.language),
            "reason": " ".join(filter(None, (matter.reason(self.language), matter.when(self.language)))),
            "asked_before": _("Asked first: %(names)s.") % {"names": ", ".join(asked_before)} if asked_before else "",
            "address": f"{self.site}{address}" if address else "",
        }


def _section(heading: str, introduction: str, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"heading": heading, "introduction": introduction, "entries": list(entries), "counts": [], "more": ""}


def _list_sections(rest: Sequence[Matter], entry: _EntryWriter) -> list[dict[str, Any]]:
    """The week's list: what is pressing one by one, tidy-up by its number."""
    pressing = [matter for matter in rest if matter.severity != Severity.TIDY_UP]
    section = _section(_("Still on your list"), "", map(entry, pressing[:LONGEST_LIST]))
    hidden = len(pressing) - LONGEST_LIST
    if hidden > 0:
        section["more"] = ngettext("And %(number)d more.", "And %(number)d more.", hidden) % {"number": hidden}
    counts = Counter(matter.rule for matter in rest if matter.severity == Severity.TIDY_UP)
    tidy_up = _section(_("To tidy up when there is time"), "", ())
    tidy_up["counts"] = [
        {"label": str(MatterRule(rule).label), "number": counts[rule]} for rule in MatterRule.values if counts[rule]
    ]
    return [section, tidy_up]


def message_of(letter: Letter, *, to: str, city: City, message_id: str, made_at: datetime) -> EmailMultiAlternatives:
    """The mail as it is handed over; one that is handed over again is the same mail, by Message-ID and date."""
    sender = formataddr((f"Solmu · {city.name_in(letter.language).nominative}", settings.DEFAULT_FROM_EMAIL))
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=sender,
        to=[to],
        headers={
            "Message-ID": message_id,
            "Date": format_datetime(made_at),
            # No answer by a machine is wanted (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message
