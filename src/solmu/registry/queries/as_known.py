"""The partnerships and agreements as the public knew them at the end of a day, with their status on that day.

Judged from the public shapes of that day alone: a fact that was recorded later counts for nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.registry.models import Partnership
from solmu.registry.queries.agreements import AgreementOnDay, ThemeLine, successor_of
from solmu.registry.queries.known import shapes_known
from solmu.registry.queries.partnerships import PartnershipOnDay, home_city
from solmu.registry.records import Shape
from solmu.registry.records.facts import agreement_facts_of, agreement_of, date_in, partnership_facts_of, partnership_of
from solmu.registry.rules import (
    AgreementFacts,
    PartnershipState,
    agreement_status,
    current_end,
    may_be_suspended,
    partnership_state,
    suspension_of_tie,
)
from solmu.registry.vocabulary import RecordKind

_KINDS = (RecordKind.PARTNERSHIP, RecordKind.AGREEMENT, RecordKind.AGREEMENT_SERIES)


@dataclass(frozen=True)
class Known:
    """What was known: partnerships in the reader's alphabet, agreements oldest first, each made of its shape.

    They are no rows of the database (`registry/records/facts.py`). `themes` are those of the day, by agreement.
    """

    partnerships: list[PartnershipOnDay]
    agreements: list[AgreementOnDay]
    themes: Mapping[str, list[ThemeLine]]

    def agreements_with(self, partnership_id: str) -> list[AgreementOnDay]:
        return [
            each
            for each in self.agreements
            if any(row.partnership.pk == partnership_id for row in each.agreement.partnership_rows.all())
        ]

    def line_of(self, record_id: str) -> list[AgreementOnDay]:
        """The agreements of the line that one belongs to, itself included; none where it was not known."""
        own = [each for each in self.agreements if each.agreement.pk == record_id]
        series = own[0].agreement.series_id if own else None
        return [each for each in self.agreements if each.agreement.series_id == series] if series else own


def known_on(day: date, moment: datetime, *, language: str, lead: Term) -> Known:
    """What the public was shown at a moment, with the statuses of a day; a number of queries that never grows."""
    return known_from(shapes_known(moment, kind=_KINDS), day, language=language, lead=lead)


def known_from(shapes: Mapping[str, Shape], day: date, *, language: str, lead: Term) -> Known:
    """What these shapes tell, with the statuses of a day; a number of queries that never grows.

    The status of an agreement is right where its partnerships, its line, what that stands under and what replaced it
    are among the shapes, as far as they are public.
    """
    of_kind = {kind: {key: each for key, each in shapes.items() if each["kind"] == kind} for kind in _KINDS}
    partnerships, agreements, series = (of_kind[kind] for kind in _KINDS)
    told = {each["partner"]["place"]: each for each in partnerships.values() if each["partner"]}
    places = Place.objects.in_bulk(list(told))
    ties = {place: partnership_of(each, places) for place, each in told.items()}
    home = home_city()
    rows = {key: agreement_of(shape, ties, home.pk if home else "") for key, shape in agreements.items()}
    facts = {key: agreement_facts_of(each, agreements.get(each["replaced_by"])) for key, each in agreements.items()}
    ends = {key: current_end(each, day) for key, each in facts.items()}
    found = []
    for key, shape in agreements.items():
        standing = facts.get((series.get(shape["series"]) or {}).get("standing_agreement", ""))
        over = [tie for partner in shape["partners"] if (tie := told.get(partner["place"]))]
        own = _under(facts[key], over, standing, day)
        status = agreement_status(own, day, lead)
        if status is None:
            continue
        line = [
            (rows[other], ends[other].end)
            for other, each in agreements.items()
            if other != key and shape["series"] and each["series"] == shape["series"]
        ]
        successor = rows.get(shape["replaced_by"]) or successor_of(rows[key], ends[key].end, line, public_only=True)
        found.append(AgreementOnDay(rows[key], status, ends[key], own, successor))
    return Known(
        _in_order([(ties[place], each) for place, each in told.items() if _has_begun(each, day)], day, language),
        sorted(found, key=lambda each: _order(agreements[each.agreement.pk])),
        {key: lines for key, shape in agreements.items() if (lines := _themes(shape, day))},
    )


def _in_order(ties: list[tuple[Partnership, Shape]], day: date, language: str) -> list[PartnershipOnDay]:
    rows = [PartnershipOnDay(tie, _state(shape, day)) for tie, shape in ties]
    return sorted(
        rows, key=lambda row: (sort_key(shown_name_of(row.partner, language).text, language), row.partnership.pk)
    )


def _themes(shape: Shape, day: date) -> list[ThemeLine]:
    """The themes that applied, in the agreement's own words."""
    lines = []
    for each in shape["themes"]:
        since, until = date_in(each["since"]), date_in(each["until"])
        if not (since and day < since.earliest) and not (until and until.latest < day):
            lines.append(ThemeLine(LazyI18nString(each["wording"]), ()))
    return lines


def _under(facts: AgreementFacts, ties: list[Shape], standing: AgreementFacts | None, day: date) -> AgreementFacts:
    """The facts with whether every tie, or the agreement it stands under, was suspended: `queries/agreements.py`."""
    told = bool(ties) and all(_state(tie, day).status == "suspended" for tie in ties)
    held = {suspension_of_tie(partnership_facts_of(tie), day) for tie in ties}
    surely, surely_not = bool(ties) and held == {True}, not ties or False in held
    if standing is not None:
        above = agreement_status(standing, day, Term(0))
        told_above = above is not None and above.status == "suspended"
        never = may_be_suspended(standing.suspensions, day) is False
        told = told or told_above
        surely = surely or (above is not None and told_above and above.certain)
        surely_not = surely_not and (never or (not told_above and (above is None or above.certain)))
    return replace(facts, tie_suspended=told, tie_certain=surely if told else surely_not)


def _state(shape: Shape, day: date) -> PartnershipState:
    return partnership_state(partnership_facts_of(shape), day)


def _has_begun(shape: Shape, day: date) -> bool:
    since = date_in(shape["since"])
    return since is None or since.earliest <= day


def _order(shape: Shape) -> tuple[date, int, str]:
    """Oldest first by what is known of the beginning, else of the end; what nothing is known of comes last."""
    began, end = date_in(shape["signed"]) or date_in(shape["valid_from"]), date_in(shape["valid_until"])
    known: PartialDate | None = began or end
    return (known.earliest if known else date.max, 0 if began else 1 if end else 2, shape["id"])
