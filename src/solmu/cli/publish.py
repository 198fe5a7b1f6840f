"""`solmu publish`: the portal as a static copy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from solmu.cli.instance import open_instance
from solmu.core.errors import SolmuError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--live", "live", metavar="ADDRESS", help="Where the portal itself answers (default: SOLMU_ADDRESS).")
@click.option("--no-live", is_flag=True, help="No server answers: the copy stands alone and gives an e-mail address.")
@click.option(
    "--processes", type=click.IntRange(min=1), help="How many make pages at once (default: one a core, at most 4)."
)
def publish(folder: Path, live: str | None, no_live: bool, processes: int | None) -> None:
    """Write every page of the portal into DIR, for any web server.

    Only what changed is written again, and what is no longer there is removed. It may be interrupted at any time: the
    next run finishes it. Exit status 1 if a page links to what is not there.
    """
    if live and no_live:
        raise click.UsageError("--live and --no-live exclude each other.")
    open_instance()
    from django.conf import settings

    from solmu.portal.composing.reader import Profile
    from solmu.portal.copying.publishing import publish as publish_copy

    address = "" if no_live else _address(live) if live else settings.SITE_ADDRESS
    with _progress() as told:
        done = publish_copy(
            folder, Profile(is_static=True, live_address=address), told, processes=processes or _cores()
        )
    click.echo(f"{folder}: {done.files} files, {done.changed} of them written, {done.removed} removed.")
    click.echo(f"Head: {done.head}")
    for link, page in done.dead_links:
        click.echo(f"{page} links to {link}, which is not there.", err=True)
    if done.dead_links:
        sys.exit(1)


def _cores() -> int:
    """As many as this process may use; each process takes memory, so no more than four unasked."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, 4)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SolmuError(f"“{text}” is no address. Write it whole, such as https://ties.example.org.")
    return text.rstrip("/")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar where people look on; its whole grows while pages are found."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("Pages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, known: bar.update(task, completed=done, total=known)
