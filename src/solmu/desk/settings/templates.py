"""Templates of drafts: which are used and where each comes from; set, taken out and downloaded here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Account
from solmu.core.permissions import can_change_settings, can_read_settings
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step
from solmu.desk.listing import Cell
from solmu.desk.record_page import Section, Table
from solmu.desk.settings.forms import TemplateForm
from solmu.desk.settings.views import AREA, crumbs
from solmu.desk.settings.words import WORDS
from solmu.stewardship.actions.templates import MEDIA_TYPES, remove_template, set_template
from solmu.stewardship.queries.templates import TemplateInUse, templates_in_use

NOT_RUN = "default-src 'none'; sandbox"
"""A template is somebody's file: where a browser opens it all the same, nothing in it runs."""


def _word(name: str) -> str:
    return str(WORDS[f"templates.{name.replace('.', '_')}"])


def _template(name: str) -> TemplateInUse:
    found = next((each for each in templates_in_use() if each.name == name), None)
    if found is None:
        raise Http404
    return found


@desk(may=can_read_settings)
def templates(request: HttpRequest) -> HttpResponse:
    by = request.by  # type: ignore[attr-defined]
    may = can_change_settings(by)
    rows = tuple(
        (
            Cell(_word(each.name), note=each.name),
            _origin(each),
            Cell(_("Download"), reverse("desk:settings-template-file", args=[each.name])),
            *((_change(each), _take_out(each)) if may else ()),
        )
        for each in templates_in_use()
    )
    heads = (_("Template"), _("Where it comes from"), _("File"), *((_("Change"), _("Take out")) if may else ()))
    return show(
        request,
        "desk/settings/templates.html",
        {
            "heading": _("Templates of drafts"),
            "lead": _("Drafts of agreements are made with these. A draft is made before a template is taken."),
            "section": Section(_("Templates"), table=Table(heads, rows)),
        },
        title=_("Templates of drafts"),
        area=AREA,
        crumbs=crumbs(),
    )


def _origin(each: TemplateInUse) -> Cell:
    if each.file is not None:
        return Cell(_("set at the desk"), note=each.file.name)
    return Cell(_("the city’s folder") if each.is_own else _("comes with Solmu"))


def _change(each: TemplateInUse) -> Cell:
    return Cell(_("Replace"), reverse("desk:settings-template", args=[each.name]))


def _take_out(each: TemplateInUse) -> Cell:
    return (
        Cell(_("Take out"), reverse("desk:settings-template-step", args=[each.name, "remove"]))
        if each.file
        else Cell("–")
    )


@desk(may=can_read_settings)
def file(request: HttpRequest, template: str) -> HttpResponse:
    """The template as it is used now, to be kept and changed."""
    found = _template(template)
    try:
        content = found.path.read_bytes()
    except OSError:
        raise Http404 from None
    response = HttpResponse(content, content_type=MEDIA_TYPES[found.path.suffix])
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["Content-Security-Policy"] = NOT_RUN
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _crumbs() -> tuple[Line, ...]:
    return (*crumbs(), Line(_("Templates of drafts"), reverse("desk:settings-templates")))


@desk(may=can_change_settings)
def template(request: HttpRequest, template: str) -> HttpResponse:
    found, back = _template(template), reverse("desk:settings-templates")

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        sent = form.cleaned_data["file"]
        set_template(by=request.by, name=found.name, content=sent.read(), file_name=sent.name)  # type: ignore[attr-defined]
        return Done(back, _("The template was taken. Drafts are made with it from now on."))

    task = Task(
        form=TemplateForm,
        heading=_("Replace: %(name)s") % {"name": _word(found.name)},
        lead=_("Download the one in use, change it, and drop it here. It is called %(name)s.") % {"name": found.name},
        consequence=_("The next draft is made with it. Drafts that were made stay as they are."),
        save=save,
        back=back,
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


def _remove(by: Account, found: TemplateInUse, _form: EditForm, _day: date) -> str:
    remove_template(by=by, name=found.name)
    return _("The template was taken out.")


STEPS = (
    Step(
        "remove",
        label=gettext_lazy("Take out"),
        consequence=lambda _found, _day: _(
            "Drafts are made with the template that comes with Solmu again. One of the city’s folder is back when the "
            "operator runs solmu init."
        ),
        carry_out=_remove,
        may=can_change_settings,
    ),
)


@desk(may=can_change_settings)
def step(request: HttpRequest, template: str, verb: str) -> HttpResponse:
    found, back = _template(template), reverse("desk:settings-templates")
    return answer_step(request, STEPS, verb, found, name=_word(found.name), back=back, area=AREA, crumbs=_crumbs())
