"""`solmu remove`: a record that should not be there."""

from __future__ import annotations

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.core.errors import SolmuError


@click.command()
@click.argument("record", required=False)
@click.option("--reason", help="Why, in a sentence that the public may read.")
@click.option("--undo", is_flag=True, help="Put a removed record back, internal until it is published.")
@by_option
def remove(record: str | None, reason: str | None, undo: bool, email: str | None) -> None:
    """Take RECORD out of the register, by id or name; its address answers with the reason for ever."""
    open_instance()
    from solmu.cli.finding import find_record
    from solmu.core.models import Record
    from solmu.registry.actions.publicity import remove_record, restore_record

    by = acting(email)
    if undo:

        def removed(text: str) -> Record:
            found = Record.objects.filter(pk=text.strip()).first()
            if found is None:
                raise SolmuError(f"No record has the id {text.strip()}. A removed one is named by its id.")
            return found

        found = asked(record, "Which record is put back", option="its id", read=removed)
        restore_record(by=by, source=None, record=found, is_published=False)
        click.echo(f"Put back the {found.kind.replace('_', ' ')} {found.pk}. It is internal until it is published.")
        return
    found = asked(record, "Which record is taken out", option="its id or name", read=find_record)
    why = asked(reason, "Why, for the public", option="--reason", read=str)
    remove_record(by=by, source=None, record=found, reason=why)
    kind = found.kind.replace("_", " ")
    click.echo(f"Removed the {kind} {found.pk}. Put it back with: solmu remove --undo {found.pk}")
