"""What an erasure of audit values takes with it: the same words in the versions that were published."""

from __future__ import annotations

from typing import Any

from solmu.registry.models import Citation, PublicVersion
from solmu.registry.records import public_shapes


def strike_words(record_id: str, words: set[str]) -> None:
    """Take erased words out of every kept version of a record's public shape, where it does not still say them.

    A citation that quotes no more than them goes. Called in the transaction of an erasure
    (`core.audit.follow_erasures`), whose entry stands for this too.
    """
    Citation.objects.filter(record_id=record_id, quote__in=[*words, ""]).delete()
    erased = words - _words_in(public_shapes([record_id]).get(record_id))
    if not erased:
        return
    for version in PublicVersion.objects.filter(record_id=record_id, shape__isnull=False):
        struck = _without(version.shape, erased)
        if struck != version.shape:
            PublicVersion.objects.filter(record_id=record_id, revision=version.revision).update(shape=struck)


def _words_in(value: Any) -> set[str]:
    if isinstance(value, dict | list):
        each = value.values() if isinstance(value, dict) else value
        return set().union(*map(_words_in, each))
    return {value} if isinstance(value, str) else set()


def _without(value: Any, words: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, words) for each in value]
    return None if isinstance(value, str) and value in words else value
