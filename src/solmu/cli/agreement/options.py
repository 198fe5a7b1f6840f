"""What the verbs of agreements and partnerships share: which one is meant, dates, reasons, decisions, and telling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.asking import asked
from solmu.cli.reading import read_end, texts, whole_number
from solmu.core.city import City
from solmu.core.dates import OPEN, End, PartialDate, parse_partial_date
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from django.db.models import Model
    from i18nfield.strings import LazyI18nString

    from solmu.core.models import Account
    from solmu.registry.models import Agreement, Decision, Organisation

Command = Callable[..., Any]

AS_TEXTS = "in the city's first language, or as sv=…; again for another language"


def agreement_argument(command: Command) -> Command:
    return click.argument("name", metavar="AGREEMENT", required=False)(command)


def asked_agreement(name: str | None) -> Agreement:
    """The agreement that is meant; asked for where nobody named one."""
    from solmu.cli.finding import find_agreement

    return asked(name, "The agreement", option="AGREEMENT, its id or name", read=find_agreement)


def on_option(command: Command) -> Command:
    return click.option("--on", "on", metavar="DATE", help="The day, as precisely as it is known.")(command)


def asked_date(given: str | None, question: str, *, option: str = "--on DATE") -> PartialDate:
    return asked(given, question, option=option, read=parse_partial_date)


def asked_past_date(given: str | None, question: str, city: City, *, option: str = "--on DATE") -> PartialDate:
    """A date of something that has happened; one that surely lies in the future is refused."""

    def read(text: str) -> PartialDate:
        day = parse_partial_date(text)
        refuse_future(day, city.today(), question)
        return day

    return asked(given, question, option=option, read=read)


def refuse_future(day: PartialDate, today: date, what: str) -> None:
    if day.earliest > today:
        raise SolmuError(f"{what}: {day} is still to come. Record it when it has happened, or check the date.")


def optional_date(given: str | None) -> PartialDate | None:
    return parse_partial_date(given) if given else None


def optional_end(given: str | None) -> End:
    return read_end(given) if given else None


def reason_option(command: Command) -> Command:
    return click.option("--reason", "reasons", multiple=True, metavar="TEXT", help=f"Why ({AS_TEXTS}).")(command)


def asked_text(given: Sequence[str], question: str, city: City, *, option: str) -> LazyI18nString:
    """A text in the city's languages; asked for in the first of them where nobody gave one."""
    if given:
        return texts(given, city.languages)

    def read(answer: str) -> LazyI18nString:
        if not answer.strip():
            raise SolmuError("Nothing was written. Write at least one word.")
        return texts([answer], city.languages)

    return asked(None, question, option=option, read=read)


def text_of(given: Sequence[str], city: City) -> LazyI18nString | str:
    """A text that may be left out."""
    return texts(given, city.languages) if given else ""


def decision_option(command: Command) -> Command:
    return click.option(
        "--decision", "decision", metavar="DECISION", help="The decision behind it: its id, case number or name."
    )(command)


def decided_by_option(command: Command) -> Command:
    return click.option(
        "--decided-by", "decided_by", default="", metavar="TEXT", help="Who decided it, where no decision is recorded."
    )(command)


def decision_named(text: str | None) -> Decision | None:
    from solmu.cli.finding import find_decision

    return find_decision(text) if text else None


# --- parties ----------------------------------------------------------------------------------------------------------


def party_named(text: str, by: Account, city: City) -> Organisation:
    """The organisation that is meant; the city of a partnership is entered as one where it is not yet.

    Raises SolmuError where none or several answer to it.
    """
    from solmu.cli.finding import find_organisation, find_partnership
    from solmu.places.queries import shown_name_of
    from solmu.registry.actions.organisations import city_of

    try:
        return find_organisation(text)
    except SolmuError as refusal:
        try:
            tie = find_partnership(text)
        except SolmuError:
            raise refusal from None
    name = shown_name_of(tie.partner, city.languages[0]).text
    return city_of(by=by, source=None, place=tie.partner, name=name, is_published=tie.record.is_published)


def asked_party(
    given: str | None, question: str, agreement: Agreement, *, option: str = "--party NAME"
) -> Organisation:
    """One of the agreement's parties, by its id or name."""
    from solmu.cli.finding import find_organisation

    listed = ", ".join(str(party.organisation) for party in agreement.parties.select_related("organisation"))
    return asked(given, f"{question} ({listed})", option=option, read=find_organisation)


# --- terms ------------------------------------------------------------------------------------------------------------

_TERMS: tuple[tuple[str, str, str], ...] = (
    ("--renews", "renewal_mode", "How it goes on after its end: none, express (may be renewed) or tacit."),
    ("--term-months", "renewal_months", "The term a tacit one renews itself for."),
    ("--most", "most_renewals", "How many times a tacit one renews itself at most; 0 for no limit."),
    ("--notice-months", "notice_months", "The notice period; 0 where there is none."),
    ("--review-on", "review_on", "The first or next review, a date."),
    ("--review-every-months", "review_every_months", "How often it is reviewed; 0 for no more."),
)


def terms_options(command: Command) -> Command:
    """The options of an agreement's terms; what was given is read by `terms_of`."""
    for option, name, words in reversed(_TERMS):
        metavar = {"renewal_mode": "MODE", "review_on": "DATE"}.get(name, "NUMBER")
        command = click.option(option, name, metavar=metavar, help=words)(command)
    return command


def terms_of(given: dict[str, str | None]) -> dict[str, Any]:
    """The terms that were given, as the actions take them. Raises SolmuError for a mode or number that is none."""
    from solmu.cli.reading import key_in
    from solmu.registry.vocabulary import RenewalMode

    terms: dict[str, Any] = {}
    for name, text in given.items():
        if text is None:
            continue
        if name == "renewal_mode":
            terms[name] = key_in(RenewalMode.values)(text)
        elif name == "review_on":
            terms[name] = parse_partial_date(text)
        else:
            number = whole_number(text)
            terms[name] = number if number or name == "notice_months" else None
    return terms


# --- telling ----------------------------------------------------------------------------------------------------------


def named(row: Model) -> str:
    """What a record is called, with the id that names it for good."""
    from solmu.registry.queries.names import names_of

    key = str(row.pk)
    return f"{names_of([key]).of(key, 'en')} ({key})"


def told(day: End) -> str:
    """A date as it stands in a sentence."""
    from django.utils.translation import override

    from solmu.core.wording import NO_BREAK_SPACE, shown_date

    if day is None:
        return "a day that is not known"
    if day is OPEN:
        return "further notice"
    with override("en"):
        return shown_date(day).replace(NO_BREAK_SPACE, " ")
