"""The fields of an agreement and of its steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import NotADate, PartialDate, Period
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.core.wording import shown_date
from solmu.desk.agreements.held import Held
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import membership_choices, partnership_choices, reading_language, theme_choices
from solmu.registry.models import Agreement, AgreementParty, Commitment, Decision, Partnership
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.queries.happenings import NOTICE, SUSPENSION
from solmu.registry.rules.commitments import next_due
from solmu.registry.vocabulary import AgreementKind, RenewalMode

NOTHING = ("", "–")
AS_WRITTEN = _("As you would write it: 2026, November 2026 or 24.11.2026.")
END_AS_WRITTEN = _("A date, or: until further notice. Empty: not known.")
DECISIONS = 100
"""Of the latest decisions so many are offered; another is recorded beside them."""


class PeriodForm(EditForm):
    """What forms with a beginning and an end have in common."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Period(values.get("valid_from"), values.get("valid_until"))
        except NotADate:
            self.add_error("valid_until", _("It ends before it starts. Check the two dates."))
        return values

    def offer(self, name: str, choices: Iterable[tuple[str, str]], *, none: bool = False) -> None:
        self.fields[name].choices = [*([NOTHING] if none else ()), *choices]  # type: ignore[attr-defined]


class DraftForm(PeriodForm):
    groups = (
        (_("With whom"), ("partnerships", "memberships")),
        (_("What"), ("kind", "title", "themes")),
        (_("From and until"), ("valid_from", "valid_until")),
    )
    partnerships = forms.MultipleChoiceField(label=_("Partner"), widget=forms.CheckboxSelectMultiple, required=False)
    memberships = forms.MultipleChoiceField(label=_("Network"), widget=forms.CheckboxSelectMultiple, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    title = InLanguages(
        label=_("Title"), required=False, longest=300, help_text=_("Empty: it is called by its kind and years.")
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple, required=False)
    valid_from = PartialDateFormField(label=_("In force from"), required=False, help_text=AS_WRITTEN)
    valid_until = EndFormField(label=_("In force until"), required=False, help_text=END_AS_WRITTEN)

    def prepare(self) -> None:
        self.offer("partnerships", partnership_choices())
        self.offer("memberships", membership_choices())
        self.offer("themes", theme_choices())


class AgreementForm(PeriodForm):
    """Title, dates and terms; each group is saved by its own action."""

    groups = (
        (_("What it is called"), ("title", "kind_as_written")),
        (_("Dates"), ("signed", "valid_from", "valid_until")),
        (_("Renewal and notice"), ("renewal_mode", "renewal_months", "most_renewals", "notice_months")),
        (_("Review"), ("review_on", "review_every_months")),
    )
    title = InLanguages(
        label=_("Title"), required=False, longest=300, help_text=_("Empty: it is called by its kind and years.")
    )
    kind_as_written = forms.CharField(
        label=_("What the document calls itself"),
        required=False,
        max_length=400,
        help_text=_("In its own words and language, such as: Memorandum of Friendship."),
    )
    signed = PartialDateFormField(label=_("Signed"), required=False, help_text=AS_WRITTEN)
    valid_from = PartialDateFormField(label=_("In force from"), required=False)
    valid_until = EndFormField(label=_("In force until"), required=False, help_text=END_AS_WRITTEN)
    renewal_mode = forms.ChoiceField(
        label=_("How it renews"),
        choices=[NOTHING, *RenewalMode.choices],
        required=False,
        help_text=_("What happens at the end if nobody does anything."),
    )
    renewal_months = forms.IntegerField(
        label=_("Renews itself for, in months"), required=False, min_value=1, max_value=1200
    )
    most_renewals = forms.IntegerField(label=_("At most so many times"), required=False, min_value=1, max_value=100)
    notice_months = forms.IntegerField(
        label=_("Notice, in months"),
        required=False,
        min_value=0,
        max_value=1200,
        help_text=_("So long beforehand a party must say that it wants to end the agreement."),
    )
    review_on = PartialDateFormField(
        label=_("Next review"),
        required=False,
        help_text=_("When somebody looks whether the agreement still serves its purpose. It comes to Today in time."),
    )
    review_every_months = forms.IntegerField(
        label=_("Reviewed every so many months"), required=False, min_value=1, max_value=1200
    )


class StepForm(EditForm):
    """A step with an agreement: its subject is what the page holds of it."""

    @property
    def held(self) -> Held:
        held: Held = self.subject
        return held

    def offer(self, name: str, choices: Iterable[tuple[str, str]], *, none: bool = False) -> None:
        self.fields[name].choices = [*([NOTHING] if none else ()), *choices]  # type: ignore[attr-defined]

    def parties(self, among: Iterable[AgreementParty]) -> list[tuple[str, str]]:
        return [(row.organisation_id, text_in(row.organisation.name, reading_language())) for row in among]

    def staying(self) -> list[AgreementParty]:
        return [row for row in self.held.parties if not isinstance(row.party_until, PartialDate)]


class DayForm(StepForm):
    on = PartialDateFormField(label=_("When"), help_text=AS_WRITTEN)


class ReasonForm(DayForm):
    reason = InLanguages(label=_("Why"), is_long=True)


class SuspendForm(ReasonForm):
    until = EndFormField(label=_("Until"), required=False, help_text=_("Empty: until further notice."))
    field_order = ("on", "until", "reason")


class DecisionForm(StepForm):
    """The decision a step rests on: one that is recorded, or a new one."""

    groups = (
        ("", ("decision",)),
        (_("Or a decision that is not recorded yet"), ("organ", "decided", "section", "case_id", "address")),
    )
    decision = forms.ChoiceField(label=_("Decision"), required=False)
    organ = forms.CharField(
        label=_("Who decided"), max_length=300, required=False, help_text=_("As written, such as: City board.")
    )
    decided = PartialDateFormField(label=_("Decided on"), required=False)
    section = forms.CharField(label=_("Section"), max_length=40, required=False, help_text=_("Such as: § 112."))
    case_id = forms.CharField(label=_("Case number"), max_length=80, required=False)
    address = forms.URLField(
        label=_("Where it can be read"), max_length=1000, required=False, assume_scheme="https",
        help_text=_("The address of the record of the meeting."),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = Decision.objects.live().order_by("-decided_earliest", "pk")[:DECISIONS]
        self.offer("decision", [(row.pk, decision_words(row)) for row in rows], none=True)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("decision") and not values.get("organ"):
            self.add_error("decision", _("Choose the decision, or write below who decided and when."))
        return values


class NoticeForm(StepForm):
    given_by = forms.ChoiceField(label=_("Who gives notice"))
    given_on = PartialDateFormField(label=_("Given"), help_text=AS_WRITTEN)
    effective_on = PartialDateFormField(
        label=_("The last day it binds"), required=False, help_text=_("Empty: as the terms say.")
    )
    is_for_giver_only = forms.BooleanField(
        label=_("The others go on without it"), required=False, help_text=_("Only where at least two are left.")
    )
    reason = InLanguages(label=_("Why"), is_long=True, required=False)

    def prepare(self) -> None:
        self.offer("given_by", self.parties(self.staying()))
        if len(self.staying()) <= 2:
            del self.fields["is_for_giver_only"]


class WithdrawNoticeForm(StepForm):
    notice = forms.ChoiceField(label=_("Which notice"))

    def prepare(self) -> None:
        language = reading_language()
        rows = self.held.happened(NOTICE)
        self.offer(
            "notice",
            [(row.key, ", ".join(filter(None, (text_in(row.who, language), _shown(row.on))))) for row in rows],
        )


class WithdrawSuspensionForm(StepForm):
    suspension = forms.ChoiceField(label=_("Which suspension"))

    def prepare(self) -> None:
        rows = self.held.happened(SUSPENSION)
        self.offer("suspension", [(row.key, f"{_shown(row.on)}–{_shown(row.until)}") for row in rows])


class ExtendForm(StepForm):
    until = EndFormField(label=_("In force until"), help_text=_("A date, or: until further notice."))
    on = PartialDateFormField(label=_("With effect from"), help_text=AS_WRITTEN)
    signed = PartialDateFormField(label=_("Signed on"), required=False)
    wording = InLanguages(label=_("What was agreed"), is_long=True, required=False)


class AmendForm(StepForm):
    wording = InLanguages(label=_("What was changed"), is_long=True)
    on = PartialDateFormField(label=_("With effect from"), help_text=AS_WRITTEN)
    signed = PartialDateFormField(label=_("Signed on"), required=False)
    until = EndFormField(label=_("New end"), required=False, help_text=_("Empty: the end stays."))
    themes = forms.MultipleChoiceField(label=_("Themes added"), required=False, widget=forms.CheckboxSelectMultiple)
    dropped = forms.MultipleChoiceField(label=_("Themes dropped"), required=False, widget=forms.CheckboxSelectMultiple)
    joining = forms.MultipleChoiceField(label=_("Cities joining"), required=False, widget=forms.CheckboxSelectMultiple)
    leaving = forms.MultipleChoiceField(label=_("Parties leaving"), required=False, widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        agreement = self.held.agreement
        self.offer("themes", theme_choices())
        rows = [row for row in agreement.themes.all() if not isinstance(row.applies_until, PartialDate)]
        self.offer("dropped", [(row.pk, text_in(row.wording, reading_language())) for row in rows])
        own = {row.partnership_id for row in agreement.partnership_rows.all()}
        self.offer("joining", [choice for choice in partnership_choices() if choice[0] not in own])
        self.offer("leaving", self.parties(self.staying()))
        for name in ("themes", "dropped", "joining", "leaving"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]


class ReviewForm(DayForm):
    outcome = InLanguages(label=_("What was found"), is_long=True)
    next_on = PartialDateFormField(label=_("Next review"), required=False)


class SignForm(StepForm):
    party = forms.ChoiceField(label=_("Party"))
    on = PartialDateFormField(label=_("Signed on"), help_text=AS_WRITTEN)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    signatory = forms.CharField(
        label=_("Who signed"), max_length=200, required=False, help_text=_("Named in public as acting in office.")
    )
    title = forms.CharField(label=_("Position"), max_length=200, required=False)

    def prepare(self) -> None:
        self.offer("party", self.parties(row for row in self.staying() if not row.signed))


class SucceedForm(StepForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    title = InLanguages(label=_("Title"), required=False, longest=300)
    valid_from = PartialDateFormField(label=_("In force from"), required=False, help_text=AS_WRITTEN)
    valid_until = EndFormField(label=_("In force until"), required=False, help_text=END_AS_WRITTEN)


class ReplaceForm(StepForm):
    successor = forms.ChoiceField(
        label=_("What replaced it"), help_text=_("Signed agreements with the same partner or network.")
    )

    def prepare(self) -> None:
        agreement, language = self.held.agreement, reading_language()
        others = [row.organisation_id for row in self.held.parties if not row.organisation.is_home]
        ties = [row.partnership_id for row in agreement.partnership_rows.all()]
        rows = Agreement.objects.live().filter(stage="")
        rows = rows.filter(Q(parties__organisation__in=others) | Q(partnership_rows__partnership__in=ties))
        rows = rows.exclude(pk=agreement.pk).distinct()
        rows = rows.prefetch_related("partnership_rows__partnership__partner__names", "parties__organisation")
        self.offer("successor", [(row.pk, agreement_name(row, language)) for row in rows])


class AbandonForm(StepForm):
    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_("The public may read it."))


class CommitmentForm(StepForm):
    text = InLanguages(label=_("What is to be done"), is_long=True)
    due_on = PartialDateFormField(label=_("First due"), help_text=AS_WRITTEN)
    every_months = forms.IntegerField(
        label=_("Again every so many months"), required=False, min_value=1, max_value=1200
    )
    until = EndFormField(label=_("For the last time"), required=False, help_text=_("Empty: while the agreement runs."))


class FulfilForm(StepForm):
    commitment = forms.ChoiceField(label=_("Which commitment"))
    done_on = PartialDateFormField(label=_("Done on"), help_text=AS_WRITTEN)
    note = InLanguages(label=_("Note"), is_long=True, required=False)

    def prepare(self) -> None:
        language = reading_language()
        choices = []
        for row in Commitment.objects.live().filter(agreement=self.held.pk).prefetch_related("fulfilments"):
            met = {each.due_on for each in row.fulfilments.all()}
            if row.due_on and (due := next_due(row.due_on, row.every_months, row.until, met)):
                choices.append((f"{row.pk} {due}", f"{text_in(row.text, language)} ({shown_date(due)})"))
        self.offer("commitment", choices)


def decision_words(row: Decision) -> str:
    """*City board 3.2.2026 § 12*"""
    return " ".join(filter(None, (row.organ, _shown(row.decided), row.section)))


def joined_cities(keys: Iterable[str]) -> list[Partnership]:
    return list(Partnership.objects.live().filter(pk__in=keys).select_related("partner", "record"))


def _shown(day: Any) -> str:
    return shown_date(day) if isinstance(day, PartialDate) else ""
