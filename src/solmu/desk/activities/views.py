"""The pages and forms of visits and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_amount, shown_date
from solmu.desk.activities.forms import ActivityForm, GiftForm, OutcomeForm, VisitForm, written
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step
from solmu.desk.kind_pages import KindPages, publicity
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import partner_name, partnership_choices, reading_language
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.registry.actions.activities import (
    add_activity,
    add_gift,
    change_activity,
    record_outcome,
    set_participants,
)
from solmu.registry.models import Activity, Agreement, Membership, Partnership, Theme
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_record_activity
from solmu.registry.queries.activities import what_it_is_tied_to
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose

SHOWN = (
    "membership_rows__membership__network",
    "theme_rows__theme",
    "gifts",
    "agreement__partnership_rows__partnership__partner__names",
    "agreement__parties__organisation",
)
"""What a page shows and a list does not."""

_ROWS = {"partnerships": Partnership, "memberships": Membership, "themes": Theme}
"""Fields that choose several rows."""


def _has_begun(found: Activity, day: date) -> bool:
    return found.starts is None or found.starts.earliest <= day


def _record_outcome(by: Account, found: Activity, form: EditForm, day: date) -> str:
    values = form.cleaned_data
    record_outcome(
        by=by, source=None, activity=found, outcome=values["outcome"], day=day, participants=values["number"]
    )
    return _("The outcome was recorded.")


def _add_gift(by: Account, found: Activity, form: EditForm, _day: date) -> str:
    assert isinstance(form, GiftForm)
    add_gift(by=by, source=None, activity=found, gift=form.gift())
    return _("The gift was recorded.")


STEPS = (
    Step(
        "outcome",
        gettext_lazy("Record the outcome"),
        lambda _found, _day: _("The outcome is shown on the public site where the visit or event is."),
        _record_outcome,
        can_record_activity,
        fits=_has_begun,
        form=OutcomeForm,
        initial=lambda found, _day: {"outcome": found.outcome},
    ),
    Step(
        "gift",
        gettext_lazy("Record a gift"),
        lambda _found, _day: _("Gifts are kept with the visit and stand in the brief."),
        _add_gift,
        can_record_activity,
        form=GiftForm,
    ),
)


class Activities(KindPages[Activity]):
    may_keep = staticmethod(can_record_activity)
    kind, plural, area = "activity", "activities", "activities"
    title = gettext_lazy("Visits and events")
    form, new_form = ActivityForm, VisitForm
    rows_of = {"agreement": Agreement.objects.live()}
    new_heading = gettext_lazy("Record a visit")
    new_lead = gettext_lazy("Seven fields. The outcome, costs and gifts can follow later.")
    edit_heading = gettext_lazy("Change %(name)s")
    added = gettext_lazy("It was recorded. The outcome and the rest can follow when there is time.")
    changed = gettext_lazy("The change was saved.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Activity.objects.live().select_related("record", "agreement")
        return rows.prefetch_related("partnership_rows__partnership__partner__names", "participants")

    def row_to_change(self, record_id: str) -> Activity:
        found: Activity | None = Activity.objects.live().select_related("record").filter(pk=record_id).first()
        if found is None:
            raise Http404
        return found

    def name(self, row: Activity) -> str:
        return text_in(row.title, reading_language())

    def listing(self, request: HttpRequest) -> Listing:
        day = request.day  # type: ignore[attr-defined]
        return Listing(
            title=_("Visits and events"),
            area=self.area,
            rows=self.rows().order_by("-starts_earliest", "pk"),
            columns=(
                Column(
                    "title", _("What"), lambda row: Cell(self.name(row), self.address(row), note=row.get_kind_display())
                ),
                Column("partner", _("Partner"), lambda row: Cell(_partners(row) or "–")),
                Column(
                    "when",
                    _("When"),
                    lambda row: Cell(_when(row.starts, row.ends)),
                    order=("starts_earliest",),
                    plain=lambda row: row.starts,
                ),
                Column(
                    "until",
                    _("Last day"),
                    lambda row: Cell(""),
                    plain=lambda row: str(row.ends or ""),
                    is_file_only=True,
                ),
                Column(
                    "people",
                    _("People"),
                    lambda row: Cell(
                        str(sum(each.number for each in row.participants.all())) if row.participants.all() else "–"
                    ),
                    plain=lambda row: (
                        sum(each.number for each in row.participants.all()) if row.participants.all() else None
                    ),
                ),
                Column("outcome", _("Outcome"), lambda row: Cell(_("recorded") if str(row.outcome) else _("missing"))),
                publicity(),
            ),
            choices=(
                Choice(
                    "partner",
                    _("Partner"),
                    partnership_choices(),
                    lambda rows, code: rows.filter(partnership_rows__partnership=code),
                ),
                Choice("kind", _("Kind"), ActivityKind.choices, lambda rows, code: rows.filter(kind=code)),
                Choice(
                    "time",
                    _("Time"),
                    [("coming", _("To come")), ("over", _("Over"))],
                    lambda rows, code: rows.filter(
                        **{"starts_earliest__gt": day} if code == "coming" else {"starts_earliest__lte": day}
                    ),
                ),
            ),
            counted=lambda number: (
                ngettext("%(number)s visit or event", "%(number)s visits and events", number) % {"number": number}
            ),
            new=self.new_link(request),
            empty=_("Nothing has been recorded yet. A visit is recorded in two minutes; the rest can follow later."),
        )

    def page(self, request: HttpRequest, row: Activity) -> HttpResponse:
        prefetch_related_objects([row], *SHOWN)
        city, language = request.city, reading_language()  # type: ignore[attr-defined]
        sections = [
            Section(
                _("What and when"),
                facts=(
                    fact_in_languages(_("What it was"), row.title, city.languages),
                    fact(_("When"), _when(row.starts, row.ends)),
                    fact(_("Direction"), str(Direction(row.direction).label) if row.direction else None),
                    fact(_("Place"), row.place_as_written),
                ),
            ),
            Section(
                _("With whom"),
                facts=(
                    fact(
                        _("Partner"),
                        *(
                            Cell(partner_name(tie.partnership), reverse("desk:record-page", args=[tie.partnership_id]))
                            for tie in row.partnership_rows.all()
                        ),
                    ),
                    fact(
                        _("Network"),
                        *(text_in(each.membership.network.name, language) for each in row.membership_rows.all()),
                    ),
                    fact(
                        _("Agreement it is under"),
                        Cell(
                            agreement_name(row.agreement, language),
                            reverse("desk:record-page", args=[row.agreement.pk]),
                        )
                        if row.agreement
                        else None,
                    ),
                    fact(_("Themes"), *(text_in(each.theme.name, language) for each in row.theme_rows.all())),
                    fact(
                        _("What of the network it serves"),
                        str(NetworkPurpose(row.purpose).label) if row.purpose else None,
                    ),
                ),
            ),
            Section(
                _("What came of it"),
                facts=(
                    fact_in_languages(_("Outcome"), row.outcome, city.languages),
                    fact(_("Who took part"), *written(row.participants.all()).splitlines()),
                    fact(_("Costs"), shown_amount(row.costs, row.currency) if row.costs is not None else None),
                    fact_in_languages(_("Who paid"), row.funding, city.languages),
                ),
            ),
            Section(
                _("Gifts"),
                table=Table(
                    (_("What it was"), _("Given or received"), _("Value")),
                    tuple(
                        (
                            Cell(text_in(gift.what, language)),
                            Cell(str(GiftDirection(gift.direction).label)),
                            Cell(shown_amount(gift.value, gift.currency) if gift.value is not None else "–"),
                        )
                        for gift in row.gifts.all()
                    ),
                ),
                empty=_("No gifts are recorded."),
            ),
        ]
        return self.answer_page(request, row, kind=str(ActivityKind(row.kind).label), sections=sections)

    def known(self, request: HttpRequest) -> dict[str, Any]:
        """`?partner=` chooses the partner beforehand."""
        partner = request.GET.get("partner", "")
        return {"partnerships": [partner] if partner else [], "kind": ActivityKind.VISIT.value}

    def initial(self, request: HttpRequest, row: Activity) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "title": row.title,
            "starts": row.starts,
            "ends": row.ends,
            "direction": row.direction,
            "place_as_written": row.place_as_written,
            "agreement": row.agreement_id,
            **what_it_is_tied_to(row),
            "purpose": row.purpose,
            "participants": written(row.participants.all()),
            "costs": row.costs,
            "currency": row.currency,
            "funding": row.funding,
        }

    def values(self, form: EditForm, names: Iterable[str]) -> dict[str, Any]:
        values = super().values(form, names)
        for name, model in _ROWS.items():
            if name in values:
                values[name] = list(model.objects.live().filter(pk__in=values[name]))
        if "currency" in values:
            values["currency"] = values["currency"] or "EUR"
        return values

    def add(self, by: Account, form: EditForm) -> Activity:
        values = self.values(form, form.fields)
        return add_activity(by=by, source=None, participants=values.pop("number"), **values)

    def change(self, by: Account, row: Activity, form: EditForm, changed: Sequence[str]) -> None:
        values = self.values(form, changed)
        counts = values.pop("participants", None)
        if values:
            change_activity(by=by, source=None, activity=row, **values)
        if counts is not None:
            set_participants(by=by, source=None, activity=row, participants=counts or None)


def _partners(row: Activity) -> str:
    return ", ".join(partner_name(tie.partnership) for tie in row.partnership_rows.all())


def _when(starts: PartialDate | None, ends: End) -> str:
    """*3.–5.9.2026*, written plainly: the first day, a dash and the last."""
    first = shown_date(starts) if starts else ""
    if ends is OPEN:
        return f"{first}–"
    if isinstance(ends, PartialDate) and ends != starts:
        return f"{first}–{shown_date(ends)}"
    return first or "–"


ACTIVITIES = Activities()
