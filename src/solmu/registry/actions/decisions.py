"""Writes of decisions."""

from __future__ import annotations

from solmu.core.actions import is_web_address
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import Decision
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.duplicates import same_decision
from solmu.registry.vocabulary import RecordKind


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
    if not organ:
        raise BrokenRule("A decision is made by an organ. Name it as written, for example: City board.")
    if decided is None and not is_of_the_past(source, of_the_past):
        raise BrokenRule("A decision has a day. Give it.")
    if address and not is_web_address(address):
        raise BrokenRule("“%(address)s” is not an address. Write it whole, beginning with https://.", address=address)
    if known := same_decision(organ=organ, decided=decided, section=section, case_id=case_id):
        raise BrokenRule(
            "This decision is recorded already: %(known)s (%(id)s). Use that one.", known=known, id=known.pk
        )
    with recording(by=by, action="record_decision", source=source) as journal:
        record = new_record(journal, RecordKind.DECISION, is_published=is_published)
        decision = Decision(
            record=record, organ=organ, decided=decided, section=section, case_id=case_id, address=address
        )
        journal.create(decision)
    return decision
