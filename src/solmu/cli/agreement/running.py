"""The verbs of an agreement that is running: suspend, resume, extend, amend, review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.agreement.group import agreement
from solmu.cli.agreement.options import (
    AS_TEXTS,
    agreement_argument,
    asked_agreement,
    asked_date,
    asked_past_date,
    asked_text,
    decided_by_option,
    decision_named,
    decision_option,
    named,
    on_option,
    optional_date,
    optional_end,
    party_named,
    reason_option,
    text_of,
    told,
)
from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.reading import read_end, texts
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.registry.models import Agreement, AgreementTheme


@agreement.command()
@agreement_argument
@on_option
@click.option("--until", "end", metavar="DATE", help="The last day of the suspension (default: until further notice).")
@reason_option
@decided_by_option
@decision_option
@by_option
def suspend(
    name: str | None, on: str | None, end: str | None, reasons: tuple[str, ...], decided_by: str,
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that an agreement is suspended from a day on."""
    city = open_instance()
    from solmu.core.dates import OPEN
    from solmu.registry.actions.agreements import suspend_agreement

    found = asked_agreement(name)
    made = suspend_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        on=asked_date(on, "The day it is suspended from"),
        until=read_end(end) if end else OPEN,
        reason=asked_text(reasons, "The reason", city, option="--reason TEXT"),
        decided_by=decided_by,
        decision=decision_named(decision),
    )
    click.echo(f"Suspended {named(found)} from {told(made.suspended_from)} until {told(made.suspended_until)}.")


@agreement.command()
@agreement_argument
@on_option
@by_option
def resume(name: str | None, on: str | None, email: str | None) -> None:
    """Record that a suspended agreement applies again from a day on; the suspension ends the day before."""
    open_instance()
    from solmu.registry.actions.agreements import resume_agreement

    found = asked_agreement(name)
    day = asked_date(on, "The day it applies again from")
    made = resume_agreement(by=acting(email), source=None, agreement=found, on=day)
    click.echo(f"{named(found)} applies again from {told(day)}; it was suspended until {told(made.suspended_until)}.")


@agreement.command()
@agreement_argument
@click.option("--until", "end", metavar="DATE", help="The new end, or “open”.")
@on_option
@click.option("--signed", metavar="DATE", help="When the extension was signed.")
@click.option("--wording", "wordings", multiple=True, metavar="TEXT", help=f"What it says ({AS_TEXTS}).")
@decision_option
@by_option
def extend(
    name: str | None, end: str | None, on: str | None, signed: str | None, wordings: tuple[str, ...],
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that an agreement goes on until a later end, agreed with effect from a day."""
    city = open_instance()
    from solmu.registry.actions.agreements import extend_agreement

    found = asked_agreement(name)
    made = extend_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        until=asked(end, "The new end", option="--until DATE", read=read_end),
        on=asked_date(on, "The day it takes effect"),
        signed=optional_date(signed),
        wording=text_of(wordings, city),
        decision=decision_named(decision),
    )
    click.echo(f"Extended {named(found)} until {told(made.valid_until)}.")


@agreement.command()
@agreement_argument
@on_option
@click.option("--wording", "wordings", multiple=True, metavar="TEXT", help=f"What was changed ({AS_TEXTS}).")
@click.option("--until", "end", metavar="DATE", help="Another end, or “open”.")
@click.option("--signed", metavar="DATE", help="When the amendment was signed.")
@click.option("--add-theme", "added", multiple=True, metavar="TEXT", help="A theme that is added; again for each.")
@click.option("--drop-theme", "dropped", multiple=True, metavar="TEXT", help="A theme that falls away, in its words.")
@click.option("--joins", multiple=True, metavar="NAME", help="A party that joins; again for each.")
@click.option("--leaves", multiple=True, metavar="NAME", help="A party that leaves; again for each.")
@decision_option
@by_option
def amend(
    name: str | None, on: str | None, wordings: tuple[str, ...], end: str | None, signed: str | None,
    added: tuple[str, ...], dropped: tuple[str, ...], joins: tuple[str, ...], leaves: tuple[str, ...],
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record an amendment with effect from a day: other words, another end, other themes or parties."""
    city = open_instance()
    from solmu.cli.finding import find_organisation
    from solmu.core.audit import recorded
    from solmu.registry.actions.agreements import amend_agreement

    found, by = asked_agreement(name), acting(email)
    # One transaction: a city that is entered to join goes with the amendment.
    with recorded(by=by, action="amend_agreement"):
        amend_agreement(
            by=by,
            source=None,
            agreement=found,
            on=asked_date(on, "The day it takes effect"),
            wording=asked_text(wordings, "What was changed", city, option="--wording TEXT"),
            until=optional_end(end),
            signed=optional_date(signed),
            themes=[texts([each], city.languages) for each in added],
            dropped=[_theme_of(found, each) for each in dropped],
            joining=[party_named(each, by, city) for each in joins],
            leaving=[find_organisation(each) for each in leaves],
            decision=decision_named(decision),
        )
    click.echo(f"Amended {named(found)}.")


def _theme_of(found: Agreement, text: str) -> AgreementTheme:
    """The agreement's theme of these words in any language; raises SolmuError with those it has."""
    from solmu.places.names import fold
    from solmu.registry.records import by_language

    themes = list(found.themes.all())
    for theme in themes:
        if fold(text) in {fold(words) for words in by_language(theme.wording).values()}:
            return theme
    listed = ", ".join(f"“{theme.wording}”" for theme in themes) or "none"
    raise SolmuError(f"“{text}” is no theme of this agreement. It has: {listed}.")


@agreement.command()
@agreement_argument
@on_option
@click.option("--outcome", "outcomes", multiple=True, metavar="TEXT", help=f"What came of it ({AS_TEXTS}).")
@click.option("--next", "following", metavar="DATE", help="The next review.")
@decision_option
@by_option
def review(
    name: str | None, on: str | None, outcomes: tuple[str, ...], following: str | None, decision: str | None,
    email: str | None,
) -> None:  # fmt: skip
    """Record that an agreement was reviewed: whether it still serves its purpose."""
    city = open_instance()
    from solmu.registry.actions.agreements import review_agreement

    found = asked_agreement(name)
    decided = decision_named(decision)
    made = review_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        on=asked_past_date(on, "The day of the review", city),
        outcome=text_of(outcomes, city)
        if decided
        else asked_text(outcomes, "The outcome", city, option="--outcome TEXT"),
        next_on=optional_date(following),
        decision=decided,
    )
    click.echo(f"Reviewed {named(found)} on {told(made.reviewed)}.")
