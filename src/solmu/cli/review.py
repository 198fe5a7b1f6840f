"""`solmu review`: kept claims one by one, each with its words in their context."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.instance import account_of, open_instance
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Account
    from solmu.intake.models import Claim
    from solmu.intake.queries import DoubtOfClaim
    from solmu.places.gazetteer import Candidate, Gazetteer

CONTEXT = 120  # characters of the document shown on each side of the words
CHOICES = "[a]ccept, [c]orrect, [r]eject, [l]ater, [q]uit"


@click.command()
@click.option("--as", "email", metavar="E-MAIL", required=True, help="The account that reviews.")
def review(email: str) -> None:
    """Go through the claims that wait, one at a time: accept, correct, reject, put off."""
    city = open_instance()
    from solmu.intake.queries import waiting_claims
    from solmu.places.gazetteer import open_gazetteer

    by, gazetteer = account_of(email), open_gazetteer()
    waiting = waiting_claims()
    if not waiting:
        click.echo("No claims wait for review. Read a document with: solmu intake FILE --store")
        return
    for number, claim in enumerate(waiting, start=1):
        click.echo(f"\n{number} of {len(waiting)}: {claim.source.title}")
        if not _decide(claim, by, gazetteer, city.today()):
            click.echo("Stopped. What was decided stays decided.")
            return
    click.echo("\nThat was the last claim.")


def show_claim(claim: Claim, doubts: list[DoubtOfClaim]) -> None:
    """The claim's fields, its words in their context, and why it needs eyes."""
    from solmu.cli.keeping import told

    click.echo(click.style(claim.kind.replace("_", " "), bold=True))
    for name, value in _fields(claim).items():
        if value not in (None, False, [], ""):
            click.echo(f"  {name}: {_written(value)}")
    for words in context_of(claim):
        click.echo(f"  > {words}")
    for doubt in doubts:
        click.echo(click.style(f"  ? {told(doubt)}", fg="yellow"))


def _fields(claim: Claim) -> dict[str, Any]:
    from solmu.intake.reading.claims import FIELDS

    return {name: claim.content.get(name) for name in FIELDS[claim.kind]}


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def context_of(claim: Claim) -> list[str]:
    """The claim's words as they stand in the document, marked, pieces near each other shown together."""
    text = claim.source.text.text
    pieces = sorted({(piece["start"], piece["end"]) for piece in claim.content["evidence"]})
    groups: list[list[tuple[int, int]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][-1][1] < 2 * CONTEXT:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_marked(text, group) for group in groups]


def _marked(text: str, pieces: list[tuple[int, int]]) -> str:
    first, last = max(0, pieces[0][0] - CONTEXT), max(end for _, end in pieces) + CONTEXT
    shown, here = "…" if first else "", first
    for start, end in pieces:
        if end > here:
            shown += text[here : max(start, here)] + f"[{text[max(start, here) : end]}]"
            here = end
    return " ".join((shown + text[here:last]).split()) + ("…" if last < len(text) else "")


# --- decisions --------------------------------------------------------------------------------------------------------


def _decide(claim: Claim, by: Account, gazetteer: Gazetteer, day: date) -> bool:
    """Ask until the claim is decided on; False where the person stops. A refusal is told and asked again."""
    from solmu.intake.actions.review import accept_claim, correct_claim, postpone_claim, reject_claim
    from solmu.intake.queries import doubts_of

    doubts = doubts_of(claim.content, gazetteer, day)
    show_claim(claim, doubts)
    while True:
        answer = click.prompt(CHOICES, type=click.Choice(list("acrlq")), show_choices=False).lower()
        try:
            if answer == "a":
                record = accept_claim(by=by, claim=claim, gazetteer=gazetteer, chosen=_chosen(doubts))
                click.echo(f"Accepted as {record.kind.replace('_', ' ')} {record.pk}.")
            elif answer == "r":
                remark = click.prompt("Why", default="", show_default=False)
                reject_claim(by=by, claim=claim, remark=remark)
            elif answer == "l":
                postpone_claim(by=by, claim=claim)
            elif answer == "c":
                correct_claim(by=by, claim=claim, values=_correction(claim))
                doubts = doubts_of(claim.content, gazetteer, day)
                show_claim(claim, doubts)
                continue
            return answer != "q"
        except SolmuError as error:
            click.echo(click.style(str(error), fg="red"))


def _chosen(doubts: list[DoubtOfClaim]) -> int | None:
    """The GeoNames id of the place a person picks where a name may mean several; None where nothing is to be picked."""
    candidates: list[Candidate] = [each for doubt in doubts for each in doubt.candidates if each.geonames_id]
    if not candidates:
        return None
    for number, each in enumerate(candidates, start=1):
        click.echo(f"  {number}. {each.name}, {each.admin1} {each.country}, population {each.population}")
    picked = click.prompt("Which place", type=click.IntRange(1, len(candidates)))
    return candidates[picked - 1].geonames_id


def _correction(claim: Claim) -> dict[str, Any]:
    """One field with its new value; text as it is, anything else as JSON."""
    fields = _fields(claim)
    name = click.prompt("Field", type=click.Choice(list(fields)))
    typed = click.prompt("New value (empty: not known)", default="", show_default=False)
    if not typed:
        return {name: [] if isinstance(fields[name], list) else None}
    if isinstance(fields[name], dict | list | bool | int):
        try:
            return {name: json.loads(typed)}
        except ValueError:
            form = json.dumps(fields[name], ensure_ascii=False)
            raise SolmuError(f"{name} is written as JSON, such as {form}.") from None
    return {name: typed}
