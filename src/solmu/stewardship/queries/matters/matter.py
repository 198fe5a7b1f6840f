"""A matter: one thing that needs somebody, with its words, and what it asks of the record to say them."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import override

from solmu.core.city import City
from solmu.core.models import Record, Source
from solmu.registry.queries.names import Names, names_of, portions
from solmu.registry.queries.owners import Owner, owners_of
from solmu.stewardship.queries.matters import wording
from solmu.stewardship.queries.matters.asked import Found
from solmu.stewardship.queries.renewals import RunningRenewal, renewals_running
from solmu.stewardship.rules.raised import Raised
from solmu.stewardship.vocabulary import MatterRule

Identity = tuple[str, str, str]
"""Rule, what it is about (the id of a record or of a source, empty for neither), occurrence."""

OTHERS = ("other", "tie")
"""What a rule calls the other records its sentence names."""

RENEWED = frozenset({MatterRule.ENDED_WITHOUT_SUCCESSOR, MatterRule.DECISION_DUE})
"""Rules whose sentence says that a renewal is under way, where one is."""

SOURCE_KIND = "source"
"""The kind of what a matter about a source is about; sources are no records."""


@dataclass(frozen=True)
class About:
    """What a matter is about: its kind (empty for the record as a whole) and the day it was entered."""

    kind: str = ""
    entered_on: date | None = None


class Naming(Protocol):
    """What records are called."""

    def of(self, record_id: str, language: str) -> str: ...


class Around(Protocol):
    """What the matters of one list need beyond themselves, found (`Surroundings`) or kept."""

    @property
    def kinds(self) -> Mapping[str, About]: ...
    @property
    def owners(self) -> Mapping[str, Owner]: ...
    @property
    def names(self) -> Naming: ...
    @property
    def renewals(self) -> Mapping[str, RunningRenewal]: ...
    @property
    def sources(self) -> Mapping[str, str]: ...


class Surroundings:
    """What the matters of one list need beyond themselves, asked for all of them when one is first asked.

    Sentences, owners and kinds of thousands of matters cost more than finding them; a list that is only counted, or
    of which ten are shown, does not pay for the rest.
    """

    def __init__(self, found: Collection[Found], *, city: City, public_only: bool) -> None:
        self._about = sorted({key for key, _ in found if key})
        self._named = {str(raised.told[name]) for _, raised in found for name in OTHERS if name in raised.told}
        self._city, self._public_only = city, public_only

    @functools.cached_property
    def kinds(self) -> dict[str, About]:
        zone, found = ZoneInfo(self._city.time_zone), {}
        for some in portions(self._about):
            for key, kind, at in Record.objects.filter(pk__in=some).values_list("pk", "kind", "created_at"):
                found[key] = About(kind, at.astimezone(zone).date())
        for some in portions([key for key in self._about if key not in found]):
            for key, read_on in Source.objects.filter(pk__in=some).values_list("pk", "read_on"):
                found[key] = About(SOURCE_KIND, read_on)
        return found

    @functools.cached_property
    def owners(self) -> dict[str, Owner]:
        return owners_of(self._about)

    @functools.cached_property
    def names(self) -> Names:
        return names_of({*self._about, *self._named}, public_only=self._public_only)

    @functools.cached_property
    def renewals(self) -> dict[str, RunningRenewal]:
        """The renewals under way of agreements among what the matters are about; they are nobody's but the city's."""
        return {} if self._public_only else renewals_running(self._about, city=self._city)

    @functools.cached_property
    def sources(self) -> dict[str, str]:
        keys = [key for key, about in self.kinds.items() if about.kind == SOURCE_KIND]
        return {
            key: title
            for some in portions(keys)
            for key, title in Source.objects.filter(pk__in=some).values_list("pk", "title")
        }


@dataclass(frozen=True)
class Matter:
    """One thing that needs somebody. It goes when the facts change, or by a recorded decision; there is no "done".

    `record_id` is the id of the record or of the source it is about, empty where it is about neither. `assigned_to`
    is the id of the account somebody asked to see to it.
    """

    raised: Raised
    record_id: str
    assigned_to: str | None = None
    snoozed_until: date | None = None
    surroundings: Around = field(kw_only=True, repr=False, compare=False)

    @property
    def identity(self) -> Identity:
        return self.raised.rule, self.record_id, self.raised.occurrence

    @property
    def rule(self) -> str:
        return self.raised.rule

    @property
    def severity(self) -> str:
        return self.raised.severity

    @property
    def occurrence(self) -> str:
        return self.raised.occurrence

    @property
    def due_on(self) -> date | None:
        """The last day to act; None where no day is set."""
        return self.raised.due_on

    @property
    def arose_on(self) -> date | None:
        """The first day it was surely as pressing as it is; None where that is not known."""
        return self.raised.arose_on

    @property
    def record_kind(self) -> str:
        """The kind of what it is about (`RecordKind`, or *source*), empty for the record as a whole."""
        return self._about.kind

    @property
    def owner(self) -> Owner | None:
        return self.surroundings.owners.get(self.record_id)

    @property
    def renewal(self) -> RunningRenewal | None:
        """The renewal under way that the sentence tells of."""
        return self.surroundings.renewals.get(self.record_id) if self.rule in RENEWED else None

    @property
    def handled_by(self) -> str | None:
        """The account that sees to it: who was asked to, else whose the renewal under way is."""
        return self.assigned_to or (self.renewal.owner_id if self.renewal else None)

    @property
    def is_old_news(self) -> bool:
        """Whether it was already so when what it is about was entered: told in the digest, never by itself."""
        entered, arose = self._about.entered_on, self.arose_on
        return arose is None or (entered is not None and arose <= entered)

    @property
    def _about(self) -> About:
        return self.surroundings.kinds.get(self.record_id, About())

    def name(self, language: str) -> str:
        """What it is about, as a reader knows it."""
        if not self.record_id:
            with override(language):
                return wording.name_of_none(self.raised)
        if self.record_kind == SOURCE_KIND:
            return self.surroundings.sources[self.record_id]
        return self.surroundings.names.of(self.record_id, language)

    def reason(self, language: str) -> str:
        """Why it needs somebody, in a sentence or two."""
        with override(language):
            reason = wording.reason(self.raised, lambda key: self.surroundings.names.of(key, language))
            return f"{reason} {self.renewal.sentence}" if self.renewal else reason

    def when(self, language: str) -> str:
        """Since when it is so or by when to act; empty where neither is known."""
        with override(language):
            return wording.when(self.raised)

    def sentence(self, language: str) -> str:
        """All of it in one line."""
        name = self.name(language)
        told = (f"{name}{'' if name.endswith('.') else '.'}", self.reason(language), self.when(language))
        return " ".join(part for part in told if part)
