"""Writes of decisions."""

from __future__ import annotations

from typing import Any

from solmu.core.actions import is_web_address
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import new_record, recording, refuse_gone
from solmu.registry.models import Decision
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.duplicates import same_decision
from solmu.registry.vocabulary import RecordKind

CHANGEABLE = ("organ", "decided", "section", "case_id", "address")
"""What `change_decision` changes."""


def record_decision(
    *, by: Account, source: Source | None, organ: str, decided: PartialDate | None, section: str = "",
    case_id: str = "", address: str = "", is_published: bool = False, of_the_past: bool | None = None,
) -> Decision:  # fmt: skip
    """Record what an organ decided: the day, the section (§), the case number and where it can be read.

    One organ has one decision of a section on a day; without a section, one of a case. Raises BrokenRule for a second,
    without an organ, without a day unless a source tells of the past, and for an address that is none of the web.
    """
    check_can_keep_record(by)
    organ, section, case_id = organ.strip(), section.strip(), case_id.strip()
    if decided is None and not is_of_the_past(source, of_the_past):
        raise BrokenRule("A decision has a day. Give it.")
    _check(organ, address)
    _refuse_known(same_decision(organ=organ, decided=decided, section=section, case_id=case_id))
    with recording(by=by, action="record_decision", source=source) as journal:
        record = new_record(journal, RecordKind.DECISION, is_published=is_published)
        decision = Decision(
            record=record, organ=organ, decided=decided, section=section, case_id=case_id, address=address
        )
        journal.create(decision)
    return decision


def change_decision(*, by: Account, source: Source | None, decision: Decision, **values: Any) -> list[str]:
    """Change a decision's organ, day, section, case number or address; names the columns that changed.

    A day that is recorded can be another, not none. Raises BrokenRule as `record_decision` does, and for what cannot be
    changed so.
    """
    check_can_keep_record(by)
    refuse_gone(decision)
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a decision cannot be changed so. Leave it out.", field=unknown[0])
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    now = {name: values.get(name, getattr(decision, name)) for name in CHANGEABLE}
    if decision.decided is not None and now["decided"] is None:
        raise BrokenRule("A decision has a day. Give it.")
    _check(now["organ"], now.pop("address"))
    _refuse_known(same_decision(**now, other_than=decision.pk))
    with recording(by=by, action="change_decision", source=source) as journal:
        return journal.update(decision, **values)


def _check(organ: str, address: str) -> None:
    if not organ:
        raise BrokenRule("A decision is made by an organ. Name it as written, for example: City board.")
    if address and not is_web_address(address):
        raise BrokenRule("“%(address)s” is not an address. Write it whole, beginning with https://.", address=address)


def _refuse_known(known: Decision | None) -> None:
    if known is not None:
        raise BrokenRule(
            "This decision is recorded already: %(known)s (%(id)s). Use that one.", known=known, id=known.pk
        )
