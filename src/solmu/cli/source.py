"""`solmu source`: sources that were looked at again."""

from __future__ import annotations

from datetime import date

import click

from solmu.cli.asking import acting, by_option
from solmu.cli.instance import Day, open_instance
from solmu.core.errors import SolmuError


@click.group()
def source() -> None:
    """Say that a source was looked at again."""


@source.command()
@click.argument("key", metavar="ID")
@click.option("--on", "day", type=Day(), help="The day somebody looked, such as 24.11.2026 (default: today).")
@by_option
def looked(key: str, day: date | None, email: str | None) -> None:
    """Record that somebody looked at a source and it still says the same; ID as `show sources --json` tells it."""
    city = open_instance()
    from solmu.core.actions import look_at_source
    from solmu.core.models import Source

    found = Source.objects.filter(pk=key.strip()).first()
    if found is None:
        raise SolmuError(f"There is no source {key}. See them with: solmu show sources --json")
    look_at_source(by=acting(email), source=found, on=day or city.today(), today=city.today())
    click.echo(f"Looked at: {found.title}")
