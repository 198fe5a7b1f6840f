"""What a form of the desk is: fields of one thing, in the city's languages, whose values can be told as texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from solmu.core.city import City
from solmu.core.models import Account
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.merging import Texts


class EditForm(forms.Form):
    """The fields of one record, or of one step with it.

    `city` and `by` are there for choices that depend on them; `groups` names fieldsets: a heading and the names of its
    fields (empty: all fields stand in one). `personal` are fields whose unsaved text is nobody else's business: all
    unsaved work is seen by its author only, and none of it is kept in the browser.
    """

    required_css_class = "required"
    groups: tuple[tuple[str | Promise, tuple[str, ...]], ...] = ()

    def __init__(self, *args: Any, city: City, by: Account, subject: Any = None, **options: Any) -> None:
        self.city, self.by, self.subject = city, by, subject
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, InLanguages):
                field.speak(city.languages)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that come from the record. Overridden by forms that have some."""

    @property
    def has_file(self) -> bool:
        return any(isinstance(field, forms.FileField) for field in self.fields.values())

    def fieldsets(self) -> list[tuple[str, list[forms.BoundField]]]:
        if not self.groups:
            return [("", [self[name] for name in self.fields])]
        return [(str(heading), [self[name] for name in names if name in self.fields]) for heading, names in self.groups]

    def names(self) -> dict[str, str]:
        """The names under which the form sends its fields, each with the field's own: `title_fi` is of `title`."""
        found: dict[str, str] = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField):
                continue
            if isinstance(field.widget, forms.MultiWidget):
                found.update({f"{name}{suffix}": name for suffix in suffixes(field.widget)})
            else:
                found[name] = name
        return found

    def texts_now(self) -> dict[str, Texts]:
        """What the fields say before anything is typed, as the form would send it back untouched."""
        texts: dict[str, Texts] = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField):
                continue
            value = field.prepare_value(self.get_initial_for_field(field, name))
            if isinstance(field.widget, forms.MultiWidget):
                parts = value if isinstance(value, list | tuple) else field.widget.decompress(value) or []
                for suffix, part in zip(suffixes(field.widget), parts, strict=True):
                    texts[f"{name}{suffix}"] = _texts(part)
            elif isinstance(field.widget, forms.CheckboxInput):
                texts[name] = ("on",) if value else ()
            else:
                texts[name] = _texts(field.widget.format_value(value))
        return texts

    def texts_sent(self, data: QueryDict) -> dict[str, Texts]:
        return {name: tuple(data.getlist(name)) for name in self.names()}


def suffixes(widget: forms.MultiWidget) -> list[str]:
    """What the boxes of a field add to its name."""
    names: list[str] = widget.widgets_names  # type: ignore[attr-defined]
    return names


def _texts(value: Any) -> Texts:
    if value is None or value == "":
        return ()
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value if each not in (None, ""))
    return (str(value),)


def query_of(values: Mapping[str, Iterable[str]]) -> QueryDict:
    """Texts as a form would send them."""
    made = QueryDict(mutable=True)
    for name, texts in values.items():
        made.setlist(name, list(texts))
    return made
