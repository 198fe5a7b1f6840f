"""Writes of citations: which words of which source a fact comes from."""

from __future__ import annotations

from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import Citation
from solmu.registry.models.base import AS_WRITTEN_LENGTH
from solmu.registry.permissions import check_can_record_activity

QUOTE_LENGTH = 400


def cite(
    *, by: Account, source: Source, record: Record, field: str, quote: str, start: int, end: int, value: str = ""
) -> Citation | None:
    """Record that a fact of a record comes from these words, the first 400 of longer ones; None where it is there.

    `value` is what this source says of the fact, where it can be compared with what others say: a date as EDTF, a
    number, a key. Sources that say different things are a matter.
    """
    check_can_record_activity(by)
    end = min(end, start + QUOTE_LENGTH)
    place = {"record": record, "field": field, "source": source, "start": start, "end": end}
    if Citation.objects.filter(**place).exists():
        return None
    with recording(by=by, action="cite", source=source) as journal:
        citation = Citation(**place, quote=quote[:QUOTE_LENGTH], value=value[:AS_WRITTEN_LENGTH])
        journal.create(citation, of=record)
    return citation


def remove_citation(*, by: Account, source: Source | None, citation: Citation) -> None:
    """Take back a citation that should not have been recorded."""
    check_can_record_activity(by)
    with recording(by=by, action="remove_citation", source=source) as journal:
        journal.delete(citation, of=citation.record)
