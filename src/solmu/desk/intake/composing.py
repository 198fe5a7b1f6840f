"""What the page of a review shows: claims by partner beside the text, doubts first; a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from solmu.core.models import Account
from solmu.desk.intake.marking import TextLine, marked_lines
from solmu.desk.intake.wording import facts_of, in_short, kind_of, partners_told, told_doubt, told_doubts
from solmu.desk.naming import reading_language
from solmu.intake.models import Claim
from solmu.intake.queries import DoubtOfClaim, doubts_of, partners_of
from solmu.intake.vocabulary import ClaimState, Doubt
from solmu.places.countries import country_name
from solmu.places.gazetteer import Gazetteer, ambiguous
from solmu.places.models import PlaceName
from solmu.places.names import fold

WAITING = (ClaimState.OPEN, ClaimState.LATER)


@dataclass(frozen=True)
class ClaimLine:
    """A claim as its line in the review has it; `doubts` are those that the text alone and its places leave."""

    number: int
    claim: Claim
    what: str
    short: str
    state: str
    state_word: str
    doubts: tuple[str, ...]
    is_waiting: bool
    where: str = ""


@dataclass
class Group:
    """The claims about one partner, or about none."""

    heading: str
    lines: list[ClaimLine] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return sum(not line.is_waiting for line in self.lines)

    @property
    def is_doubted(self) -> bool:
        return any(line.is_waiting and line.doubts for line in self.lines)


@dataclass(frozen=True)
class Piece:
    """Words of the text as the page shows them; `number` is the claim they lead to, 0 where they belong to none."""

    text: str
    number: int = 0
    mark: str = ""
    begins: str = ""


@dataclass(frozen=True)
class Current:
    """The claim that is looked at, with everything the record says against it."""

    line: ClaimLine
    facts: tuple[tuple[str, str], ...]
    quotes: tuple[str, ...]
    doubts: tuple[str, ...]
    places: tuple[tuple[int, str], ...]
    decided: str


@dataclass(frozen=True)
class Review:
    """A source's claims. `order` is how one moves from claim to claim: as they stand on the page."""

    groups: tuple[Group, ...]
    lines: tuple[tuple[bool, tuple[Piece, ...]], ...]
    current: Current | None
    order: tuple[int, ...]
    decided: int
    number: int

    def beside(self, step: int) -> int:
        """The claim before or after the current one; the current one itself at either end."""
        if self.current is None:
            return self.order[0] if self.order else 0
        place = self.order.index(self.current.line.number) + step
        return self.order[min(max(place, 0), len(self.order) - 1)]


def compose_review(claims: Sequence[Claim], text: str, asked: int, gazetteer: Gazetteer, day: date) -> Review:
    """The review of a source, at the claim asked for, else at the first that waits."""
    doubts = _doubts_of_places(claims, gazetteer)
    groups: dict[str, Group] = {}
    for number, claim in enumerate(claims, start=1):
        heading = partners_told(claim.content) or _("Without a partner")
        groups.setdefault(heading, Group(heading)).lines.append(_line(number, claim, doubts[claim.pk]))
    ordered = sorted(_gathered(list(groups.values())), key=lambda group: not group.is_doubted)
    lines = {line.number: line for group in ordered for line in group.lines}
    order = tuple(lines)
    now = lines.get(asked) or next((lines[n] for n in order if lines[n].is_waiting), None)
    words = {line.number: evidence_of(line.claim) for line in lines.values()}
    return Review(
        groups=tuple(ordered),
        lines=tuple((line.is_after_gap, _pieces(line, now, lines)) for line in marked_lines(text, words)),
        current=_current(now, gazetteer, day) if now else None,
        order=order,
        decided=sum(not line.is_waiting for line in lines.values()),
        number=len(lines),
    )


def _gathered(groups: list[Group]) -> list[Group]:
    """Partners of whom one thing is said stand in one group, each named on its line."""
    single = [group for group in groups if len(group.lines) == 1 and partners_of(group.lines[0].claim.content)]
    if len(single) < 2:
        return groups
    lines = [replace(group.lines[0], where=group.heading) for group in single]
    return [*(group for group in groups if group not in single), Group(_("Other partners"), lines)]


def next_waiting(claims: Sequence[Claim], order: Sequence[int], after: int) -> int:
    """The number of the next claim that waits, in the page's order, going round; 0 where none does."""
    place = order.index(after) if after in order else -1
    for number in (*order[place + 1 :], *order[: place + 1]):
        if claims[number - 1].state == ClaimState.OPEN:
            return number
    return 0


def evidence_of(claim: Claim) -> list[tuple[int, int]]:
    return [(piece["start"], piece["end"]) for piece in claim.content.get("evidence", ())]


def _line(number: int, claim: Claim, doubts: Sequence[DoubtOfClaim]) -> ClaimLine:
    is_waiting = claim.state in WAITING
    return ClaimLine(
        number=number,
        claim=claim,
        what=kind_of(claim.content),
        short=in_short(claim.content),
        state=claim.state,
        state_word=str(ClaimState(claim.state).label),
        doubts=tuple(told_doubts(doubts)) if is_waiting else (),
        is_waiting=is_waiting,
    )


def _current(line: ClaimLine, gazetteer: Gazetteer, day: date) -> Current:
    claim = line.claim
    doubts = doubts_of(claim.content, gazetteer, day) if line.is_waiting else []
    return Current(
        line=line,
        facts=tuple(facts_of(claim.content)),
        quotes=tuple(dict.fromkeys(piece["text"] for piece in claim.content.get("evidence", ()))),
        doubts=tuple(told_doubt(each) for each in doubts),
        places=tuple(
            (each.geonames_id, ", ".join(filter(None, (each.name, each.admin1, _country(each.country)))))
            for doubt in doubts
            for each in doubt.candidates
            if each.geonames_id
        ),
        decided="" if line.is_waiting and not claim.remark else told_decision(claim),
    )


def told_decision(claim: Claim) -> str:
    """*Accepted by Anna Example, 24.11. 14.05*, with the reason where one was given."""
    by = Account.objects.filter(pk=claim.reviewed_by).first() if claim.reviewed_by else None
    at = date_format(timezone.localtime(claim.reviewed_at), "j.n. H.i") if claim.reviewed_at else ""
    who = by.name or by.email if by else ""
    told = ", ".join(filter(None, (str(ClaimState(claim.state).label), who, at)))
    return f"{told}. {claim.remark}" if claim.remark else told


def _country(code: str) -> str:
    return country_name(code, reading_language())


def _pieces(line: TextLine, now: ClaimLine | None, lines: dict[int, ClaimLine]) -> tuple[Piece, ...]:
    pieces = []
    for piece in line.pieces:
        if not piece.claims:
            pieces.append(Piece(piece.text))
            continue
        is_now = now is not None and now.number in piece.claims
        number = now.number if now is not None and is_now else piece.claims[0]
        owner = lines[number]
        state = "doubted" if owner.is_waiting and owner.doubts else "waiting" if owner.is_waiting else "decided"
        begins = ", ".join(str(each) for each in piece.begins)
        pieces.append(Piece(piece.text, number, "now" if is_now else state, begins))
    return tuple(pieces)


def _doubts_of_places(claims: Sequence[Claim], gazetteer: Gazetteer) -> dict[str, list[DoubtOfClaim]]:
    """What each claim's text leaves open, and whether its places are known: one query, however many claims there are.

    What the record says against a claim takes several queries, and is asked of the claim that is looked at.
    """
    waiting = [claim for claim in claims if claim.state in WAITING]
    named = {(each["name"], each.get("country")) for claim in waiting for each in partners_of(claim.content)}
    keys = {fold(name) for name, _land in named}
    recorded: dict[str, set[tuple[str, str]]] = {}
    for key, place, country in PlaceName.objects.filter(key__in=keys).values_list("key", "place", "place__country"):
        recorded.setdefault(key, set()).add((place, country))
    known = {place: _doubt_of_place(*place, recorded.get(fold(place[0]), set()), gazetteer) for place in named}
    found: dict[str, list[DoubtOfClaim]] = {claim.pk: [] for claim in claims}
    for claim in waiting:
        reasons = [reason["code"] for reason in claim.content.get("reasons", ()) if reason["code"] in Doubt.values]
        asked_anew = (Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE)
        found[claim.pk] = [DoubtOfClaim(Doubt(code)) for code in reasons if code not in asked_anew]
        for each in partners_of(claim.content):
            doubt = known[each["name"], each.get("country")]
            found[claim.pk] += [DoubtOfClaim(doubt, each["name"])] if doubt else []
    return found


def _doubt_of_place(name: str, country: Any, recorded: set[tuple[str, str]], gazetteer: Gazetteer) -> Doubt | None:
    """As `claimed_place` has it, of places that are read already."""
    here = {place for place, land in recorded if not country or land == country}
    if len(here) == 1:
        return None
    candidates = gazetteer.find(name, country)
    if here or ambiguous(candidates):
        return Doubt.AMBIGUOUS_PLACE
    return None if candidates else Doubt.UNKNOWN_PLACE
