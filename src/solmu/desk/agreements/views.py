"""An agreement's page, its forms and its steps."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.audit import recorded
from solmu.desk.agreements.forms import AgreementForm, DraftForm
from solmu.desk.agreements.held import held_agreement
from solmu.desk.agreements.page import kind_words, sections, step_buttons
from solmu.desk.agreements.register import AREA
from solmu.desk.agreements.steps import STEPS
from solmu.desk.agreements.wording import address_of, status_cell
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import answer_step
from solmu.desk.naming import partner_name
from solmu.desk.record_page import answer_record_page
from solmu.registry.actions.agreements import (
    AGREEMENT_DATES,
    TERMS,
    ThemeWording,
    change_agreement,
    draft_agreement,
    set_agreement_dates,
    set_agreement_terms,
)
from solmu.registry.actions.organisations import city_of
from solmu.registry.models import Membership, Partnership, Theme
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.partnerships import home_city


def crumbs() -> tuple[Line, ...]:
    return (Line(_("Agreements"), reverse("desk:agreements")),)


@desk(may=can_read_internal)
def agreement(request: HttpRequest, record_id: str) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    held = held_agreement(record_id, day, city)
    return answer_record_page(
        request,
        held.agreement.record,
        name=held.name,
        kind=kind_words(held),
        status=status_cell(held.on_day) if held.on_day else None,
        area=AREA,
        edit_href=reverse("desk:edit-agreement", args=[held.pk]) if can_keep_record(by) else "",
        buttons=step_buttons(held, by),
        crumbs=crumbs(),
        sections=sections(held, by, city.languages),
    )


@desk(may=can_keep_record)
def new_agreement(request: HttpRequest) -> HttpResponse:
    """A draft between the home city and cities or networks; `?partner=` chooses a partner beforehand."""
    by = request.by  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        ties = list(
            Partnership.objects.live().filter(pk__in=values.pop("partnerships")).select_related("partner", "record")
        )
        joined = list(Membership.objects.live().filter(pk__in=values.pop("memberships")).select_related("network"))
        themes = Theme.objects.live().filter(pk__in=values.pop("themes"))
        home = home_city()
        with recorded(by=by, action="draft_agreement"):
            cities = [
                city_of(
                    by=by, source=None, place=tie.partner, name=partner_name(tie), is_published=tie.record.is_published
                )
                for tie in ties
            ]
            made = draft_agreement(
                by=by,
                source=None,
                partnerships=ties,
                memberships=joined,
                parties=[*([home] if home else []), *cities, *(each.network for each in joined)],
                themes=[ThemeWording(theme.name, (theme,)) for theme in themes],
                **values,
            )
        return Done(address_of(made), _("The draft was made. It is internal until it is published."))

    partner = request.GET.get("partner", "")
    task = Task(
        form=DraftForm,
        heading=_("Draft an agreement"),
        save=save,
        back=reverse("desk:agreements"),
        area=AREA,
        initial={"partnerships": [partner] if partner else []},
        crumbs=crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_agreement(request: HttpRequest, record_id: str) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    held = held_agreement(record_id, day, city)
    found = held.agreement

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = {name: form.cleaned_data[name] for name in changed}
        if "notice_months" in values:
            values["notice_months"] = values["notice_months"] or 0
        dates = {name: value for name, value in values.items() if name in AGREEMENT_DATES}
        terms = {name: value for name, value in values.items() if name in TERMS}
        called = {name: value for name, value in values.items() if name not in dates and name not in terms}
        with recorded(by=by, action="change_agreement"):
            if called:
                change_agreement(by=by, source=None, agreement=found, **called)
            if dates:
                set_agreement_dates(by=by, source=None, agreement=found, **dates)
            if terms:
                set_agreement_terms(by=by, source=None, agreement=found, **terms)
        return Done(address_of(found), _("The agreement was changed."))

    task = Task(
        form=AgreementForm,
        subject=found,
        initial={field: getattr(found, field) for field in AgreementForm.base_fields},
        heading=_("Change %(name)s") % {"name": held.name},
        save=save,
        back=address_of(found),
        area=AREA,
        crumbs=(*crumbs(), Line(held.name, address_of(found))),
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    held = held_agreement(record_id, request.day, request.city)  # type: ignore[attr-defined]
    return answer_step(request, STEPS, verb, held, name=held.name, back=address_of(held), area=AREA, crumbs=crumbs())
