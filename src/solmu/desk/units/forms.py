"""The fields of a unit, and of who acts for it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Account
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import reading_language
from solmu.registry.models import Unit
from solmu.registry.naming import text_in


class UnitForm(EditForm):
    name = InLanguages(label=gettext_lazy("Name"), longest=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("The unit's own, not a person's: it is shown once the unit is public."),
    )
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    part_of = forms.ChoiceField(label=gettext_lazy("Part of"), required=False)

    def prepare(self) -> None:
        units = Unit.objects.live().filter(organisation__is_home=True)
        if self.subject is not None:
            units = units.exclude(pk=self.subject.pk)
        named = sorted(((each.pk, text_in(each.name, reading_language())) for each in units), key=lambda each: each[1])
        self.fields["part_of"].choices = [("", "–"), *named]  # type: ignore[attr-defined]


class UnitPeopleForm(EditForm):
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Act for the unit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    heads = forms.MultipleChoiceField(
        label=gettext_lazy("Head it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A head is told when nobody else has answered."),
    )

    def prepare(self) -> None:
        kept = set(self.subject.members.values_list("account_id", flat=True))
        people = [
            (each.pk, each.name or each.email) if each.is_active else (each.pk, _closed(each))
            for each in Account.objects.order_by("name", "email")
            if each.is_active or each.pk in kept
        ]
        for name in ("members", "heads"):
            self.fields[name].choices = people  # type: ignore[attr-defined]


def _closed(account: Account) -> str:
    return _("%(name)s (account closed)") % {"name": account.name or account.email}


class CloseForm(EditForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it is closed"),
        max_length=500,
        help_text=gettext_lazy("The public reads this sentence at its address, if it was ever public."),
    )
