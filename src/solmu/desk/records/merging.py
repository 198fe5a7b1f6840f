"""Two records of one thing: side by side, and made one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Record
from solmu.desk.answering import desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import field_word
from solmu.desk.records.views import crumbs_of, name_of, record_of
from solmu.places.sorting import sort_key
from solmu.registry.actions.distinction import tell_apart
from solmu.registry.actions.merging import merge_records
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.comparing import compared
from solmu.registry.queries.names import names_of_kinds

MOST = 500
"""Records of a kind that are offered by name; beyond, an id is typed."""


class MergeForm(EditForm):
    into = forms.ChoiceField(
        label=gettext_lazy("The record that stays"),
        help_text=gettext_lazy("Everything that names this one then names that. The old address leads there."),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What they are"),
        choices=[
            ("same", gettext_lazy("One and the same: merge them")),
            ("two", gettext_lazy("Two different things: do not ask again")),
        ],
        initial="same",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    def prepare(self) -> None:
        record: Record = self.subject
        others = Record.objects.filter(kind=record.kind, removed_at=None, merged_into=None).exclude(pk=record.pk)
        ids = list(others.values_list("pk", flat=True)[:MOST])
        names, language = names_of_kinds(dict.fromkeys(ids, record.kind)), reading_language()
        named = sorted(((key, names.of(key, language)) for key in ids), key=lambda each: sort_key(each[1], language))
        self.fields["into"].choices = [("", "–"), *named]  # type: ignore[attr-defined]


@desk(may=can_keep_record)
def merge(request: HttpRequest, record_id: str) -> HttpResponse:
    """`?with=` names the other record, which is then set beside this one."""
    found = record_of(request, record_id)
    by, name = request.by, name_of(found)  # type: ignore[attr-defined]
    asked = request.GET.get("with", "")
    other = Record.objects.filter(pk=asked, kind=found.kind).exclude(pk=found.pk).first() if asked else None

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        into = Record.objects.get(pk=form.cleaned_data["into"])
        if form.cleaned_data["what"] == "two":
            tell_apart(by=by, source=None, one=found, other=into)
            return Done(reverse("desk:record", args=[found.pk]), _("They are kept as two, and nobody is asked again."))
        merge_records(by=by, source=None, record=found, into=into, reason=form.cleaned_data["reason"])
        return Done(reverse("desk:record-page", args=[into.pk]), _("The two are one record now."))

    extra: dict[str, Any] = {"compared": [], "one": name, "other": ""}
    if other is not None:
        extra = {
            "compared": [(_word(each.field), each.one, each.other) for each in compared(found, other)],
            "one": name,
            "other": name_of(other),
        }
    task = Task(
        form=MergeForm,
        heading=_("Merge %(name)s") % {"name": name},
        subject=found,
        initial={"into": other.pk if other else ""},
        save=save,
        back=reverse("desk:record", args=[found.pk]),
        area="",
        button=_("Decide"),
        always=True,
        is_dangerous=True,
        template="desk/records/merge.html",
        extra=extra,
        crumbs=crumbs_of(found, name),
    )
    return answer_form(request, task)


def _word(field: str) -> str:
    name, _space, language = field.partition(" ")
    return f"{field_word(name)} {language}".strip()
