"""`solmu decision`: what organs decided, for facts to rest on."""

from __future__ import annotations

import click

from solmu.cli.agreement.options import asked_past_date, named
from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance


@click.group()
def decision() -> None:
    """Record decisions, so that agreements and changes can name them."""


@decision.command()
@click.option("--organ", metavar="TEXT", help="Who decided, as written: City board.")
@click.option("--on", "on", metavar="DATE", help="When it was decided.")
@click.option("--section", default="", metavar="TEXT", help="Such as § 112.")
@click.option("--case", "case_id", default="", metavar="TEXT", help="The case number.")
@click.option("--address", default="", metavar="URL", help="Where it can be read.")
@click.option("--publish", is_flag=True, help="Show it to the public.")
@by_option
def add(
    organ: str | None, on: str | None, section: str, case_id: str, address: str, publish: bool, email: str | None
) -> None:
    """Record a decision. The same organ, day and section is the same decision and is recorded once."""
    city = open_instance()
    from solmu.registry.actions.decisions import record_decision

    made = record_decision(
        by=acting(email),
        source=None,
        organ=asked(organ, "The organ", option="--organ TEXT", read=str.strip),
        decided=asked_past_date(on, "The day of the decision", city),
        section=section,
        case_id=case_id,
        address=address,
        is_published=publish,
    )
    click.echo(f"Recorded {named(made)}.")
