"""The fields of the steps of a renewal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import PartialDate
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.core.models import Account
from solmu.desk.agreements.document_forms import FileForm
from solmu.desk.agreements.forms import AS_WRITTEN, END_AS_WRITTEN, NOTHING, PeriodForm
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import reading_language
from solmu.registry.naming import text_in
from solmu.registry.vocabulary import RenewalMode
from solmu.stewardship.actions.renewals.notes import LONGEST_NOTE
from solmu.stewardship.drafting.words import spoken
from solmu.stewardship.models import Renewal
from solmu.stewardship.models.renewals import LONGEST_DROP_REASON
from solmu.stewardship.queries.drafts import MOST_LANGUAGES
from solmu.stewardship.rules.renewals import RUNNING, TRANSITIONS
from solmu.stewardship.vocabulary import RenewalStage


class RenewalForm(EditForm):
    """A step of a renewal, which is its subject."""

    @property
    def renewal(self) -> Renewal:
        renewal: Renewal = self.subject
        return renewal

    def offer(self, name: str, choices: Iterable[tuple[str, Any]], *, none: bool = False) -> None:
        self.fields[name].choices = [*([NOTHING] if none else ()), *choices]  # type: ignore[attr-defined]


class BackForm(RenewalForm):
    to = forms.ChoiceField(label=_("Back to"))

    def prepare(self) -> None:
        self.offer("to", [(stage, RenewalStage(stage).label) for stage in ways_back(self.renewal.stage)])


def ways_back(stage: str) -> list[str]:
    """The earlier stages a renewal may go back to."""
    before = RUNNING[: RUNNING.index(stage)] if stage in RUNNING else ()
    return [way for way in TRANSITIONS.get(stage, ()) if way in before]


class SuccessorForm(PeriodForm):
    valid_from = PartialDateFormField(label=_("In force from"), required=False, help_text=AS_WRITTEN)
    valid_until = EndFormField(label=_("In force until"), required=False, help_text=END_AS_WRITTEN)
    renewal_mode = forms.ChoiceField(label=_("How it renews"), choices=[NOTHING, *RenewalMode.choices], required=False)
    renewal_months = forms.IntegerField(
        label=_("Renews itself for, in months"), required=False, min_value=1, max_value=1200
    )
    notice_months = forms.IntegerField(label=_("Notice, in months"), required=False, min_value=0, max_value=1200)


class DraftsForm(RenewalForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One or two. None chosen: the city's first beside the partner's or English."),
    )

    def prepare(self) -> None:
        self.offer("languages", [(code, LANGUAGE_NAMES.get(code, code)) for code in spoken()])

    def clean_languages(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["languages"]
        if len(chosen) > MOST_LANGUAGES:
            raise forms.ValidationError(_("Choose at most two: a page has room for two columns."))
        return chosen


class AttachForm(FileForm):
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("Empty: the name of the file.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def prepare(self) -> None:
        choices = [("", _("several")), *((code, LANGUAGE_NAMES.get(code, code)) for code in spoken())]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class SignForm(RenewalForm):
    party = forms.ChoiceField(label=_("Party"))
    on = PartialDateFormField(label=_("Signed on"), help_text=AS_WRITTEN)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    signatory = forms.CharField(
        label=_("Who signed"), max_length=200, required=False, help_text=_("Named in public as acting in office.")
    )
    title = forms.CharField(label=_("Position"), max_length=200, required=False)

    def prepare(self) -> None:
        successor = self.renewal.successor
        rows = successor.parties.select_related("organisation") if successor else ()
        missing = [row for row in rows if not row.signed and not isinstance(row.party_until, PartialDate)]
        self.offer(
            "party", [(row.organisation_id, text_in(row.organisation.name, reading_language())) for row in missing]
        )


class CompleteForm(RenewalForm):
    publish = forms.BooleanField(label=_("Publish the new agreement"), required=False, initial=True)


class DropForm(RenewalForm):
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_DROP_REASON, help_text=_("Colleagues may read it."))


class ConcludeForm(RenewalForm):
    on = PartialDateFormField(label=_("Decided on"), help_text=AS_WRITTEN)
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The public may read it."),
    )


class OwnerForm(RenewalForm):
    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)

    def prepare(self) -> None:
        people = Account.objects.filter(is_active=True).order_by("name", "email")
        self.offer("owner", [(each.pk, each.name or each.email) for each in people], none=True)


class PlanForm(RenewalForm):
    in_force_by = PartialDateFormField(
        label=_("In force by"), required=False, help_text=_("A day. Empty: the day after the end.")
    )

    def clean_in_force_by(self) -> Any:
        day = self.cleaned_data["in_force_by"]
        if day is None:
            return None
        if day.day is None:
            raise forms.ValidationError(_("Give the day, not only the month or the year."))
        return day.earliest


class NoteForm(RenewalForm):
    text = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}))
