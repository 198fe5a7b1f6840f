"""The pages and forms of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk
from solmu.desk.decisions.forms import DecisionForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, answer_record_page, fact
from solmu.registry.actions.decisions import change_decision, record_decision
from solmu.registry.models import Decision
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.decisions import records_decided
from solmu.registry.queries.names import names_of

AREA = "agreements"
"""Decisions have no line of their own in the navigation: most stand behind agreements."""

FIELDS = ("organ", "decided", "section", "case_id", "address")


def _rows() -> Any:
    return Decision.objects.live().select_related("record")


def _decision(decision_id: str) -> Decision:
    found: Decision | None = _rows().filter(pk=decision_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Decision) -> str:
    return reverse("desk:decision", args=[row.pk])


def _name(row: Decision) -> str:
    """*City board 3.2.2026 § 12*"""
    return " ".join(filter(None, (row.organ, shown_date(row.decided) if row.decided else "", row.section)))


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Agreements"), reverse("desk:agreements")), Line(_("Decisions"), reverse("desk:decisions")))


@desk(may=can_read_internal)
def decisions(request: HttpRequest) -> HttpResponseBase:
    by = request.by  # type: ignore[attr-defined]
    listing = Listing(
        title=_("Decisions"),
        area=AREA,
        rows=_rows().order_by("-decided_earliest", "pk"),
        columns=(
            Column("organ", _("Who decided"), lambda row: Cell(row.organ, _address(row)), order=("organ",)),
            Column(
                "decided",
                _("Decided"),
                lambda row: Cell(shown_date(row.decided) if row.decided else "–"),
                order=("decided_earliest",),
                plain=lambda row: row.decided,
            ),
            Column("section", _("Section"), lambda row: Cell(row.section or "–")),
            Column("case", _("Case number"), lambda row: Cell(row.case_id or "–"), order=("case_id",)),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
                order=("record__is_published",),
            ),
        ),
        choices=(
            Choice(
                "public",
                _("Public"),
                [("yes", _("on the public site")), ("no", _("internal"))],
                lambda rows, code: rows.filter(record__is_published=code == "yes"),
            ),
        ),
        find=lambda rows, words: rows.filter(
            Q(organ__icontains=words) | Q(section__icontains=words) | Q(case_id__icontains=words)
        ),
        counted=lambda number: ngettext("%(number)s decision", "%(number)s decisions", number) % {"number": number},
        new=(reverse("desk:new-decision"), _("Record a decision")) if can_keep_record(by) else None,
        empty=_("No decision is recorded yet. One stands behind an approval, a notice, a fee or a change of a tie."),
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    found = _decision(decision_id)
    by = request.by  # type: ignore[attr-defined]
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=_("Decision"),
        area=AREA,
        edit_href=reverse("desk:edit-decision", args=[found.pk]) if can_keep_record(by) else "",
        crumbs=_crumbs(),
        sections=[
            Section(
                _("The decision"),
                facts=(
                    fact(_("Who decided"), found.organ),
                    fact(_("Decided"), shown_date(found.decided) if found.decided else None),
                    fact(_("Section"), found.section),
                    fact(_("Case number"), found.case_id),
                    fact(_("Where it can be read"), Cell(found.address, found.address) if found.address else None),
                ),
            ),
            _behind(found),
        ],
    )


def _behind(found: Decision) -> Section:
    keys = records_decided(found.pk)
    names, language = names_of(keys), reading_language()
    return Section(
        _("What rests on it"),
        table=Table(
            (_("Record"),),
            tuple((Cell(names.of(key, language), reverse("desk:record-page", args=[key])),) for key in keys),
        ),
        empty=_("Nothing in the record names it yet. Agreements, fees and changes of ties name theirs in their steps."),
    )


@desk(may=can_keep_record)
def new_decision(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        made = record_decision(by=request.by, source=None, **form.cleaned_data)  # type: ignore[attr-defined]
        return Done(_address(made), _("The decision was recorded. It is internal until it is published."))

    task = Task(
        form=DecisionForm,
        heading=_("Record a decision"),
        save=save,
        back=reverse("desk:decisions"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    found = _decision(decision_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = {name: form.cleaned_data[name] for name in changed}
        change_decision(by=request.by, source=None, decision=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The decision was changed."))

    task = Task(
        form=DecisionForm,
        subject=found,
        initial={name: getattr(found, name) for name in FIELDS},
        heading=_("Change the decision: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)
