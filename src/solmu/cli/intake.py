"""`solmu intake FILE`: what a document claims, with the words it was read from."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import click

from solmu.core.errors import SolmuError
from solmu.intake.reading import Claim, Document, find_claims, read_file, to_json, with_home
from solmu.intake.reading.claims import FIELDS
from solmu.places.gazetteer import open_gazetteer


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", "as_text", is_flag=True, help="Print the plain text that offsets refer to.")
@click.option("--json", "as_json", is_flag=True, help="Print the claims as JSON (claims format, version 1).")
@click.option("--home", metavar="NAME", help="The city whose page it is, where the document does not tell.")
def intake(file: Path, *, as_text: bool, as_json: bool, home: str | None) -> None:
    """Read a document and show what it claims. Nothing is stored."""
    try:
        document = read_file(file)
        if as_text:
            sys.stdout.buffer.write(document.text.encode())
            return
        gazetteer = open_gazetteer()
        document = with_home(document, gazetteer, home)
        claims = find_claims(document, gazetteer=gazetteer)
    except SolmuError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(to_json(document, claims), ensure_ascii=False, indent=2))
    else:
        _print_table(document, claims)


def _print_table(document: Document, claims: list[Claim]) -> None:
    """Claims for people: grouped by kind, each with its words and the reasons why it needs eyes."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"{document.name}: {len(claims)} claims; home {document.home or 'not told'}; language {document.language}")
    for kind, group in itertools.groupby(sorted(claims, key=lambda claim: list(FIELDS).index(claim.kind)), lambda claim: claim.kind):
        table = Table(title=kind.replace("_", " "), title_justify="left", show_lines=True, expand=True)
        for head in ("Claim", "Words", "Needs eyes"):
            table.add_column(head, ratio=1, overflow="fold")
        for claim in group:
            table.add_row(_said(claim), " … ".join(" ".join(piece.text.split()) for piece in claim.evidence), "\n".join(r.sentence for r in claim.reasons))
        console.print(table)


def _said(claim: Claim) -> str:
    """The fields the document gives, a line each."""
    return "\n".join(f"{name}: {_plain(value)}" for name, value in claim.fields.items() if value not in (None, False, []))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return "; ".join(_plain(part) for part in value)
    return "yes" if value is True else str(value)
