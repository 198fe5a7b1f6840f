"""What a merge changed, noted so that it can be taken back: columns by name, texts by language, whole rows."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import models
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString

from solmu.core.audit import canonical
from solmu.core.fields import DerivedDayField
from solmu.registry.models import RecordMerge, RecordMergeEffect
from solmu.registry.records import by_language

NOTHING = canonical(None)
"""What a row said before it was made."""


def is_text_by_language(column: Any) -> bool:
    return isinstance(column, I18nFieldMixin)


def columns_of(row: Any) -> list[Any]:
    """The columns a row is written in, without days that follow from others."""
    return [each for each in row._meta.concrete_fields if each.column and not isinstance(each, DerivedDayField)]


def value_of(row: Any, name: str) -> object:
    """A column's value; of `title.fi` the text in that language, empty where it has none."""
    column, dot, language = name.partition(".")
    value = getattr(row, column)
    return by_language(value).get(language, "") if dot else value


def with_language(row: Any, name: str, text: str) -> tuple[str, object]:
    """The column's name and its value with this text in the language that `title.fi` names; an empty text is none."""
    column, _, language = name.partition(".")
    texts = {key: each for key, each in by_language(getattr(row, column)).items() if key != language}
    if text:
        texts[language] = text
    return column, LazyI18nString(texts or "")


class Effects:
    """The effects of one merge, numbered in their order."""

    def __init__(self, merge: RecordMerge) -> None:
        self._merge = merge
        self._noted: list[RecordMergeEffect] = []

    def changed(self, row: Any, name: str, before: object) -> None:
        """A column of a row was changed; `name` is its column, or `title.fi` for one language of a text."""
        self._note(row, name, canonical(before))

    def taken_out(self, row: Any) -> None:
        """The whole row was taken out."""
        self._note(row, "", canonical({column.attname: _kept(row, column) for column in columns_of(row)}))

    def made(self, row: Any) -> None:
        """A row was made."""
        self._note(row, "", NOTHING)

    def _note(self, row: Any, name: str, before: str) -> None:
        self._noted.append(
            RecordMergeEffect(
                merge=self._merge,
                table=row._meta.db_table,
                row=str(row.pk),
                column=name,
                before=before,
                position=len(self._noted) + 1,
            )
        )

    def keep(self) -> None:
        RecordMergeEffect.objects.bulk_create(self._noted)


def _kept(row: Any, column: Any) -> object:
    value = getattr(row, column.attname)
    return by_language(value) if is_text_by_language(column) else value


def table(name: str) -> Any:
    """The model of a table."""
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == name)


def row_as_it_was(effect: RecordMergeEffect) -> Any:
    """The row that was taken out."""
    model, said = table(effect.table), json.loads(effect.before)
    row = model()
    for column in columns_of(row):
        value = said[column.attname]
        if is_text_by_language(column):
            value = LazyI18nString(value or "")
        setattr(row, column.attname, column.to_python(value) if not is_text_by_language(column) else value)
    return row


def column_as_it_was(effect: RecordMergeEffect) -> object:
    """What a column said before the merge; of one language of a text, its words."""
    value: object = json.loads(effect.before)
    if "." in effect.column:
        return value
    column: Any = table(effect.table)._meta.get_field(effect.column)
    if is_text_by_language(column):
        return LazyI18nString(value or "")
    if isinstance(column, models.ForeignKey):
        return value
    return column.to_python(value)
