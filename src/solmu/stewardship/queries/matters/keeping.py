"""The matters of a day as one row keeps them: what was found and all that their sentences need, as JSON.

Every page of the desk that tells of matters reads this row; finding them anew asks every rule. Names of contact
persons and of who was given an award, and of accounts, are not kept: they are asked for when they are told.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from i18nfield.strings import LazyI18nString

from solmu import __version__
from solmu.core.city import City
from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.registry.queries.names import Names, names_of
from solmu.registry.queries.owners import Owner
from solmu.registry.vocabulary import RecordKind
from solmu.stewardship.models import AgreementDeadline, KeptMatters
from solmu.stewardship.queries.matters.finding import first_matters, matters_on
from solmu.stewardship.queries.matters.matter import About, Matter, Surroundings
from solmu.stewardship.queries.renewals import RunningRenewal
from solmu.stewardship.rules.raised import Raised, Told

ALL_UP_TO = 5_000
"""Agreements up to which every matter is found and kept; of a larger record only the most urgent are."""

MOST_URGENT = 10

MADE_BY = f"{__version__} 2"
"""The release and the form of what is kept; raise the number when the form changes."""

PEOPLE = frozenset({RecordKind.CONTACT, RecordKind.RECOGNITION})
"""Kinds of records whose names are names of people."""


@dataclass(frozen=True)
class DayMatters:
    """The matters of a day, most urgent first.

    `is_whole`: all of them, also those that are snoozed; else the most urgent that are not.
    """

    matters: tuple[Matter, ...]
    is_whole: bool

    @property
    def awake(self) -> list[Matter]:
        """Those that do not wait."""
        return [each for each in self.matters if each.snoozed_until is None]


def found_matters(day: date, *, city: City) -> DayMatters:
    """The matters of the day, found anew by every rule."""
    if AgreementDeadline.objects.count() > ALL_UP_TO:
        return DayMatters(tuple(first_matters(day, city=city, limit=MOST_URGENT)), is_whole=False)
    return DayMatters(tuple(matters_on(day, city=city, with_snoozed=True)), is_whole=True)


def kept_matters(day: date, *, city: City, head: str) -> DayMatters | None:
    """The matters of the day as kept; None where they are of another day, record or settings. One query.

    `head` is where the audit chain ends. What their sentences need that is not kept is asked when it is told.
    """
    row = row_as_of(day, city=city, head=head).first()
    return row and _read(row.found, row.is_whole)


def row_as_of(day: date, *, city: City, head: str) -> Any:
    """The one row, if it is of this day, record and settings."""
    return KeptMatters.objects.filter(day=day, head=head, settings_mark=_mark(city), made_by=MADE_BY)


def row_of(found: DayMatters, day: date, *, city: City, head: str, at: datetime) -> KeptMatters:
    """The row that keeps these matters, not saved."""
    return KeptMatters(
        day=day,
        head=head,
        settings_mark=_mark(city),
        made_by=MADE_BY,
        is_whole=found.is_whole,
        found=_written(found.matters),
        found_at=at,
    )


def _mark(city: City) -> str:
    return hashlib.sha256(repr(city).encode()).hexdigest()


# --- written ----------------------------------------------------------------------------------------------------------


def _written(matters: Iterable[Matter]) -> dict[str, Any]:
    matters = tuple(matters)
    if not matters:
        return {"matters": []}
    around, languages = matters[0].surroundings, [code for code, _ in settings.LANGUAGES]
    assert isinstance(around, Surroundings)  # what was read is not kept again
    named = {key: kind for key, (kind, _row) in around.names.rows.items()}
    return {
        "matters": [_matter_written(each) for each in matters],
        "kinds": {key: [about.kind, _day_written(about.entered_on)] for key, about in around.kinds.items()},
        "names": {
            key: {code: around.names.of(key, code) for code in languages}
            for key, kind in named.items()
            if kind not in PEOPLE
        },
        "people": sorted(key for key, kind in named.items() if kind in PEOPLE),
        "owners": {key: _owner_written(owner) for key, owner in around.owners.items()},
        "renewals": {key: _renewal_written(renewal) for key, renewal in around.renewals.items()},
        "sources": around.sources,
    }


def _matter_written(matter: Matter) -> dict[str, Any]:
    raised = matter.raised
    return {
        "about": matter.record_id,
        "rule": raised.rule,
        "severity": raised.severity,
        "occurrence": raised.occurrence,
        "due_on": _day_written(raised.due_on),
        "arose_on": _day_written(raised.arose_on),
        "told": {name: _told_written(value) for name, value in raised.told.items()},
        "assigned_to": matter.assigned_to,
        "snoozed_until": _day_written(matter.snoozed_until),
    }


def _told_written(value: Told) -> Any:
    if isinstance(value, PartialDate):
        return {"date": value.edtf}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def _owner_written(owner: Owner) -> dict[str, Any]:
    return {
        "unit": owner.unit_id,
        "account": owner.account_id,
        "name": _name_written(owner.name) if owner.unit_id else "",
        "accounts": owner.account_ids,
        "heads": owner.head_ids,
        "owned": owner.owned_id,
    }


def _name_written(name: str | LazyI18nString) -> Any:
    return name.data if isinstance(name, LazyI18nString) else name


def _renewal_written(renewal: RunningRenewal) -> dict[str, Any]:
    return {
        "id": renewal.renewal_id,
        "owner": renewal.owner_id,
        "stage": renewal.stage,
        "due": {stage: _day_written(on) for stage, on in renewal.due.items()},
    }


def _day_written(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- read -------------------------------------------------------------------------------------------------------------


class KeptSurroundings:
    """What was kept beside the matters; the names of people are asked for once, when one is first told."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._kept = kept

    @functools.cached_property
    def kinds(self) -> dict[str, About]:
        return {key: About(kind, _day_read(on)) for key, (kind, on) in self._kept["kinds"].items()}

    @functools.cached_property
    def owners(self) -> dict[str, Owner]:
        rows = self._kept["owners"]
        asked = {row["account"] for row in rows.values() if row["account"]}
        accounts = Account.objects.in_bulk(sorted(asked)) if asked else {}
        return {
            key: Owner(
                key,
                row["unit"],
                row["account"],
                name=LazyI18nString(row["name"]) if row["unit"] else _called(accounts.get(row["account"])),
                account_ids=tuple(row["accounts"]),
                head_ids=tuple(row["heads"]),
                owned_id=row["owned"],
            )
            for key, row in rows.items()
        }

    @functools.cached_property
    def names(self) -> KeptNames:
        people = self._kept["people"]
        return KeptNames(self._kept["names"], names_of(people) if people else Names({}))

    @functools.cached_property
    def renewals(self) -> dict[str, RunningRenewal]:
        return {
            key: RunningRenewal(
                row["id"],
                key,
                row["owner"],
                row["stage"],
                {stage: date.fromisoformat(on) for stage, on in row["due"].items()},
            )
            for key, row in self._kept["renewals"].items()
        }

    @property
    def sources(self) -> dict[str, str]:
        titles: dict[str, str] = self._kept["sources"]
        return titles


@dataclass(frozen=True)
class KeptNames:
    """What records are called, by language, as it was kept; of people as they are called now."""

    kept: Mapping[str, Mapping[str, str]]
    people: Names

    def of(self, record_id: str, language: str) -> str:
        texts = self.kept.get(record_id)
        return self.people.of(record_id, language) if texts is None else texts[language]


def _read(kept: Mapping[str, Any], is_whole: bool) -> DayMatters:
    around = KeptSurroundings(kept)
    matters = (
        Matter(
            Raised(
                row["rule"],
                row["severity"],
                row["occurrence"],
                due_on=_day_read(row["due_on"]),
                arose_on=_day_read(row["arose_on"]),
                told={name: _told_read(value) for name, value in row["told"].items()},
            ),
            row["about"],
            row["assigned_to"],
            _day_read(row["snoozed_until"]),
            surroundings=around,
        )
        for row in kept["matters"]
    )
    return DayMatters(tuple(matters), is_whole)


def _told_read(value: Any) -> Told:
    if not isinstance(value, dict):
        told: Told = value
        return told
    return PartialDate.from_edtf(value["date"]) if "date" in value else date.fromisoformat(value["day"])


def _day_read(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _called(account: Account | None) -> str:
    return (account.name or account.email) if account else ""
