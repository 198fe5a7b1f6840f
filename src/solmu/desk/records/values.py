"""Values of the audit in words: ids by name, dates as they are written, choices by their words, texts by language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Value
from django.utils.translation import gettext as _

from solmu.core.dates import NotADate, end_from_edtf
from solmu.core.ids import OPAQUE_ID
from solmu.core.models import Account, Source, StoredFile
from solmu.core.wording import shown_value
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import FIELDS, field_word
from solmu.desk.records.parts import Part, naming_columns
from solmu.desk.settings.words import CHOICES as SETTING_CHOICES
from solmu.registry.queries.names import Names, names_of
from solmu.registry.queries.references import model_of

UNTOLD = ("created_at", "position")
"""Columns that tell a person nothing: when a row was made, where it stands among others."""

UNTOLD_OF_CITATIONS = ("start", "end", "source_id")


@dataclass(frozen=True)
class Known:
    """What the ids in some values stand for: records, people, sources and files."""

    records: Names
    others: Mapping[str, str]

    def of(self, text: str) -> str | None:
        if text in self.records.rows:
            return self.records.of(text, reading_language())
        return self.others.get(text)


def known_in(texts: Iterable[str]) -> Known:
    """What the ids in texts stand for; two queries and those of each kind of record among them."""
    ids = {found for text in texts for found in OPAQUE_ID.findall(text)}
    records = names_of(ids)
    left = ids - set(records.rows)
    # What has an id and is no record, by what it is called; one after the other in one query.
    rows = Account.objects.filter(pk__in=left).values_list("pk", "name", "email")
    rows = rows.union(
        Source.objects.filter(pk__in=left).values_list("pk", "title", Value("")),
        StoredFile.objects.filter(pk__in=left).values_list("pk", "name", Value("")),
        all=True,
    )
    return Known(records, {key: name or email for key, name, email in rows} if left else {})


def goes_without_saying(part: Part | None, column: str, record_id: str, *values: str) -> bool:
    """Whether a value tells a person nothing, or only what the part is a part of."""
    if column in UNTOLD or (part is not None and json.dumps(record_id) in values):
        return True
    return part is not None and part.model == "citation" and column in UNTOLD_OF_CITATIONS


def worded(value: Any, known: Known, choices: Mapping[str, str]) -> str:
    """A value in words, its languages one after another; empty where it says nothing."""
    if texts := by_language(value):
        return " / ".join(text for text in texts.values() if text)
    return choices.get(str(value)) or _words(value, known)


def told_in_words(value: Any, key: str, kind: str) -> str:
    """A value of a record's public shape, which names a kind's own column by the kind: its choice, day or text."""
    codes = _codes("", key.removeprefix(f"{kind}_"), kind) or _codes("agreementparty", key, "")
    return str(dict(codes).get(str(value)) or _words(value, Known(Names({}), {})))


def _words(value: Any, known: Known) -> str:
    if value is None or value == "" or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(each, known) for each in value)
    text = str(value)
    if (name := known.of(text)) is not None:
        return name
    try:
        return shown_value(end_from_edtf(text))
    except (NotADate, ValueError):
        return text


def by_language(value: Any) -> dict[str, str] | None:
    """A text in several languages, also one kept as JSON in its column; None for anything else."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    is_text = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    return {str(code): text for code, text in value.items()} if is_text else None


def choices_of(part: Part | None, column: str, kind: str) -> Mapping[str, str]:
    """The words of a column that holds a choice or another column's name; else none. `kind` is the record's."""
    if part is not None and part.model == "citation" and column == "field":
        return {each: str(word) for each, word in FIELDS.items()}
    if part is None and column in SETTING_CHOICES:
        return {code: str(word) for code, word in SETTING_CHOICES[column].items()}
    codes = _codes(part.model if part else "", column, "" if part else kind)
    return {code: str(word) for code, word in codes}


@cache
def _codes(model_name: str, column: str, kind: str) -> tuple[tuple[str, Any], ...]:
    ours = [each for each in apps.get_models() if each.__module__.startswith("solmu.")]
    models = [each for each in ours if each._meta.model_name == model_name] if model_name else []
    if kind:
        models = [model_of(kind)]
    for model in models:
        for field in model._meta.concrete_fields:
            if field.attname == column and field.choices:
                return tuple((str(code), word) for code, word in field.flatchoices)
    return ()


def name_of_part(part: Part, values: Mapping[str, str], known: Known) -> str:
    """What tells a part from others of its kind: *City of Rantala*; empty where nothing does."""
    told = (
        worded(json.loads(values[column]), known, choices_of(part, column, ""))
        for column in naming_columns(part.model)
        if column in values
    )
    return next((text for text in told if text), "")


def summary_of(part: Part, values: Mapping[str, str], known: Known, record_id: str) -> str:
    """All a part says in one line, its name first: *City of Rantala; Signed on 4.9.1998*."""
    rest = []
    for column, text in sorted(values.items()):
        if column in naming_columns(part.model) or goes_without_saying(part, column, record_id, text):
            continue
        if words := worded(json.loads(text), known, choices_of(part, column, "")):
            rest.append(f"{field_word(column)}: {words}")
    return "; ".join(text for text in (name_of_part(part, values, known), *rest) if text)
