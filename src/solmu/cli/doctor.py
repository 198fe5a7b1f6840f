"""`solmu doctor`: whether the record is whole."""

from __future__ import annotations

import sys

import click

from solmu.cli.instance import open_instance
from solmu.core.city import City
from solmu.core.terms import Term


@click.command()
@click.option("--head", "known_head", metavar="N:HASH", help="A head printed earlier: the chain must contain it.")
def doctor(known_head: str | None) -> None:
    """Check audit chain, files, citations and invariants. Exit status 1 if anything is wrong."""
    if print_checks(open_instance(), known_head=known_head):
        sys.exit(1)


def print_checks(city: City, *, known_head: str | None = None) -> int:
    """Check everything, print what is wrong and where the chain ends, and return how much is wrong."""
    from django.db import DatabaseError

    from solmu.core.audit import chain_faults, head_line
    from solmu.core.queries import (
        database_faults,
        day_faults,
        file_faults,
        files_left_over,
        files_without_a_record,
        setting_faults,
    )
    from solmu.intake.queries import quote_faults
    from solmu.registry.queries.faults import record_faults
    from solmu.stewardship.queries.deadlines import deadline_faults
    from solmu.stewardship.queries.templates import template_faults

    checks = {
        "Database": database_faults(),
        "Audit chain": chain_faults(known_head=known_head),
        "Files": file_faults(),
        "Settings": setting_faults(),
        "Templates": template_faults(),
        "Dates": day_faults(),
        "Citations": quote_faults(),
        "Record": record_faults(),
        "Deadlines": deadline_faults(city.today(), lead=Term(city.lead_months)),
    }
    faults = 0
    for name, found in checks.items():
        try:
            listed = list(found)
        except (DatabaseError, ValueError, TypeError) as error:
            listed = [f"This could not be checked to its end: {error}. Restore a backup, or mend the row."]
        faults += len(listed)
        click.echo(f"{name}: {'whole' if not listed else f'{len(listed)} wrong'}")
        for fault in listed:
            click.echo(f"  {fault}")
    for path in files_left_over():
        click.echo(f"Left over from an interrupted run, may be deleted: files/{path}")
    for stored in files_without_a_record():
        click.echo(f"No record refers to the file {stored.name} (files/{stored.path}).")
    click.echo(f"Head: {head_line()}")
    return faults
