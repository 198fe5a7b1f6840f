"""`solmu restore`: the instance as a backup has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from solmu.cli.asking import on_terminal
from solmu.cli.doctor import print_checks
from solmu.cli.instance import load_django, open_instance
from solmu.core.city import instance_folder
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.backup.restoring import Restored


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--erasures", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="LIST",
    help="The list of erasures kept of this instance: what was erased after the backup is erased again.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Put it in the place of the instance that is here.")
@click.option("--yes", is_flag=True, help="Do not ask before replacing.")
def restore(file: Path, erasures: Path | None, replace: bool, yes: bool) -> None:
    """Put a backup back as the whole instance, and check it. Exit status 1 if it is not whole.

    The backup is verified before anything is touched. An interruption leaves the old instance or the new one.
    """
    folder = instance_folder()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SOLMU_DIR", str(folder))
    load_django()
    from solmu.core.backup.restoring import finish_interrupted, holds_instance, restore_backup

    finish_interrupted()
    if replace and holds_instance() and not yes:
        if not on_terminal():
            raise SolmuError(f"What is in {folder} would go. Say so with --yes.")
        click.confirm(f"What is in {folder} goes, and the backup takes its place. Go on?", abort=True)
    _tell(restore_backup(file, erasures=erasures, replace=replace), file)
    city = open_instance()
    from solmu.stewardship.actions.templates import put_templates

    put_templates()
    if print_checks(city):
        sys.exit(1)


def _tell(restored: Restored, file: Path) -> None:
    manifest, replayed = restored.manifest, restored.replayed
    click.echo(f"Restored {manifest.city} from {file}, made {manifest.made_at}, head {manifest.head}.")
    if replayed is None:
        click.echo(
            "No list of erasures was given: what was erased after the backup was made is back. Restore again with "
            "--erasures LIST where there is one."
        )
        return
    click.echo(f"Erased again: {replayed.erased} values.")
    if replayed.passed_over:
        click.echo(f"Passed over {replayed.passed_over} lines of the list: their entries are not this record's.")
    for what in replayed.left:
        click.echo(f"Still there, because it cannot be empty: {what}. Change it, as it was erased.", err=True)
