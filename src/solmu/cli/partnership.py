"""`solmu partnership`: partner cities, and how the ties to them change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.agreement.options import (
    AS_TEXTS,
    asked_date,
    asked_text,
    decided_by_option,
    decision_named,
    decision_option,
    named,
    on_option,
    optional_date,
    reason_option,
    text_of,
    told,
)
from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.reading import key_in

if TYPE_CHECKING:
    from solmu.core.city import City
    from solmu.core.models import Account
    from solmu.places.models import Place
    from solmu.registry.models import Partnership

Command = Callable[..., Any]


@click.group()
def partnership() -> None:
    """Add partner cities, and suspend, resume, end or change the ties to them.

    PARTNER is the city's name in any language, or the partnership's id.
    """


def _partner_argument(command: Command) -> Command:
    return click.argument("name", metavar="PARTNER", required=False)(command)


def _change_options(command: Command) -> Command:
    """The options of every change: its day, reason, public wording, and who decided it."""
    wording = click.option(
        "--wording", "wordings", multiple=True, metavar="TEXT", help=f"What the public is told ({AS_TEXTS})."
    )
    for option in (by_option, decision_option, decided_by_option, wording, reason_option, on_option, _partner_argument):
        command = option(command)
    return command


def _asked_partnership(name: str | None) -> Partnership:
    from solmu.cli.finding import find_partnership

    return asked(name, "The partner", option="PARTNER, the city's name or an id", read=find_partnership)


def _facts(
    city: City, reasons: tuple[str, ...], wordings: tuple[str, ...], decided_by: str, decision: str | None, *,
    with_reason: bool,
) -> dict[str, Any]:  # fmt: skip
    """What stands behind a change; a reason is asked for where there must be one."""
    why = asked_text(reasons, "The reason", city, option="--reason TEXT") if with_reason else text_of(reasons, city)
    return {
        "reason": why,
        "wording": text_of(wordings, city),
        "decided_by": decided_by,
        "decision": decision_named(decision),
    }


@partnership.command()
@click.argument("name", metavar="CITY", required=False)
@click.option("--country", metavar="CODE", help="Its country (ISO 3166-1), where several cities bear the name.")
@click.option("--kind", metavar="KIND", help="sister_city, friendship_city, partner_city, contact or project.")
@click.option("--since", metavar="DATE", help="Since when, as precisely as it is known.")
@click.option("--publish", is_flag=True, help="Show it to the public at once.")
@by_option
def add(
    name: str | None, country: str | None, kind: str | None, since: str | None, publish: bool, email: str | None
) -> None:
    """Add the partnership with a city that the gazetteer knows."""
    city = open_instance()
    from solmu.core.audit import recorded
    from solmu.registry.actions.partnerships import add_partnership
    from solmu.registry.vocabulary import Relation

    by = acting(email)
    asked_name = asked(name, "The city", option="CITY", read=str.strip)
    relation = asked(
        kind, f"The kind ({', '.join(Relation.values)})", option="--kind KIND", read=key_in(Relation.values)
    )
    # One transaction: a place that is entered for the partnership goes with it.
    with recorded(by=by, action="add_partnership"):
        made = add_partnership(
            by=by,
            source=None,
            partner=_place(asked_name, country, by, city.today()),
            relation=Relation(relation),
            since=optional_date(since),
            is_published=publish,
        )
    click.echo(f"Added the partnership with {named(made)}.")


def _place(name: str, country: str | None, by: Account, today: date) -> Place:
    """The city of this name, from the record or the gazetteer; raises SolmuError where none or several have it."""
    from solmu.intake.actions.naming_places import enter_place
    from solmu.places.gazetteer import open_gazetteer

    return enter_place(by=by, name=name, country=(country or "").upper(), today=today, gazetteer=open_gazetteer())


@partnership.command()
@_change_options
def suspend(
    name: str | None, on: str | None, reasons: tuple[str, ...], wordings: tuple[str, ...], decided_by: str,
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that the tie is suspended from a day on. Its agreements stay in force and are not applied."""
    city = open_instance()
    from solmu.registry.actions.partnerships import suspend_partnership

    found = _asked_partnership(name)
    day = asked_date(on, "The day it is suspended from")
    facts = _facts(city, reasons, wordings, decided_by, decision, with_reason=True)
    suspend_partnership(by=acting(email), source=None, partnership=found, on=day, **facts)
    click.echo(f"Suspended the partnership with {named(found)} from {told(day)}.")


@partnership.command()
@_change_options
def resume(
    name: str | None, on: str | None, reasons: tuple[str, ...], wordings: tuple[str, ...], decided_by: str,
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that a tie that rested, was suspended or had ended is taken up again from a day on."""
    city = open_instance()
    from solmu.registry.actions.partnerships import resume_partnership

    found = _asked_partnership(name)
    day = asked_date(on, "The day it is taken up again from")
    facts = _facts(city, reasons, wordings, decided_by, decision, with_reason=False)
    resume_partnership(by=acting(email), source=None, partnership=found, on=day, **facts)
    click.echo(f"Resumed the partnership with {named(found)} from {told(day)}.")


@partnership.command()
@_change_options
def end(
    name: str | None, on: str | None, reasons: tuple[str, ...], wordings: tuple[str, ...], decided_by: str,
    decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that the tie ended from a day on. It stays with its history."""
    city = open_instance()
    from solmu.registry.actions.partnerships import end_partnership

    found = _asked_partnership(name)
    day = asked_date(on, "The day it ended")
    facts = _facts(city, reasons, wordings, decided_by, decision, with_reason=True)
    end_partnership(by=acting(email), source=None, partnership=found, on=day, **facts)
    click.echo(f"Ended the partnership with {named(found)} on {told(day)}.")


@partnership.command()
@_change_options
@click.option("--kind", metavar="KIND", help="sister_city, friendship_city, partner_city, contact or project.")
@click.option("--status", metavar="STATUS", help="active, dormant, suspended or ended.")
def change(
    name: str | None, on: str | None, reasons: tuple[str, ...], wordings: tuple[str, ...], decided_by: str,
    decision: str | None, email: str | None, kind: str | None, status: str | None,
) -> None:  # fmt: skip
    """Record that the tie has another kind or status from a day on."""
    city = open_instance()
    from solmu.registry.actions.partnerships import change_partnership
    from solmu.registry.rules import ENDING_STATUSES
    from solmu.registry.vocabulary import PartnershipStatus, Relation

    found = _asked_partnership(name)
    if not (kind or status):
        kind = asked(
            None, f"The kind ({', '.join(Relation.values)})", option="--kind KIND or --status STATUS", read=str
        )
    relation = key_in(Relation.values)(kind) if kind else ""
    to = key_in(PartnershipStatus.values)(status) if status else ""
    day = asked_date(on, "The day of the change")
    facts = _facts(city, reasons, wordings, decided_by, decision, with_reason=to in ENDING_STATUSES)
    change_partnership(by=acting(email), source=None, partnership=found, on=day, relation=relation, status=to, **facts)
    what = ", ".join(
        str(label).lower()
        for label in (Relation(relation).label if relation else "", PartnershipStatus(to).label if to else "")
        if label
    )
    click.echo(f"From {told(day)} the partnership with {named(found)} is: {what}.")
