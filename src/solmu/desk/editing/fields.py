"""Form fields of the desk beyond Django's and core's: a text in each of the city's languages."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

LANGUAGE_NAMES = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "en": _("English"),
}


class InLanguages(forms.MultiValueField):
    """One text in each of the city's languages; gives a LazyI18nString, empty ones left out.

    Each language is a field of its own in drafts, in merging and in history: `title_fi`, `title_sv`. `required` asks
    for at least one language. `speak` gives it the languages; `EditForm` does so.
    """

    def __init__(self, *, is_long: bool = False, longest: int | None = None, **options: Any) -> None:
        self.is_long, self.longest = is_long, longest
        self.languages: tuple[str, ...] = ()
        options.setdefault("require_all_fields", False)
        super().__init__(fields=(), widget=forms.MultiWidget(widgets={}), **options)

    def __deepcopy__(self, memo: dict[int, Any]) -> InLanguages:
        made = super().__deepcopy__(memo)
        made.widget = copy.deepcopy(self.widget, memo)
        return made

    def speak(self, languages: Sequence[str]) -> None:
        """Have one box for each of these languages."""
        self.languages = tuple(languages)
        widget = forms.Textarea if self.is_long else forms.TextInput
        self.fields = tuple(forms.CharField(required=False, max_length=self.longest) for _each in languages)
        attributes = [{"lang": code, "rows": 6} if self.is_long else {"lang": code} for code in languages]
        self.widget = _Boxes(
            {code: widget(attrs) for code, attrs in zip(languages, attributes, strict=True)}, languages=self.languages
        )
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        return texts_of(value) if not isinstance(value, list | tuple) else value

    def compress(self, data_list: list[str]) -> LazyI18nString:
        texts = {code: text.strip() for code, text in zip(self.languages, data_list or (), strict=False) if text}
        return LazyI18nString(texts)

    def clean(self, value: Any) -> Any:
        if self.required and not any(str(text or "").strip() for text in value or ()):
            raise ValidationError(_("Write this in at least one language."), code="required")
        was, self.required = self.required, False
        try:
            return super().clean(value)
        finally:
            self.required = was


class _Boxes(forms.MultiWidget):
    """The boxes of a text in several languages, each with the name of its language above it."""

    template_name = "desk/_in_languages.html"

    def __init__(self, widgets: Mapping[str, forms.Widget], *, languages: Sequence[str]) -> None:
        self.languages = languages
        super().__init__(dict(widgets))

    def decompress(self, value: Any) -> list[str]:
        texts = texts_of(value)
        return [texts.get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        if not isinstance(value, list | tuple):
            value = self.decompress(value)
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["label"] = LANGUAGE_NAMES.get(code, code)
        return context


def texts_of(value: Any) -> dict[str, str]:
    """A text's languages, whatever form it comes in; a text of no language stands under the first asked."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {str(code): str(text) for code, text in data.items() if text}
    return {}
