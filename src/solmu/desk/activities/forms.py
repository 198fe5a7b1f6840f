"""The fields of an activity: seven for recording it, the rest for completing it later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import NotADate, Period
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import agreement_choices, membership_choices, partnership_choices, theme_choices
from solmu.registry.actions.activities import Gift
from solmu.registry.rules.activity_index import Participants
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose

NOTHING = ("", "–")


class _Period(EditForm):
    """What forms with a beginning and an end have in common."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Period(values.get("starts"), values.get("ends"))
        except NotADate:
            self.add_error("ends", _("It ends before it starts. Check the two dates."))
        return values

    def offer(self, name: str, choices: Sequence[tuple[str, str]], *, none: bool = False) -> None:
        if (field := self.fields.get(name)) is not None:
            field.choices = [NOTHING, *choices] if none else list(choices)  # type: ignore[attr-defined]


class VisitForm(_Period):
    """Seven fields, so that a visit is recorded on a phone before it is forgotten."""

    partnerships = forms.MultipleChoiceField(
        label=_("Partner"), help_text=_("Several may be chosen."), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    title = InLanguages(
        label=_("What it was"),
        longest=300,
        help_text=_("In a few words, such as: a choir’s visit. One language will do."),
    )
    starts = PartialDateFormField(
        label=_("First day"), help_text=_("As you would write it: 24.11.2026, November 2026 or 2026.")
    )
    ends = EndFormField(label=_("Last day"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=[NOTHING, *Direction.choices], required=False)
    number = forms.IntegerField(
        label=_("How many took part"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("People are counted, never named."),
    )

    def prepare(self) -> None:
        self.offer("partnerships", partnership_choices())


class ActivityForm(_Period):
    """Everything an activity says beside its outcome."""

    groups = (
        (_("What and when"), ("kind", "title", "starts", "ends", "direction", "place_as_written")),
        (_("With whom"), ("partnerships", "memberships", "agreement", "themes", "purpose")),
        (_("How many and how much"), ("participants", "costs", "currency", "funding")),
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    title = InLanguages(label=_("What it was"), longest=300)
    starts = PartialDateFormField(label=_("First day"), required=False)
    ends = EndFormField(label=_("Last day"), required=False, help_text=_("Or: until further notice."))
    direction = forms.ChoiceField(label=_("Direction"), choices=[NOTHING, *Direction.choices], required=False)
    place_as_written = forms.CharField(label=_("Place"), max_length=400, required=False)
    partnerships = forms.MultipleChoiceField(label=_("Partner"), required=False, widget=forms.CheckboxSelectMultiple)
    memberships = forms.MultipleChoiceField(label=_("Network"), required=False, widget=forms.CheckboxSelectMultiple)
    agreement = forms.ChoiceField(label=_("Agreement it is under"), required=False)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(
        label=_("What of the network it serves"), choices=[NOTHING, *NetworkPurpose.choices], required=False
    )
    participants = forms.CharField(
        label=_("Who took part"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A line for each group: number, group and country, such as: 12 pupils FI. A number alone is a sum."
        ),
    )
    costs = forms.DecimalField(label=_("Costs"), required=False, min_value=0, max_digits=12, decimal_places=2)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as EUR.")
    )
    funding = InLanguages(label=_("Who paid"), required=False, longest=1000)

    def prepare(self) -> None:
        self.offer("partnerships", partnership_choices())
        self.offer("memberships", membership_choices())
        self.offer("agreement", agreement_choices(), none=True)
        self.offer("themes", theme_choices())

    def clean_participants(self) -> list[Participants]:
        return counted(self.cleaned_data["participants"])


class OutcomeForm(EditForm):
    outcome = InLanguages(label=_("What came of it"), is_long=True, longest=4000)
    number = forms.IntegerField(label=_("How many took part"), required=False, min_value=0, max_value=1_000_000)


class GiftForm(EditForm):
    direction = forms.ChoiceField(label=_("Given or received"), choices=GiftDirection.choices)
    what = InLanguages(label=_("What it was"), longest=300)
    value = forms.DecimalField(label=_("Value"), required=False, min_value=0, max_digits=12, decimal_places=2)

    def gift(self) -> Gift:
        values = self.cleaned_data
        return Gift(GiftDirection(values["direction"]), values["what"], values["value"])


def counted(text: str) -> list[Participants]:
    """Lines such as *12 pupils FI* as numbers by group and country; raises ValidationError naming a line."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        number, _space, rest = line.partition(" ")
        if not number.isdecimal() or len(number) > 7:
            raise ValidationError(
                _("“%(line)s” does not begin with a number. Write for example: 12 pupils FI."), params={"line": line}
            )
        words = rest.split()
        country = words.pop() if words and len(words[-1]) == 2 and words[-1].isupper() else ""
        found.append(Participants(int(number), " ".join(words)[:100], country))
    return found


def written(rows: Iterable[Any]) -> str:
    """Numbers by group and country as the lines they are typed in."""
    return "\n".join(" ".join(filter(None, (str(row.number), row.group, row.country))) for row in rows)
