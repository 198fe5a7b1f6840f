"""What a brief is made of, before it is worded: the same values, whether they come of rows or of public shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from solmu.core.dates import End, PartialDate
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.queries.partnerships import PartnershipOnDay
from solmu.registry.vocabulary import Direction
from solmu.stewardship.queries.matters import Matter

Texts = Mapping[str, str]
"""Words by language."""


@dataclass(frozen=True)
class Gift:
    what: Texts
    direction: str
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class Visit:
    """A visit or another activity with the partner; its direction is empty where nobody travelled or none is known."""

    key: str
    title: Texts
    kind: str
    start: PartialDate | None = None
    end: End = None
    direction: str = ""
    outcome: Texts | None = None
    gifts: tuple[Gift, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody met: a contact person, or who signed an agreement, acting in office. `key` is the contact's record."""

    name: str
    title: str = ""
    organisation: Texts | None = None
    email: str = ""
    telephone: str = ""
    key: str = ""
    signed: PartialDate | None = None


@dataclass(frozen=True)
class Material:
    """All of it. Only an internal brief has contact persons, matters and deadlines (`lead_months` is the city's lead).

    `all_matters_known`: whether every matter of the record was looked through.
    """

    is_public: bool
    tie: PartnershipOnDay
    agreements: Sequence[AgreementOnDay] = ()
    visits: Sequence[Visit] = ()
    pairs: Sequence[tuple[Texts, Texts]] = ()
    signatories: Sequence[Person] = ()
    contacts: Sequence[Person] = ()
    matters: Sequence[Matter] = ()
    all_matters_known: bool = True
    lead_months: int = 0

    def visits_by(self, day: date, direction: Direction) -> tuple[list[Visit], list[Visit]]:
        """The visits in a direction: those begun by the day, the latest first; those to come, the next first.

        One of which only the month or the year is known counts as begun from its first day.
        """
        dated = [(each.start, each) for each in self.visits if each.direction == direction and each.start]
        dated.sort(key=lambda pair: (pair[0].earliest, pair[0].latest, pair[1].key))
        past = [each for start, each in reversed(dated) if start.earliest <= day]
        return past, [each for start, each in dated if start.earliest > day]
