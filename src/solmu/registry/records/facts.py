"""A record made again from its public shape: so that a day in the past is told and judged as the present is.

What is made here are no rows of the database: they have what pages and rules ask for, and are not to be saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.models import Record
from solmu.core.terms import Term
from solmu.places.models import Place, PlaceName
from solmu.registry.models import Agreement, AgreementPartnership, AgreementParty, Organisation, Partnership
from solmu.registry.records.values import Shape
from solmu.registry.rules import AgreementFacts, AmendmentFact, NoticeFact, PartnershipFact


def date_in(value: str | None) -> PartialDate | None:
    """A date of a shape (EDTF), None where there is none."""
    return PartialDate.from_edtf(value) if value else None


def partnership_of(shape: Shape, places: Mapping[str, Place]) -> Partnership:
    """A partnership with its partner by the names in the shape; where that lies is known to `places`."""
    told = shape["partner"]
    known = places.get(told["place"])
    partner = Place(
        pk=told["place"],
        country=told["country"],
        latitude=known.latitude if known else None,
        longitude=known.longitude if known else None,
    )
    names = [PlaceName(place=partner, text=text, language=language) for language, text in told["names"].items()]
    _hold(partner, names=names)
    return Partnership(record=_published(shape["id"]), partner=partner, since=date_in(shape["since"]))


def agreement_of(shape: Shape, ties: Mapping[str, Partnership], home_id: str) -> Agreement:
    """An agreement with its partners, which `ties` holds by place, and its parties; `home_id` is the home city's."""
    agreement = Agreement(
        record=_published(shape["id"]),
        kind=shape["agreement_kind"],
        title=LazyI18nString(shape["title"] or {}),
        ordinal=shape["ordinal"] or "",
        stage=shape["stage"] or "",
        signed=date_in(shape["signed"]),
        valid_from=date_in(shape["valid_from"]),
        valid_until=_end(shape),
        terminated_on=_terminated_on(shape),
        series_id=shape["series"],
    )
    over = [ties[partner["place"]] for partner in shape["partners"] if partner["place"] in ties]
    parties = [each["organisation"] for each in shape["parties"] if each["organisation"]]
    _hold(
        agreement,
        partnership_rows=[AgreementPartnership(agreement=agreement, partnership=tie) for tie in over],
        parties=[
            AgreementParty(
                organisation=Organisation(
                    record=_published(each["id"]), name=LazyI18nString(each["name"]), is_home=each["id"] == home_id
                )
            )
            for each in parties
        ],
    )
    return agreement


def _published(record_id: str) -> Record:
    return Record(pk=record_id, is_published=True)


def _hold(row: Any, **parts: list[Any]) -> None:
    """Gives a row its parts, as if they had been prefetched."""
    row._prefetched_objects_cache = parts


def agreement_facts_of(shape: Shape, successor: Shape | None) -> AgreementFacts:
    """What the status of an agreement follows from; `successor` is the shape of what replaced it."""
    began = (date_in(successor["valid_from"]) or date_in(successor["signed"])) if successor else None
    renewal, review = shape["renewal_months"], shape["review_every_months"]
    return AgreementFacts(
        signed=date_in(shape["signed"]),
        valid_from=date_in(shape["valid_from"]),
        valid_until=_end(shape),
        stage=shape["stage"] or "",
        terminated_on=_terminated_on(shape),
        is_replaced=successor is not None,
        replaced_from=began,
        suspensions=tuple(
            Period(date_in(each["on"]), date_in(each["until"]))
            for each in shape["changes"]
            if each["status"] == "suspended"
        ),
        notice=Term(shape["notice_months"] or 0),
        renewal_mode=shape["renewal_mode"] or "",
        renewal=Term(renewal) if renewal else None,
        most_renewals=shape["most_renewals"],
        amendments=tuple(
            AmendmentFact(date_in(each["on"]), date_in(each["signed"]), _end(each)) for each in shape["amendments"]
        ),
        notices=tuple(
            NoticeFact(date_in(each["on"]), date_in(each["effective_on"]), each["for_giver_only"])
            for each in shape["notices"]
        ),
        review_on=date_in(shape["review_on"]),
        review_every=Term(review) if review else None,
        reviews=tuple(day for each in shape["reviewed"] if (day := date_in(each))),
    )


def partnership_facts_of(shape: Shape) -> list[PartnershipFact]:
    """The changes of a partnership, in their order."""
    return [
        PartnershipFact(date_in(change["on"]), change["relation"] or "", change["status"] or "")
        for change in shape["changes"]
    ]


def _end(part: dict[str, Any]) -> End:
    return OPEN if part["open_ended"] else date_in(part["valid_until"])


def _terminated_on(shape: Shape) -> PartialDate | None:
    ends = [date_in(each["on"]) for each in shape["changes"] if each["status"] == "terminated"]
    return ends[0] if ends else None
