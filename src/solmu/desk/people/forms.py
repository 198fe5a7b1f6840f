"""The fields of an account, and of handing over what somebody looks after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.actions import LONGEST_NAME
from solmu.core.models import Account
from solmu.core.vocabulary import STORED_ROLES, Role
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import reading_language
from solmu.registry.models import Unit
from solmu.registry.naming import text_in

MEANINGS = {
    Role.READER: gettext_lazy("reads everything but personal data"),
    Role.CONTRIBUTOR: gettext_lazy("records visits and events, sees contact persons"),
    Role.OFFICER: gettext_lazy("keeps the record: agreements, contact persons, publishing"),
    Role.ADMINISTRATOR: gettext_lazy("the same, and people, settings and erasing"),
    Role.AUDITOR: gettext_lazy("reads everything, also the change log, and changes nothing"),
}
"""What each role is for, in a few words."""


class PersonForm(EditForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language of the desk"), choices=settings.LANGUAGES)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Acts for these units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Is told of what the unit looks after. Who heads a unit is said on the unit's page."),
    )

    def prepare(self) -> None:
        self.fields["role"].choices = [(each.value, f"{each.label}: {MEANINGS[each]}") for each in STORED_ROLES]  # type: ignore[attr-defined]
        units = Unit.objects.live().filter(organisation__is_home=True)
        named = sorted(((each.pk, text_in(each.name, reading_language())) for each in units), key=lambda each: each[1])
        self.fields["units"].choices = named  # type: ignore[attr-defined]
        if not named:
            del self.fields["units"]
        if self.subject is not None and self.subject.pk == self.by.pk:
            del self.fields["role"]  # nobody changes their own


class NewPersonForm(PersonForm):
    is_invited = forms.BooleanField(
        label=gettext_lazy("Send a letter with a link at which they choose a password"), required=False
    )


class HandOverForm(EditForm):
    """Who looks after it from now on: a unit or a person, never the one who hands it over."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    account = forms.ChoiceField(label=gettext_lazy("Or person"), required=False)

    def prepare(self) -> None:
        units = Unit.objects.live().filter(organisation__is_home=True).exclude(pk=self.subject.pk)
        self._offer("unit", [(each.pk, text_in(each.name, reading_language())) for each in units])
        people = Account.objects.filter(is_active=True).exclude(pk=self.subject.pk).order_by("name", "email")
        self._offer("account", [(each.pk, each.name or each.email) for each in people])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("unit")) == bool(values.get("account")):
            self.add_error("unit", _("Name one: a unit or a person."))
        return values
