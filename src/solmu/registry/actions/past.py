"""Whether an action is what a person does today, or what a source says of the past."""

from __future__ import annotations

from solmu.core.models import Source
from solmu.core.vocabulary import SourceKind


def is_of_the_past(source: Source | None, told: bool | None = None) -> bool:
    """Whether rules that bind what is done today are left aside: what a source says of the past is recorded as it is,
    and what is wrong with it is raised as a matter.

    `told` is what the caller says of it. Where it says nothing, a page, document, spreadsheet or register that was
    read tells of the past; without a source, or on a person's word, somebody acts today.
    """
    if told is not None:
        return told
    return source is not None and source.kind != SourceKind.PERSON
