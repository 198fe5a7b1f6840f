"""What commands that need an instance share: opening it, its day and language, and printing for people or programs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.core.city import City, city_of_file, current_city, instance_folder
from solmu.core.dates import LANGUAGES, NotADate, parse_partial_date
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Account


def load_django() -> None:
    """Load Django with the instance's settings; commands that only read a document do without."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solmu.config.settings")
    django.setup()


def open_instance() -> City:
    """Load Django for the instance that is here; raises SolmuError where there is none or its tables are behind."""
    finish_interrupted_restore()
    city_of_file()  # says so where there is no instance, before anything else is loaded
    load_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        where = "SOLMU_DATABASE_URL" if os.environ.get("SOLMU_DATABASE_URL") else f"{instance_folder()}/solmu.sqlite3"
        raise SolmuError(f"The database cannot be opened: {str(error).strip()}. Check {where}.") from None
    if behind:
        raise SolmuError(
            "The instance was made by another version of Solmu. Run solmu init again to bring it up to date."
        )
    return current_city()


def finish_interrupted_restore() -> None:
    """Finish a restore that was interrupted, or clear it away, before anything is read of the instance."""
    if (instance_folder() / "restoring").is_dir():
        load_django()
        from solmu.core.backup.restoring import finish_interrupted

        finish_interrupted()


class Day(click.ParamType):
    """A day as people write it: 24.11.2026 or 2026-11-24."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            found = parse_partial_date(value)
        except NotADate as error:
            self.fail(str(error), param, ctx)
        if found.precision != "day":
            self.fail(f"“{value}” is not a day. Write the day too, for example 24.11.2026.", param, ctx)
        return found.earliest


def on_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--on", "day", type=Day(), help="The day to tell of, such as 24.11.2026 (default: today).")(
        command
    )


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), help="The language to speak (default: the city's first)."
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def account_of(email: str) -> Account:
    """The account with this address; raises SolmuError where there is none."""
    from solmu.core.models import Account

    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    if account is None:
        raise SolmuError(f"{email} has no account. Add one with: solmu user add {email} --role officer")
    return account


def interface_language(city: City, language: str | None) -> str:
    """The language asked for, else the city's first that the interface speaks."""
    return language or next((each for each in city.languages if each in LANGUAGES), "en")


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], empty: str) -> None:
    """A table for people; an empty one says so."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    if not listed:
        click.echo(empty)
        return
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in listed:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
