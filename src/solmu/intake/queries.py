"""Reads of intake: what a claimed place is, why a claim needs eyes, and which claims wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.dates import OPEN, End, PartialDate
from solmu.intake.models import Claim, SourceText
from solmu.intake.vocabulary import ClaimState, Doubt
from solmu.places.gazetteer import Candidate, Gazetteer, ambiguous
from solmu.places.models import Place
from solmu.places.queries import places_named, recorded_candidate
from solmu.registry.models import Citation, Partnership
from solmu.registry.queries.matching import (
    first_of_the_year,
    may_agree,
    organisation_named,
    same_activity,
    same_agreement,
    same_coverage,
    same_membership,
    same_recognition,
)
from solmu.registry.queries.partnerships import state_on
from solmu.registry.vocabulary import NETWORK_KINDS, Extent

Content = Mapping[str, Any]


# --- places -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClaimedPlace:
    """What a name in a claim stands for: a recorded place, one sure candidate of the gazetteer, or a doubt."""

    name: str
    country: str | None
    place: Place | None = None
    candidate: Candidate | None = None
    doubt: Doubt | None = None
    candidates: tuple[Candidate, ...] = ()


def claimed_place(claimed: Content, gazetteer: Gazetteer) -> ClaimedPlace:
    """The place a claim names: as the record knows it (the city's own file included), else as the gazetteer is sure."""
    name, country = str(claimed["name"]), claimed.get("country")
    recorded = list(places_named(name, country)[:2])
    if len(recorded) == 1:
        return ClaimedPlace(name, country, place=recorded[0])
    found = gazetteer.find(name, country)
    if not (found or recorded):
        return ClaimedPlace(name, country, doubt=Doubt.UNKNOWN_PLACE)
    if recorded or ambiguous(found):
        return ClaimedPlace(name, country, doubt=Doubt.AMBIGUOUS_PLACE, candidates=tuple(found[:5]))
    return ClaimedPlace(name, country, place=recorded_candidate(found[0]), candidate=found[0])


def partners_of(content: Content) -> list[Content]:
    """The places a claim is about: its partner or partners."""
    if content.get("partner"):
        return [content["partner"]]
    return list(content.get("partners") or [])


# --- doubts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DoubtOfClaim:
    """A reason why a claim needs eyes, with what it is about (a name, a value of the record)."""

    doubt: Doubt
    about: str = ""
    candidates: tuple[Candidate, ...] = ()


def doubts_of(content: Content, gazetteer: Gazetteer, day: date) -> list[DoubtOfClaim]:
    """Every reason why the claim needs eyes now: what the text itself leaves open, and what the record says.

    Doubts about places are asked anew, since the record may know a place that the document's reader did not.
    """
    asked_anew = {Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE}
    doubts = [
        DoubtOfClaim(Doubt(reason["code"]))
        for reason in content.get("reasons", ())
        if reason["code"] in Doubt.values and reason["code"] not in asked_anew
    ]
    places = [claimed_place(claimed, gazetteer) for claimed in partners_of(content)]
    doubts += [DoubtOfClaim(each.doubt, each.name, each.candidates) for each in places if each.doubt]
    recorded = [each.place for each in places if each.place]
    if len(recorded) == len(places):
        doubts += _against_record(content, recorded, day)
    return list(dict.fromkeys(doubts))


def _against_record(content: Content, places: list[Place], day: date) -> Iterator[DoubtOfClaim]:
    kind = content["kind"]
    if kind == "partnership":
        yield from _against_partnership(content, places[0], day)
    elif kind == "agreement":
        yield from _against_agreements(content, {place.pk for place in places})
    elif kind == "membership":
        yield from _against_memberships(content)
    elif kind == "institution_link":
        yield from _against_coverage(content, places)
    elif kind == "recognition":
        if same_recognition(title=content["title"], awarded=claimed_date(content, "year")):
            yield DoubtOfClaim(Doubt.ALREADY_THERE)
    elif kind == "activity" and same_activity(title=content["title"], starts=claimed_date(content, "start")):
        yield DoubtOfClaim(Doubt.ALREADY_THERE)


def _against_partnership(content: Content, place: Place, day: date) -> Iterator[DoubtOfClaim]:
    partnership = Partnership.objects.live().filter(partner=place).prefetch_related("changes").first()
    if partnership is None:
        return
    state, since = state_on(partnership, day), claimed_date(content, "since")
    if not may_agree(partnership.since, since):
        yield DoubtOfClaim(Doubt.CONTRADICTS_RECORD, f"{partnership.since}")
    elif state.relation and content["relation"] != state.relation:
        yield DoubtOfClaim(Doubt.CONTRADICTS_RECORD, state.relation)
    elif state.status and content.get("status") and content["status"] != state.status:
        yield DoubtOfClaim(Doubt.CONTRADICTS_RECORD, state.status)
    else:
        yield DoubtOfClaim(Doubt.ALREADY_THERE)


def _against_agreements(content: Content, partner_ids: set[str]) -> Iterator[DoubtOfClaim]:
    signed, until = claimed_date(content, "signed"), claimed_end(content)
    same = same_agreement(
        kind=content["agreement_kind"],
        partner_ids=partner_ids,
        ordinal=content.get("ordinal") or "",
        signed=signed,
        valid_until=until,
        themes=list(content.get("themes") or []),
    )
    if same is not None:
        contradicts = not (may_agree(same.signed, signed) and may_agree(same.valid_until, until))
        doubt = Doubt.CONTRADICTS_RECORD if contradicts else Doubt.ALREADY_THERE
        yield DoubtOfClaim(doubt, str(same.valid_until or ""))
    elif (
        content.get("ordinal") == "first"
        and signed
        and first_of_the_year(partner_ids=partner_ids, year=signed.year, other_than=content["agreement_kind"])
    ):
        yield DoubtOfClaim(Doubt.POSSIBLY_SAME_AGREEMENT)


def _against_memberships(content: Content) -> Iterator[DoubtOfClaim]:
    network, since = organisation_named(content["network"], NETWORK_KINDS), claimed_date(content, "since")
    if network is None:
        return
    if same_membership(network_id=network.pk, since=since, role=content.get("role") or ""):
        yield DoubtOfClaim(Doubt.ALREADY_THERE)
    elif other := same_membership(network_id=network.pk, since=None, role=""):
        yield DoubtOfClaim(Doubt.CONTRADICTS_RECORD, str(other.member_from or other.role))


def _against_coverage(content: Content, places: list[Place]) -> Iterator[DoubtOfClaim]:
    if not content["covers_all"]:
        return
    since = claimed_date(content, "since")
    known: dict[str, Any] = {"level": content["level"], "partner": (*places, None)[0], "extent": Extent.ALL}
    if same_coverage(**known, since=since):
        yield DoubtOfClaim(Doubt.ALREADY_THERE)
    elif other := same_coverage(**known):
        yield DoubtOfClaim(Doubt.CONTRADICTS_RECORD, str(other.stated_from))


# --- values -----------------------------------------------------------------------------------------------------------


def claimed_date(content: Content, field: str) -> PartialDate | None:
    value = content.get(field)
    return PartialDate.from_edtf(value) if value else None


def claimed_end(content: Content) -> End:
    return OPEN if content.get("open_ended") else claimed_date(content, "valid_until")


# --- claims -----------------------------------------------------------------------------------------------------------


def waiting_claims(source_id: str | None = None) -> list[Claim]:
    """Claims nobody has decided on, in the order of their documents; those put off come last."""
    rows = Claim.objects.filter(state__in=[ClaimState.OPEN, ClaimState.LATER]).select_related("source__text")
    if source_id is not None:
        rows = rows.filter(source_id=source_id)
    return sorted(rows, key=lambda claim: (claim.state == ClaimState.LATER, claim.source_id, claim.position))


# --- faults -----------------------------------------------------------------------------------------------------------


def quote_faults() -> Iterator[str]:
    """Every citation whose words do not stand where it says, as a sentence."""
    for text in SourceText.objects.order_by("source_id").iterator():
        for citation in Citation.objects.filter(source_id=text.source_id):
            if text.text[citation.start : citation.end] != citation.quote:
                yield f"The words cited for {citation.field} of {citation.record_id} do not stand in their source."
