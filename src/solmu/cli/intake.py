"""`solmu intake FILE`: what a document claims, with the words it was read from; kept or accepted where asked."""

from __future__ import annotations

import itertools
import json
import sys
from datetime import date
from pathlib import Path

import click

from solmu.cli.instance import Day, account_of, open_instance
from solmu.core.errors import SolmuError
from solmu.intake.reading import Claim, Document, find_claims, read_file, to_json, with_home
from solmu.intake.reading.claims import FIELDS
from solmu.places.gazetteer import open_gazetteer


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", "as_text", is_flag=True, help="Print the plain text that offsets refer to.")
@click.option("--json", "as_json", is_flag=True, help="Print the claims as JSON (claims format, version 1).")
@click.option("--home", metavar="NAME", help="The city whose page it is, where the document does not tell.")
@click.option("--store", is_flag=True, help="Keep the document and its claims for review.")
@click.option("--accept", is_flag=True, help="Keep it and accept every claim that needs no eyes (for scripts).")
@click.option("--as", "email", metavar="E-MAIL", help="The account that keeps or accepts.")
@click.option("--internal", is_flag=True, help="The source is internal: nothing from it is published.")
@click.option("--from", "address", metavar="ADDRESS", default="", help="Where the document was.")
@click.option("--read-on", type=Day(), help="The day it was read there (default: today).")
def intake(
    file: Path,
    *,
    as_text: bool,
    as_json: bool,
    home: str | None,
    store: bool,
    accept: bool,
    email: str | None,
    internal: bool,
    address: str,
    read_on: date | None,
) -> None:
    """Read a document and show what it claims. Nothing is kept without --store or --accept."""
    _check_options(
        store or accept, as_text or as_json, accept=accept, email=email, about=internal or address or read_on
    )
    document = read_file(file)
    if as_text:
        sys.stdout.buffer.write(document.text.encode())
        return
    gazetteer = open_gazetteer()
    if home and not gazetteer.knows(home):
        raise SolmuError(f"No city called “{home}” is known. Check the spelling of --home.")
    if store or accept:
        city = open_instance()
        from solmu.cli.keeping import Keeping, echo_report, keep
        from solmu.core.models import system_actor

        by = account_of(email) if email else system_actor()
        keeping = Keeping(by, read_on or city.today(), is_public=not internal, address=address)
        document = with_home(document, gazetteer, home) if home else document
        outcome = keep(document, file.read_bytes(), keeping, city, gazetteer, accept=accept)
        echo_report(file, outcome, accept=accept)
        return
    document = with_home(document, gazetteer, home)
    claims = find_claims(document, gazetteer=gazetteer)
    if as_json:
        click.echo(json.dumps(to_json(document, claims), ensure_ascii=False, indent=2))
    else:
        _print_table(document, claims)


def _check_options(keeps: bool, prints: bool, *, accept: bool, email: str | None, about: object) -> None:
    """Raise SolmuError for options that do not go together."""
    if accept and not email:
        raise SolmuError("Say who accepts: solmu intake FILE --accept --as E-MAIL")
    if keeps and prints:
        raise SolmuError("--text and --json print and keep nothing. Leave them out, or leave out --store and --accept.")
    if about and not keeps:
        raise SolmuError("--internal, --from and --read-on say how a document is kept. Add --store or --accept.")


def _print_table(document: Document, claims: list[Claim]) -> None:
    """Claims for people: grouped by kind, each with its words and the reasons why it needs eyes."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    about = f"{document.name}: {len(claims)} claims; home {document.home or 'not told'}; language {document.language}"
    console.print(Text(about))
    kinds = list(FIELDS)
    ordered = sorted(claims, key=lambda claim: kinds.index(claim.kind))
    for kind, group in itertools.groupby(ordered, lambda claim: claim.kind):
        table = Table(title=kind.replace("_", " "), title_justify="left", show_lines=True, expand=True)
        for head in ("Claim", "Words", "Needs eyes"):
            table.add_column(head, ratio=1, overflow="fold")
        for claim in group:
            words = " … ".join(" ".join(piece.text.split()) for piece in claim.evidence)
            reasons = "\n".join(reason.sentence for reason in claim.reasons)
            table.add_row(Text(_said(claim)), Text(words), Text(reasons))
        console.print(table)


def _said(claim: Claim) -> str:
    """The fields the document gives, a line each."""
    given = {name: value for name, value in claim.fields.items() if value not in (None, False, [])}
    return "\n".join(f"{name}: {_plain(value)}" for name, value in given.items())


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return "; ".join(_plain(part) for part in value)
    return "yes" if value is True else str(value)
