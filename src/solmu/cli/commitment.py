"""`solmu commitment`: what an agreement or a membership obliges to."""

from __future__ import annotations

from typing import Any

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.membership import find_membership
from solmu.cli.reading import optional, read_end, texts, whole_number
from solmu.core.dates import parse_partial_date
from solmu.core.errors import SolmuError


@click.group()
def commitment() -> None:
    """Keep what agreements and memberships oblige to, and record that it was done."""


@commitment.command()
@click.option("--agreement", metavar="NAME", help="The agreement that obliges.")
@click.option("--network", metavar="NAME", help="The network whose membership obliges.")
@click.option("--text", "said", multiple=True, metavar="TEXT", help="What is to be done; another language as sv=TEXT.")
@click.option("--due", metavar="DATE", help="The first day it is due.")
@click.option("--every", metavar="MONTHS", help="How many months until it is due again; left out: once.")
@click.option("--until", metavar="DATE", help="The last day it may be due.")
@click.option("--publish", is_flag=True, help="Show it to the public.")
@by_option
def add(
    agreement: str | None, network: str | None, said: tuple[str, ...], due: str | None, every: str | None,
    until: str | None, publish: bool, email: str | None,
) -> None:  # fmt: skip
    """Add what an agreement or a membership obliges to."""
    city = open_instance()
    from solmu.cli.finding import find_agreement
    from solmu.registry.actions.commitments import add_commitment

    if bool(agreement) == bool(network):
        raise SolmuError("A commitment is of an agreement or of a membership. Give --agreement NAME or --network NAME.")
    of: dict[str, Any] = (
        {"agreement": find_agreement(agreement)} if agreement else {"membership": find_membership(network or "")}
    )
    words = said or asked(None, "The text of what is to be done", option="--text TEXT", read=lambda text: (text,))
    first = asked(due, "The first due day", option="--due DATE", read=parse_partial_date)
    row = add_commitment(
        by=acting(email),
        source=None,
        text=texts(words, city.languages),
        due_on=first,
        every_months=optional(every, "The number of months until it is due again", read=whole_number),
        until=read_end(until) if until else None,
        is_published=publish,
        **of,
    )
    click.echo(f"Added the commitment {row.pk}: {row.text}, first due on {first}.")


@commitment.command()
@click.argument("name", metavar="COMMITMENT")
@click.option("--due", metavar="DATE", help="The due day it was met for (default: the first not met).")
@click.option("--on", "done_on", metavar="DATE", help="When it was done (default: today).")
@click.option("--note", "notes", multiple=True, metavar="TEXT", help="A note; stays internal.")
@by_option
def done(name: str, due: str | None, done_on: str | None, notes: tuple[str, ...], email: str | None) -> None:
    """Record that a commitment was met. COMMITMENT is an id or its words: solmu show commitments."""
    city = open_instance()
    from solmu.cli.finding import find_row
    from solmu.core.dates import PartialDate
    from solmu.registry.actions.commitments import fulfil_commitment
    from solmu.registry.models import Commitment
    from solmu.registry.rules.commitments import next_due

    row = find_row(Commitment, name, what="commitment", see="solmu show commitments")
    met = {each.due_on for each in row.fulfilments.all()}
    meant = parse_partial_date(due) if due else next_due(row.due_on, row.every_months, row.until, met)
    if meant is None:
        raise SolmuError("The commitment was met for every day it is due on. There is nothing to record.")
    when = parse_partial_date(done_on) if done_on else PartialDate.from_day(city.today())
    fulfil_commitment(
        by=acting(email),
        source=None,
        commitment=row,
        due_on=meant,
        done_on=when,
        day=city.today(),
        note=texts(notes, city.languages) if notes else "",
    )
    click.echo(f"Recorded: {row.text}, due on {meant}, done on {when}.")
