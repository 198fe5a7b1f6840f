"""`solmu merge`: two records of one thing become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.asking import acting, asked, by_option, on_terminal
from solmu.cli.instance import open_instance, print_table
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Record


@click.command()
@click.argument("record", required=False)
@click.option("--into", metavar="RECORD", help="The record that stays.")
@click.option("--reason", default="", help="Why they are one thing.")
@click.option("--publish", is_flag=True, help="What an internal record says may be shown in a public one.")
@click.option("--undo", is_flag=True, help="Take a merge back; RECORD is the one that was merged.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@by_option
def merge(
    record: str | None, into: str | None, reason: str, publish: bool, undo: bool, yes: bool, email: str | None
) -> None:  # fmt: skip
    """Merge RECORD into another of its kind, each by id or name: both are shown first, and everything moves."""
    open_instance()
    from solmu.cli.finding import find_record
    from solmu.registry.actions.merging import merge_records, undo_merge

    by = acting(email)
    if undo:
        one = asked(record, "Which record was merged", option="its id", read=_record_by_id)
        undo_merge(by=by, source=None, record=one)
        click.echo(f"{one.pk} is a record of its own again: {one.kind.replace('_', ' ')}.")
        return
    one = asked(record, "Which record is merged", option="its id or name", read=_record_by_id_or_name)
    other = asked(into, "Into which record", option="--into", read=find_record)
    if one.kind == other.kind and one.pk != other.pk:
        _show_both(one, other)
    if not yes:
        if not on_terminal():
            raise SolmuError("Look at both records, and merge them with --yes.")
        click.confirm(f"Merge {one.pk} into {other.pk}?", abort=True)
    merge_records(by=by, source=None, record=one, into=other, reason=reason, publishes=publish)
    click.echo(f"Merged {one.pk} into {other.pk}. Take it back with: solmu merge --undo {one.pk}")


def _record_by_id(text: str) -> Record:
    from solmu.core.models import Record

    found = Record.objects.filter(pk=text.strip()).first()
    if found is None:
        raise SolmuError(f"No record has the id {text.strip()}. One that was merged is named by its id.")
    return found


def _record_by_id_or_name(text: str) -> Record:
    """By id the record itself, also where it was merged already, so that the refusal tells of it."""
    from solmu.cli.finding import find_record
    from solmu.core.models import Record

    return Record.objects.filter(pk=text.strip()).first() or find_record(text)


def _show_both(one: Record, other: Record) -> None:
    """Both records side by side, field by field; each language of a text by itself."""
    from solmu.registry.queries.comparing import compared

    rows = [(each.field, each.one, each.other) for each in compared(one, other)]
    print_table(
        f"The same {one.kind.replace('_', ' ')} twice?",
        ("", f"{one.pk} (goes)", f"{other.pk} (stays)"),
        rows,
        "Neither says anything.",
    )
