"""`solmu backup`: the whole instance in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from solmu.cli.instance import open_instance


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put it in the place of a file of that name.")
def backup(file: Path, replace: bool) -> None:
    """Write database, files and settings into FILE; others may work meanwhile. Keep it where nobody else reads.

    The secret key is not in it, nor who is signed in. Exit status 1 if a file of the record was missing.
    """
    open_instance()
    from solmu.core.backup.writing import write_backup

    manifest = write_backup(file, replace=replace)
    click.echo(f"Wrote {file}: {manifest.rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files.")
    click.echo(f"Head: {manifest.head}")
    for sha256 in manifest.missing:
        click.echo(f"Not in it, because missing or damaged here: the file {sha256}. Run solmu doctor.", err=True)
    if manifest.missing:
        sys.exit(1)
