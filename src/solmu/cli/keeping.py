"""Keeping a document and accepting its claims: what `solmu intake --store`, `--accept` and the demo do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solmu.core.city import City
from solmu.core.errors import SolmuError
from solmu.intake.reading import Document, find_claims, to_json, with_home
from solmu.places.gazetteer import Gazetteer

if TYPE_CHECKING:
    from solmu.core.models import Account
    from solmu.intake.models import Claim
    from solmu.intake.queries import DoubtOfClaim


@dataclass(frozen=True)
class Keeping:
    """How a document is kept: who keeps it, whether it is public, and where and when it was read."""

    by: Account
    read_on: date
    is_public: bool = True
    address: str = ""


@dataclass
class Outcome:
    """What happened to a document's claims: taken in, with remarks; left, with the reasons."""

    was_known: bool = False
    accepted: list[tuple[Claim, list[DoubtOfClaim]]] = field(default_factory=list)
    left: list[tuple[Claim, list[str]]] = field(default_factory=list)
    waiting: int = 0


def keep(
    document: Document, content: bytes, keeping: Keeping, city: City, gazetteer: Gazetteer, *, accept: bool
) -> Outcome:
    """Keep a document and, with `accept`, take in every claim that needs no eyes; all of it or nothing.

    Raises SolmuError for a document of another city than the instance's.
    """
    from solmu.core.audit import recorded
    from solmu.intake.actions.documents import keep_document, refuse_another_city

    document = with_home(document, gazetteer)
    refuse_another_city(document, city)
    document = replace(document, home=document.home or city.name)
    with recorded(by=keeping.by, action="intake"):
        kept = keep_document(
            by=keeping.by,
            document=document,
            content=content,
            claims=to_json(document, find_claims(document, gazetteer=gazetteer))["claims"],
            read_on=keeping.read_on,
            is_public=keeping.is_public,
            address=keeping.address,
        )
        outcome = Outcome(was_known=not kept.is_new)
        if accept:
            _accept_what_is_clear(kept.source.pk, keeping.by, gazetteer, keeping.read_on, outcome)
        outcome.waiting = kept.source.claims.exclude(state__in=("accepted", "rejected")).count()
    return outcome


def _accept_what_is_clear(source_id: str, by: Account, gazetteer: Gazetteer, day: date, outcome: Outcome) -> None:
    from solmu.intake.actions.review import accept_claim
    from solmu.intake.queries import doubts_of, waiting_claims
    from solmu.intake.vocabulary import HOLDING_DOUBTS, ClaimState

    for claim in waiting_claims(source_id):
        if claim.state == ClaimState.LATER:  # somebody put it off; only somebody takes it up again
            outcome.left.append((claim, [str(ClaimState.LATER.label)]))
            continue
        doubts = doubts_of(claim.content, gazetteer, day)
        holding = [each for each in doubts if each.doubt in HOLDING_DOUBTS]
        if holding:
            outcome.left.append((claim, [told(each) for each in holding]))
            continue
        try:
            accept_claim(by=by, claim=claim, gazetteer=gazetteer)
        except SolmuError as error:
            outcome.left.append((claim, [str(error)]))
        else:
            outcome.accepted.append((claim, doubts))


def told(doubt: DoubtOfClaim) -> str:
    """A doubt in words, with what it is about and the places to choose from."""
    about = f" ({doubt.about})" if doubt.about else ""
    places = "; ".join(f"{each.name}, {each.country}" for each in doubt.candidates)
    return f"{doubt.doubt.label}{about}" + (f" It may be: {places}." if places else "")


def report(name: Path | str, outcome: Outcome, *, accept: bool) -> Iterator[str]:
    """What happened, line by line."""
    if outcome.was_known:
        yield f"{name} was read before; nothing was added twice."
    if not accept:
        yield f"{outcome.waiting} claims wait for review: solmu review"
        return
    counts = Counter(claim.kind for claim, _ in outcome.accepted)
    listed = ", ".join(f"{kind.replace('_', ' ')} {number}" for kind, number in counts.items())
    yield f"Accepted {len(outcome.accepted)} claims" + (f": {listed}." if listed else ".")
    for claim, doubts in outcome.accepted:
        for doubt in doubts:
            if doubt.doubt != "already_there":
                yield f"  {in_short(claim.content)}: {told(doubt)}"
    if outcome.left:
        yield f"Left {len(outcome.left)} claims for a person to look at (solmu review):"
    for claim, reasons in outcome.left:
        yield f"  {in_short(claim.content)}: {' '.join(reasons)}"


def in_short(content: dict[str, Any]) -> str:
    """One line about a claim, for people."""
    partners = [content["partner"]] if content.get("partner") else content.get("partners") or []
    names = ", ".join(partner["name"] for partner in partners)
    what = content.get("agreement_kind") or content.get("network") or content.get("title") or content.get("level") or ""
    dates = content.get("signed") or content.get("valid_until") or content.get("since") or content.get("year") or ""
    return " ".join(filter(None, (content["kind"].replace("_", " "), names, str(what).replace("_", " "), dates)))


def echo_report(name: Path | str, outcome: Outcome, *, accept: bool) -> None:
    for line in report(name, outcome, accept=accept):
        click.echo(line)
