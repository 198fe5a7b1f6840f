"""Model and form fields for partial dates and periods.

A partial date takes three columns: what the source says (`signed`, EDTF text) and the two days it implies
(`signed_earliest`, `signed_latest`), which queries compare and index. The days follow the text whenever a row is saved.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import LANGUAGES, OPEN, End, NotADate, PartialDate, Period, end_from_edtf, parse_partial_date

EDTF_LENGTH = 10


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A PartialDate, or None where the date is unknown; with `open_allowed`, an end that may also be OPEN.

    Stored as EDTF text, never NULL: unknown is empty, open is ``..``. Adds the columns `<name>_earliest` and
    `<name>_latest` (DateField, NULL where unknown or open) to the model.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, open_allowed: bool = False, **options: Any) -> None:
        self.open_allowed = open_allowed
        options.setdefault("max_length", EDTF_LENGTH)
        options.setdefault("blank", True)
        options.setdefault("default", None)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self.open_allowed:
            options["open_allowed"] = True
        return name, path, args, options

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Reading(self))
        # In a migration's state the two days are listed as columns of their own.
        if cls.__module__ != "__fake__" and not cls._meta.abstract:
            for bound in ("earliest", "latest"):
                DerivedDayField(source=name, bound=bound).contribute_to_class(cls, f"{name}_{bound}")

    def to_python(self, value: object) -> End:
        if value is None or isinstance(value, PartialDate) or value is OPEN:
            return value
        try:
            end = end_from_edtf(str(value))
        except NotADate as error:
            raise ValidationError(str(error)) from error
        if end is OPEN and not self.open_allowed:
            raise ValidationError(_("Only an end can be open."))
        return end

    def from_db_value(self, value: str | None, expression: object, connection: object) -> End:
        return end_from_edtf(value or "")

    def get_prep_value(self, value: object) -> str:
        end = self.to_python(value)
        return "" if end is None else str(end)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **options: Any) -> forms.Field:
        form_class = EndFormField if self.open_allowed else PartialDateFormField
        return form_class(required=not self.blank, label=options.get("label", self.verbose_name))


class _Reading:
    """Whatever is assigned (EDTF text, a value, None) is read back as a value."""

    def __init__(self, field: PartialDateField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        return instance.__dict__[self.field.attname]

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class DerivedDayField(models.DateField):  # type: ignore[type-arg]
    """The earliest or latest day of a partial date beside it; written with it, never by hand."""

    def __init__(self, *args: Any, source: str, bound: str, **options: Any) -> None:
        self.source, self.bound = source, bound
        options.update(null=True, editable=False)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.update(source=self.source, bound=self.bound)
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        value = getattr(model_instance, self.source)
        day = getattr(value, self.bound) if isinstance(value, PartialDate) else None
        setattr(model_instance, self.attname, day)
        return day


class PartialDateFormField(forms.CharField):
    """A date as people write it, in the language of the page; gives a PartialDate or None."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> End:
        language = (get_language() or "en").partition("-")[0]
        try:
            return parse_partial_date(text, (language, *(other for other in LANGUAGES if other != language)))
        except NotADate as error:
            raise ValidationError(
                _("“%(text)s” is not a date. Write for example 1998, September 1998 or 4.9.1998."),
                params={"text": text},
                code="invalid",
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return value.edtf if isinstance(value, PartialDate) else value


class EndFormField(PartialDateFormField):
    """An end: a date, or ``..`` for one that its source calls open."""

    def read(self, text: str) -> End:
        return OPEN if text.strip() == OPEN.value else super().read(text)

    def prepare_value(self, value: Any) -> Any:
        return OPEN.value if value is OPEN else super().prepare_value(value)


class PeriodWidget(forms.MultiWidget):
    """Two text boxes: from and until."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"from": forms.TextInput(), "until": forms.TextInput()}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, Period):
            return [str(value.start or ""), "" if value.end is None else str(value.end)]
        return ["", ""]


class PeriodFormField(forms.MultiValueField):
    """From and until as people write them; gives a Period. An empty end is unknown, ``..`` is open."""

    widget = PeriodWidget

    def __init__(self, **options: Any) -> None:
        fields = (PartialDateFormField(required=False), EndFormField(required=False))
        super().__init__(fields=fields, require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> Period:
        start, end = data_list or (None, None)
        try:
            return Period(start, end)
        except NotADate as error:
            raise ValidationError(
                _("The period ends before it starts. Check the two dates."), code="invalid"
            ) from error


def json_form(value: End | Period) -> str | None:
    """The JSON form of a date, an end or a period: EDTF text, or None where unknown."""
    return None if value is None else str(value)
