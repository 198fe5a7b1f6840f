"""Model and form fields for partial dates and periods.

A partial date takes three columns: what the source says (`signed`, EDTF text) and the two days it implies
(`signed_earliest`, `signed_latest`), which queries compare, sort and index. The days follow the text whenever it is
assigned and whenever a row is saved. `QuerySet.update`, `bulk_update` and `save(update_fields=…)` write only what they
are told to: name all three columns there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import (
    LANGUAGES,
    OPEN,
    End,
    NoSuchDate,
    NotADate,
    PartialDate,
    Period,
    end_from_edtf,
    parse_partial_date,
)
from solmu.core.wording import shown_date

EDTF_LENGTH = 10
BOUNDS = ("earliest", "latest")


class _Reading(DeferredAttribute):
    """Whatever is assigned (EDTF text, a value, None) is read back as a value, and its days follow at once."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)
        if isinstance(self.field, PartialDateField):
            for day in self.field.days:
                # Present, so that they are saved with the date; what they are is asked of the date.
                instance.__dict__.setdefault(day, None)


class _DerivedReading(DeferredAttribute):
    """The day as the date beside it has it now, whatever was assigned."""

    def __get__(self, instance: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        day = self.field
        if instance is None or not isinstance(day, DerivedDayField) or day.source not in instance.__dict__:
            return super().__get__(instance, owner)
        return _day(instance.__dict__[day.source], day.bound)

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


def _day(value: object, bound: str) -> date | None:
    return getattr(value, bound) if isinstance(value, PartialDate) else None


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A PartialDate, or None where the date is unknown; with `open_allowed`, an end that may also be OPEN.

    Stored as EDTF text, never NULL: unknown is empty (`filter(signed=None)`, not `isnull`, which tells only whether a
    joined row is there), open is ``..``. Adds the columns `<name>_earliest` and `<name>_latest` (DateField, NULL where
    unknown or open) to the model.
    """

    descriptor_class = _Reading
    days: tuple[str, ...] = ()

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
        options["blank"] = self.blank
        if self.open_allowed:
            options["open_allowed"] = True
        return name, path, args, options

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract:
            return
        # An abstract model's reader knows no days.
        setattr(cls, self.attname, self.descriptor_class(self))
        self.days = tuple(f"{name}_{bound}" for bound in BOUNDS)
        # In a migration's state the two days are listed as columns of their own.
        if cls.__module__ != "__fake__":
            for day, bound in zip(self.days, BOUNDS, strict=True):
                DerivedDayField(source=name, bound=bound).contribute_to_class(cls, day)

    def to_python(self, value: object) -> End:
        if value is None or isinstance(value, PartialDate):
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

    def run_validators(self, value: Any) -> None:
        """None are needed, and that of the length could not measure a date: reading one has checked it."""

    def formfield(self, **options: Any) -> Any:
        # As for a field of any kind: text in a form may be longer than the column.
        options.setdefault("form_class", EndFormField if self.open_allowed else PartialDateFormField)
        return models.Field.formfield(self, **options)


class DerivedDayField(models.DateField):  # type: ignore[type-arg]
    """The earliest or latest day of a partial date beside it; written with it, never by hand."""

    descriptor_class = _DerivedReading

    def __init__(self, *args: Any, source: str, bound: str, **options: Any) -> None:
        self.source, self.bound = source, bound
        options.update(null=True, editable=False)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.update(source=self.source, bound=self.bound)
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        day = _day(getattr(model_instance, self.source), self.bound)
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
        except NoSuchDate as error:
            raise ValidationError(
                _("There is no such date as %(date)s. Check the day and the month."),
                params={"date": error.date_as_written},
                code="no_such_date",
            ) from error
        except NotADate as error:
            raise ValidationError(
                _("“%(text)s” is not a date. Write for example 1998, September 1998 or 4.9.1998."),
                params={"text": text},
                code="invalid",
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """A value as the reader would write it; what was typed stays as it is."""
        return shown_date(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(self.prepare_value(initial)) != self.clean(data))
        except ValidationError:
            return True


class EndFormField(PartialDateFormField):
    """An end: a date, or *until further notice* (or ``..``) for one that its source calls open."""

    def read(self, text: str) -> End:
        if text.casefold() in (OPEN.value, gettext("until further notice").casefold()):
            return OPEN
        return super().read(text)

    def prepare_value(self, value: Any) -> Any:
        return gettext("until further notice") if value is OPEN else super().prepare_value(value)


class PeriodWidget(forms.MultiWidget):
    """Two text boxes: from and until."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"from": forms.TextInput(), "until": forms.TextInput()}, attrs)

    def decompress(self, value: Any) -> list[str]:
        period = value if isinstance(value, Period) else Period()
        field = EndFormField()
        return [field.prepare_value(period.start) or "", field.prepare_value(period.end) or ""]


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
