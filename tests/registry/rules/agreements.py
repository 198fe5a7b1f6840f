"""Agreements to ask rules about: written with dates as EDTF text, or drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from solmu.core.dates import OPEN, PartialDate, Period
from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, AmendmentFact, NoticeFact
from solmu.registry.vocabulary import AgreementStage, RenewalMode
from tests.registry.founding import end, on

DAYS = st.dates(date(1988, 1, 1), date(2040, 12, 31))
DATES = ("signed", "valid_from", "terminated_on", "replaced_from", "review_on")
TERMS = ("notice", "renewal", "review_every")


def facts(**given_facts: Any) -> AgreementFacts:
    """Facts with dates as EDTF text, terms as months, suspensions as EDTF intervals.

    An amendment is (signed, takes effect, new end), a notice (given, effective) or (given, effective, "giver only").
    """
    values = dict(given_facts)
    for name in set(DATES) & set(values):
        values[name] = on(values[name])
    for name in set(TERMS) & set(values):
        values[name] = values[name] if isinstance(values[name], Term) else Term(values[name])
    if "valid_until" in values:
        values["valid_until"] = end(values["valid_until"])
    values["suspensions"] = tuple(Period.from_edtf(text) for text in values.get("suspensions", ()))
    values["reviews"] = tuple(map(on, values.get("reviews", ())))
    values["amendments"] = tuple(
        AmendmentFact(_on(takes_effect), _on(signed), end(until))
        for signed, takes_effect, until in values.get("amendments", ())
    )
    values["notices"] = tuple(
        NoticeFact(_on(given), _on(effective), is_for_giver_only=bool(of_giver))
        for given, effective, *of_giver in values.get("notices", ())
    )
    return AgreementFacts(**values)


def tacit(until: str, months: int = 12, **given_facts: Any) -> AgreementFacts:
    """An agreement that renews itself, for a term of so many months."""
    return facts(valid_until=until, renewal_mode="tacit", renewal=months, **given_facts)


def _on(text: str) -> PartialDate | None:
    return on(text) if text else None


# --- drawn ------------------------------------------------------------------------------------------------------------


def partial_dates(first: int = 1900, last: int = 2100) -> st.SearchStrategy[PartialDate]:
    days = st.dates(date(first, 1, 1), date(last, 12, 31))
    return st.builds(lambda day, length: on(day.isoformat()[:length]), days, st.sampled_from([4, 7, 10]))


def precise_dates(first: int = 1900, last: int = 2100) -> st.SearchStrategy[PartialDate]:
    return st.dates(date(first, 1, 1), date(last, 12, 31)).map(PartialDate.from_day)


def periods() -> st.SearchStrategy[Period]:
    def build(start: PartialDate | None, stop: object) -> Period | None:
        try:
            return Period(start, stop)  # type: ignore[arg-type]
        except ValueError:
            return None

    ends = st.one_of(st.none(), st.just(OPEN), partial_dates())
    return st.builds(build, st.one_of(st.none(), partial_dates()), ends).filter(lambda period: period is not None)


def drawn_agreements(
    dates: st.SearchStrategy[PartialDate] | None = None, *, with_events: bool = True
) -> st.SearchStrategy[AgreementFacts]:
    """Any agreement; `dates` says which dates it has. Without events: no amendment, notice or termination."""
    day = partial_dates(1990, 2030) if dates is None else dates
    maybe = st.one_of(st.none(), day)
    ends = st.one_of(st.none(), st.just(OPEN), day, day, day)
    amendments = st.builds(AmendmentFact, maybe, maybe, ends)
    notices = st.builds(NoticeFact, maybe, maybe, st.booleans())
    return st.builds(
        AgreementFacts,
        signed=maybe,
        valid_from=maybe,
        valid_until=ends,
        stage=st.sampled_from(["", "", "", "", *AgreementStage.values]),
        terminated_on=st.one_of(st.none(), st.none(), day) if with_events else st.none(),
        is_replaced=st.sampled_from([False, False, True]),
        replaced_from=maybe,
        suspensions=st.lists(periods(), max_size=2).map(tuple),
        tie_suspended=st.booleans(),
        tie_certain=st.booleans(),
        notice=st.builds(Term, st.integers(0, 24)),
        renewal_mode=st.sampled_from(["", *RenewalMode.values, "tacit", "tacit"]),
        renewal=st.one_of(st.none(), st.builds(Term, st.sampled_from([1, 5, 6, 12, 12, 24, 36, 60]))),
        most_renewals=st.one_of(st.none(), st.integers(0, 4)),
        amendments=st.lists(amendments, max_size=2).map(tuple) if with_events else st.just(()),
        notices=st.lists(notices, max_size=2).map(tuple) if with_events else st.just(()),
        review_on=maybe,
        review_every=st.one_of(st.none(), st.builds(Term, st.integers(1, 36))),
        reviews=st.lists(day, max_size=3).map(tuple),
    )


def made_precise(given_facts: AgreementFacts, draw: st.DataObject) -> AgreementFacts:
    """The same agreement with each date known to the day, any that the source allows."""

    def precise(value: Any) -> Any:
        if isinstance(value, PartialDate):
            return PartialDate.from_day(draw.draw(st.dates(value.earliest, value.latest)))
        return value

    return replace(
        given_facts,
        **{name: precise(getattr(given_facts, name)) for name in (*DATES, "valid_until")},
        suspensions=tuple(_well_formed(precise(each.start), precise(each.end)) for each in given_facts.suspensions),
        amendments=tuple(
            AmendmentFact(precise(each.takes_effect), precise(each.signed), precise(each.valid_until))
            for each in given_facts.amendments
        ),
        notices=tuple(
            NoticeFact(precise(each.given_on), precise(each.effective_on), each.is_for_giver_only)
            for each in given_facts.notices
        ),
        reviews=tuple(map(precise, given_facts.reviews)),
    )


def _well_formed(start: Any, stop: Any) -> Period:
    assume(not (isinstance(start, PartialDate) and isinstance(stop, PartialDate)) or start.latest <= stop.latest)
    return Period(start, stop)


def days_near(given_facts: AgreementFacts) -> st.SearchStrategy[date]:
    """A day near one on which what is told may change, or any other."""
    turns = sorted(set(turning_points(given_facts)))
    near = st.builds(lambda turn, days: turn + timedelta(days=days), st.sampled_from(turns), st.integers(-40, 400))
    return st.one_of(near, near, DAYS) if turns else DAYS


def turning_points(given_facts: AgreementFacts) -> Iterable[date]:
    """Days near which what is told of the agreement may change."""
    known = [getattr(given_facts, name) for name in (*DATES, "valid_until")]
    for each in given_facts.amendments:
        known += [each.takes_effect, each.signed, each.valid_until]
    for notice in given_facts.notices:
        known += [notice.given_on, notice.effective_on]
    return [day for value in known if isinstance(value, PartialDate) for day in (value.earliest, value.latest)]
