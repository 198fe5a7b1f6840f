"""Reads of the languages that the texts of a record lack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.models import Record
from solmu.registry.models import Activity, Commitment, LanguageException, Recognition, RecordImage, Story
from solmu.registry.records import by_language
from solmu.registry.vocabulary import RecordKind

TEXTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    RecordKind.STORY: (Story, ("title", "text")),
    RecordKind.ACTIVITY: (Activity, ("title", "funding", "outcome")),
    RecordKind.RECOGNITION: (Recognition, ("title", "occasion")),
    RecordKind.COMMITMENT: (Commitment, ("text",)),
}
"""The kinds whose texts are the city's own, to be had in each of its languages; names are what they are in any."""


def missing_languages(record: Record, languages: Sequence[str]) -> list[str]:
    """Those of the languages, in their order, that a text of the record lacks and no exception lets it lack.

    A text that says nothing lacks none; one in a language that nobody stated lacks all. At most three queries.
    """
    if record.kind not in TEXTS:
        return []
    model, columns = TEXTS[record.kind]
    texts = [
        *model.objects.filter(pk=record.pk).values_list(*columns).get(),
        *RecordImage.objects.filter(record=record).values_list("alternative", flat=True),
    ]
    said = [spoken for text in texts if (spoken := languages_of(text))]
    excepted = set(LanguageException.objects.filter(record=record).values_list("language", flat=True))
    return [each for each in languages if each not in excepted and any(each not in spoken for spoken in said)]


def languages_of(text: LazyI18nString | str) -> set[str]:
    """The languages a text has words in, blanks being none; the empty one where nobody stated which."""
    return {language for language, words in by_language(text).items() if words.strip()}
