"""One's own account: name, language, how one signs in."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.actions import change_own_account
from solmu.desk.answering import desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.registry.permissions import can_read_internal


class AccountForm(EditForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language of the desk"), choices=settings.LANGUAGES)


@desk(may=can_read_internal)
def account(request: HttpRequest) -> HttpResponse:
    by = request.by  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        change_own_account(by=by, **form.cleaned_data)
        return Done(reverse("desk:account"), _("Your details were saved."))

    task = Task(
        form=AccountForm,
        heading=_("You"),
        lead=f"{by.email}, {by.get_role_display()}",
        subject=by,
        initial={"name": by.name, "language": by.language or request.language},  # type: ignore[attr-defined]
        save=save,
        back=reverse("desk:today"),
        area="",
        template="desk/account/account.html",
    )
    return answer_form(request, task)
