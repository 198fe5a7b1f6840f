"""Filling in what a record does not say yet, from another source that does; and taking that back."""

from __future__ import annotations

from typing import Any

from solmu.core.dates import PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import CoverageStatement, InstitutionLink, Membership
from solmu.registry.permissions import check_can_keep_record

COMPLETABLE: dict[type[Any], tuple[str, ...]] = {
    Membership: ("role", "member_from", "member_until", "fee"),
    InstitutionLink: ("linked_from", "linked_until"),
    CoverageStatement: ("stated_from", "stated_until"),
}
"""The facts of each kind that may be filled in. Their periods are the two fields in `_from` and `_until`."""


def complete_record(*, by: Account, source: Source | None, row: Any, **values: Any) -> list[str]:
    """Fill in what the record does not say yet, and give the names of what was; what it says already stays.

    Raises NotADate where the end would then lie before the start.
    """
    check_can_keep_record(by)
    missing = {name: value for name, value in values.items() if value and not getattr(row, _known(row, name))}
    _check_period(row, missing)
    with recording(by=by, action="complete_record", source=source) as journal:
        return journal.update(row, **missing)


def empty_fields(*, by: Account, source: Source | None, row: Any, fields: list[str]) -> None:
    """Take back what was filled in: the record says nothing of these fields again."""
    check_can_keep_record(by)
    with recording(by=by, action="empty_fields", source=source) as journal:
        nothing: dict[str, Any] = dict.fromkeys((_known(row, name) for name in fields), "")
        journal.update(row, **nothing)


def _known(row: Any, name: str) -> str:
    if name not in COMPLETABLE[type(row)]:
        raise BrokenRule(
            "“%(name)s” of a %(what)s cannot be filled in. Leave it out.",
            name=name,
            what=Phrase(str(row._meta.verbose_name)),
        )
    return name


def _check_period(row: Any, values: dict[str, Any]) -> None:
    names = [name for name in COMPLETABLE[type(row)] if name.endswith(("_from", "_until"))]
    start, end = (values.get(name, getattr(row, name)) for name in names)
    Period(start if isinstance(start, PartialDate) else None, end)
