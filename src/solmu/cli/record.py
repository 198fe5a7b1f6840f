"""`solmu record`: show a record to the public."""

from __future__ import annotations

import click

from solmu.cli.asking import acting, by_option
from solmu.cli.instance import open_instance
from solmu.core.errors import SolmuError


@click.group()
def record() -> None:
    """Say what becomes of a record."""


@record.command("publish")
@click.argument("name", metavar="RECORD")
@click.option(
    "--without", "exceptions", multiple=True, metavar="LANGUAGE=REASON", help="A language its texts may lack, and why."
)
@by_option
def publish_one(name: str, exceptions: tuple[str, ...], email: str | None) -> None:
    """Show a record to the public, its own texts in every language of the city unless one is not needed."""
    city = open_instance()
    from solmu.cli.finding import find_record
    from solmu.core.audit import recorded
    from solmu.registry.actions.publicity import except_language, publish_record

    record, by = find_record(name), acting(email)
    with recorded(by=by, action="publish"):
        for each in exceptions:
            language, equals, reason = each.partition("=")
            if not equals or language not in city.languages:
                raise SolmuError(f"“{each}” names no language of the city and reason. Write for example sv=REASON.")
            except_language(by=by, source=None, record=record, language=language, reason=reason)
        publish_record(by=by, source=None, record=record, languages=city.languages)
    click.echo(f"Published {name}.")
