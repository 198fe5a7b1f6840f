"""The pages and forms of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.answering import Line
from solmu.desk.decisions.forms import DecisionForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.kind_pages import KindPages, by_publicity, dated, publicity
from solmu.desk.listing import Cell, Column, Listing
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact
from solmu.registry.actions.decisions import change_decision, record_decision
from solmu.registry.models import Decision
from solmu.registry.queries.decisions import records_decided
from solmu.registry.queries.names import names_of


class Decisions(KindPages[Decision]):
    """Decisions have no line of their own in the navigation: most stand behind agreements."""

    kind, plural, area = "decision", "decisions", "agreements"
    title = gettext_lazy("Decisions")
    form = DecisionForm
    new_heading = gettext_lazy("Record a decision")
    edit_heading = gettext_lazy("Change the decision: %(name)s")
    added = gettext_lazy("The decision was recorded. It is internal until it is published.")
    changed = gettext_lazy("The decision was changed.")

    def rows(self) -> Any:
        return Decision.objects.live().select_related("record")

    def name(self, row: Decision) -> str:
        """*City board 3.2.2026 § 12*"""
        return " ".join(filter(None, (row.organ, shown_date(row.decided) if row.decided else "", row.section)))

    def crumbs(self) -> tuple[Line, ...]:
        return (Line(_("Agreements"), reverse("desk:agreements")), *super().crumbs())

    def listing(self, request: HttpRequest) -> Listing:
        return Listing(
            title=_("Decisions"),
            area=self.area,
            rows=self.rows().order_by("-decided_earliest", "pk"),
            columns=(
                Column("organ", _("Who decided"), lambda row: Cell(row.organ, self.address(row)), order=("organ",)),
                dated("decided", _("Decided"), "decided_earliest", lambda row: row.decided),
                Column("section", _("Section"), lambda row: Cell(row.section or "–")),
                Column("case", _("Case number"), lambda row: Cell(row.case_id or "–"), order=("case_id",)),
                publicity(),
            ),
            choices=(by_publicity(),),
            find=lambda rows, words: rows.filter(
                Q(organ__icontains=words) | Q(section__icontains=words) | Q(case_id__icontains=words)
            ),
            counted=lambda number: ngettext("%(number)s decision", "%(number)s decisions", number) % {"number": number},
            new=self.new_link(request),
            empty=_(
                "No decision is recorded yet. One stands behind an approval, a notice, a fee or a change of a tie."
            ),
        )

    def page(self, request: HttpRequest, row: Decision) -> HttpResponse:
        decided = Section(
            _("The decision"),
            facts=(
                fact(_("Who decided"), row.organ),
                fact(_("Decided"), shown_date(row.decided) if row.decided else None),
                fact(_("Section"), row.section),
                fact(_("Case number"), row.case_id),
                fact(_("Where it can be read"), Cell(row.address, row.address) if row.address else None),
            ),
        )
        return self.answer_page(request, row, kind=_("Decision"), sections=[decided, _behind(row)])

    def add(self, by: Account, form: EditForm) -> Decision:
        return record_decision(by=by, source=None, **form.cleaned_data)

    def change(self, by: Account, row: Decision, form: EditForm, changed: Sequence[str]) -> None:
        change_decision(by=by, source=None, decision=row, **self.values(form, changed))


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


DECISIONS = Decisions()
