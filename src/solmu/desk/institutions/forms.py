"""The fields of an institution, of a pair of institutions, and of what a source says of how many have one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import NotADate, Period
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.core.wording import shown_date
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import in_alphabet, organisation_name, partnership_choices, reading_language
from solmu.places.models import Place
from solmu.places.queries import shown_names
from solmu.registry.models import Organisation, Partnership
from solmu.registry.queries.matching import same_link
from solmu.registry.vocabulary import Extent, InstitutionLevel

NOTHING = ("", "–")
AS_WRITTEN = _("As you would write it: 2026, November 2026 or 24.11.2026.")
END_AS_WRITTEN = _("A date, or: until further notice. Empty: not known.")


class _Period(EditForm):
    """What forms with a beginning and an end have in common; `bounds` names the two."""

    bounds = ("", "")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Period(*(values.get(name) for name in self.bounds))
        except NotADate:
            self.add_error(self.bounds[1], _("It ends before it starts. Check the two dates."))
        return values

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [NOTHING, *choices]  # type: ignore[attr-defined]


class LinkForm(_Period):
    """Two institutions; one that is not recorded yet is named, and recorded with the pair."""

    bounds = ("linked_from", "linked_until")
    groups = (
        (_("Ours"), ("level", "home_institution", "new_home")),
        (_("Theirs"), ("partnership", "partner_institution", "new_partner")),
        (_("From and until"), bounds),
    )
    level = forms.ChoiceField(label=_("Kind"), choices=InstitutionLevel.choices)
    home_institution = forms.ChoiceField(
        label=_("Our institution"), required=False, help_text=_("An institution that is recorded already, or:")
    )
    new_home = forms.CharField(label=_("Name of one not recorded yet"), max_length=300, required=False)
    partnership = forms.ChoiceField(
        label=_("Partner"), required=False, help_text=_("Empty where the pair is under no partnership.")
    )
    partner_institution = forms.ChoiceField(
        label=_("Their institution"), required=False, help_text=_("An institution that is recorded already, or:")
    )
    new_partner = forms.CharField(label=_("Name of one not recorded yet"), max_length=300, required=False)
    linked_from = PartialDateFormField(label=_("From"), required=False, help_text=AS_WRITTEN)
    linked_until = EndFormField(label=_("Until"), required=False, help_text=END_AS_WRITTEN)

    def prepare(self) -> None:
        ours, theirs = institution_choices()
        self.offer("home_institution", ours)
        self.offer("partner_institution", theirs)
        self.offer("partnership", partnership_choices())

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for chosen, named in (("home_institution", "new_home"), ("partner_institution", "new_partner")):
            if bool(values.get(chosen)) == bool(values.get(named)):
                self.add_error(chosen, _("Choose an institution, or name one that is not recorded yet."))
        if values.get("new_partner") and not values.get("partnership"):
            self.add_error("partnership", _("Choose the partner, so that it is known in which city it is."))
        home, partner = values.get("home_institution"), values.get("partner_institution")
        if home and partner:
            known = same_link(home_institution_id=home, partner_institution_id=partner)
            if known is not None and known != self.subject:
                self.add_error("partner_institution", _("This pair is recorded already. Change that one instead."))
        return values


class EndForm(EditForm):
    until = PartialDateFormField(label=_("Last day"), help_text=AS_WRITTEN)


class OrganisationForm(EditForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=InstitutionLevel.choices)
    name = InLanguages(
        label=_("Name"), longest=300, help_text=_("One language is enough where it has one name everywhere.")
    )
    abbreviation = forms.CharField(label=_("Abbreviation"), max_length=40, required=False)
    place = forms.ChoiceField(label=_("City"), required=False, help_text=_("Our own city, or a partner's."))

    def prepare(self) -> None:
        self.fields["place"].choices = [NOTHING, *place_choices()]  # type: ignore[attr-defined]


class PassForm(EditForm):
    successor = forms.ChoiceField(label=_("Who carries on its work"))

    def prepare(self) -> None:
        rows = _institutions().filter(place=self.subject.place_id).exclude(pk=self.subject.pk)
        found = in_alphabet([(row.pk, organisation_name(row)) for row in rows])
        self.fields["successor"].choices = found  # type: ignore[attr-defined]


class StatementForm(_Period):
    bounds = ("stated_from", "stated_until")
    level = forms.ChoiceField(label=_("Kind"), choices=InstitutionLevel.choices)
    partnership = forms.ChoiceField(
        label=_("Partner"), required=False, help_text=_("Empty where the source names no city.")
    )
    extent = forms.ChoiceField(label=_("How many have a link"), choices=Extent.choices)
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=100_000)
    stated_from = PartialDateFormField(label=_("Since when"), required=False, help_text=AS_WRITTEN)
    stated_until = EndFormField(label=_("Until when"), required=False, help_text=END_AS_WRITTEN)

    def prepare(self) -> None:
        self.offer("partnership", partnership_choices())

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "number" in self.errors:
            return values
        if values.get("extent") == Extent.NUMBER and values.get("number") is None:
            self.add_error("number", _("Say how many."))
        elif values.get("extent") != Extent.NUMBER and values.get("number") is not None:
            self.add_error("number", _("Leave this empty, or choose that a number have a link."))
        return values


def _institutions() -> Any:
    rows = Organisation.objects.live().filter(kind__in=InstitutionLevel.values)
    return rows.select_related("place").prefetch_related("place__names")


def institution_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Our own city's institutions and those elsewhere, each by name; one whose city is not known is in both."""
    home = Organisation.objects.filter(is_home=True).values_list("place_id", flat=True).first()
    rows = [(row.place_id, (row.pk, organisation_name(row))) for row in _institutions()]
    ours = in_alphabet([choice for place, choice in rows if place in (None, home)])
    return ours, in_alphabet([choice for place, choice in rows if place is None or place != home])


def place_choices() -> list[tuple[str, str]]:
    """Cities an institution may be in: our own, partners', and those of what is recorded; by name."""
    keys = set(Organisation.objects.live().exclude(place=None).values_list("place_id", flat=True))
    keys |= set(Partnership.objects.live().values_list("partner_id", flat=True))
    return in_alphabet([(key, name.text) for key, name in shown_names(keys, reading_language()).items()])


def place_of(key: str) -> Place | None:
    return Place.objects.filter(pk=key).first() if key else None


def last_day(_row: Any, day: date) -> dict[str, Any]:
    """The day that a step which ends something proposes: today."""
    return {"until": shown_date(day)}
