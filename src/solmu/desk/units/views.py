"""The pages and steps of the city's units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from solmu.core.errors import SolmuError
from solmu.core.models import Account
from solmu.core.permissions import can_read_accounts
from solmu.desk.answering import Line, desk
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Column, Listing
from solmu.desk.naming import reading_language
from solmu.desk.people.handing_over import answer_hand_over, section_of
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.desk.units.forms import CloseForm, UnitForm, UnitPeopleForm
from solmu.registry.actions.organisations import add_unit, change_unit
from solmu.registry.actions.ownership import set_unit_members
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Unit
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.dependence import what_depends_on
from solmu.registry.queries.languages import languages_of
from solmu.registry.queries.partnerships import home_city
from solmu.stewardship.queries.handing_over import looked_after_by


def _close(by: Account, found: Unit, form: EditForm, _day: date) -> Done:
    remove_record(by=by, source=None, record=found.record, reason=form.cleaned_data["reason"])
    return Done(reverse("desk:units"), _("The unit is closed."))


STEPS = (
    Step(
        "close",
        pgettext_lazy("unit", "Close"),
        lambda _found, _day: _(
            "It goes from every list and owns nothing any more. Its history stays, and it can be put back."
        ),
        _close,
        can_keep_record,
        fits=lambda found, _day: not what_depends_on(found.record),
        form=CloseForm,
        is_dangerous=True,
    ),
)


class Units(KindPages[Unit]):
    kind, plural, area = "unit", "units", "units"
    title = gettext_lazy("Units")
    form = UnitForm
    rows_of = {"part_of": Unit.objects.live()}
    new_heading = gettext_lazy("Add a unit")
    new_button = gettext_lazy("Add")
    edit_heading = gettext_lazy("Change the unit")
    added = gettext_lazy("The unit was added. Say who acts for it.")
    changed = gettext_lazy("The unit was changed.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        return _rows().filter(record__removed_at=None)

    def name(self, row: Unit) -> str:
        return text_in(row.name, reading_language())

    def listing(self, request: HttpRequest) -> Listing:
        city = request.city  # type: ignore[attr-defined]
        is_closed = request.GET.get("closed") == "yes"
        live = Q(owned__record__removed_at=None, owned__record__merged_into=None)
        rows = _rows().filter(record__removed_at__isnull=not is_closed).annotate(number=Count("owned", filter=live))

        def missing(row: Unit) -> str:
            lacks = [code for code in city.languages if code not in languages_of(row.name)]
            return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in lacks)

        links = []
        if is_closed:
            links.append((pgettext("unit", "Those in use"), reverse("desk:units")))
        elif Unit.objects.filter(organisation__is_home=True, record__removed_at__isnull=False).exists():
            links.append((pgettext("unit", "Closed"), f"{reverse('desk:units')}?closed=yes"))
        return Listing(
            title=pgettext("unit", "Closed") if is_closed else _("Units"),
            area=self.area,
            rows=sorted(rows, key=self.name),
            columns=(
                Column(
                    "name",
                    _("Name"),
                    lambda row: Cell(
                        self.name(row),
                        reverse("desk:record", args=[row.pk]) if is_closed else self.address(row),
                        note=_("name missing: %(languages)s") % {"languages": lacks.lower()}
                        if (lacks := missing(row))
                        else "",
                    ),
                    order=lambda row: self.name(row).casefold(),
                ),
                Column("email", _("E-mail address"), lambda row: Cell(row.email or "–")),
                Column("part_of", _("Part of"), lambda row: Cell(self.name(row.part_of) if row.part_of else "–")),
                Column("people", _("Act for it"), lambda row: Cell(_acting_in_words(row))),
                Column(
                    "number",
                    _("Looks after"),
                    lambda row: Cell(str(row.number)),
                    order=lambda row: row.number,
                    plain=lambda row: row.number,
                ),
                Column(
                    "public",
                    _("Public"),
                    lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
                    order=lambda row: row.record.is_published,
                ),
            ),
            counted=lambda number: ngettext("%(number)s unit", "%(number)s units", number) % {"number": number},
            new=self.new_link(request),
            empty=_("No unit is recorded yet. A unit owns records, so that colleagues see to them when one leaves."),
            extra={"links": links},
        )

    def page(self, request: HttpRequest, row: Unit) -> HttpResponse:
        by, city = request.by, request.city  # type: ignore[attr-defined]
        keeps, sees_accounts = self.may_keep(by), can_read_accounts(by)
        theirs = looked_after_by(row)
        parts = sorted(Unit.objects.live().filter(part_of=row), key=self.name)
        hand_over_href = reverse("desk:hand-over-of-unit", args=[row.pk]) if keeps else ""
        people_href = reverse("desk:unit-people", args=[row.pk])
        acting = [
            (
                Cell(account.name or account.email, reverse("desk:person", args=[account.pk]) if sees_accounts else ""),
                Cell(_("head") if is_head else ""),
            )
            for account, is_head in _acting(row)
        ]
        first = []
        if keeps and theirs.records:
            number = len(theirs.records)
            words = ngettext("Hand over %(number)s record.", "Hand over %(number)s records.", number) % {
                "number": number
            }
            first.append((words, hand_over_href, _("Hand over")))
        if keeps:
            words = _("Put this unit under another, or close it: %(name)s.")
            first += [(words % {"name": self.name(each)}, self.address(each), _("Open")) for each in parts]
        return self.answer_page(
            request,
            row,
            kind=_("Unit"),
            takes_steps=not first,
            template="desk/units/unit.html",
            extra={"first": first},
            sections=[
                Section(
                    _("The unit"),
                    facts=(
                        fact_in_languages(_("Name"), row.name, city.languages),
                        fact(_("E-mail address"), row.email),
                        fact(_("Telephone"), row.telephone),
                        fact(
                            _("Part of"),
                            Cell(self.name(row.part_of), self.address(row.part_of)) if row.part_of else None,
                        ),
                        fact(_("Units within it"), *(Cell(self.name(each), self.address(each)) for each in parts)),
                    ),
                ),
                Section(
                    _("Act for it"),
                    table=Table((_("Name"), _("Role")), tuple(acting)),
                    empty=_("Nobody acts for it: what it looks after is nobody's matter."),
                    buttons=(Button(_("Change who acts for it"), people_href),) if keeps else (),
                ),
                section_of(theirs, href=hand_over_href, empty=_("It looks after no record.")),
            ],
        )

    def add(self, by: Account, form: EditForm) -> Unit:
        home = home_city()
        if home is None:
            raise SolmuError("The home city is not recorded yet. Run solmu init first.")
        return add_unit(by=by, source=None, organisation=home, **self.values(form, form.fields))

    def change(self, by: Account, row: Unit, form: EditForm, changed: Sequence[str]) -> None:
        change_unit(by=by, source=None, unit=row, **self.values(form, changed))


def _rows() -> QuerySet[Any]:
    """Those in use and those closed."""
    rows: QuerySet[Any] = Unit.objects.filter(organisation__is_home=True, record__merged_into=None)
    return rows.select_related("record", "part_of").prefetch_related("members__account")


def _acting(unit: Unit) -> list[tuple[Account, bool]]:
    """The open accounts that act for a unit, heads first; its members must be prefetched."""
    rows = [row for row in unit.members.all() if row.account.is_active]
    return [
        (row.account, row.is_head)
        for row in sorted(rows, key=lambda row: (not row.is_head, row.account.name or row.account.email))
    ]


def _acting_in_words(unit: Unit) -> str:
    words = [
        _("%(name)s (head)") % {"name": account.name or account.email} if is_head else account.name or account.email
        for account, is_head in _acting(unit)
    ]
    return ", ".join(words) or _("nobody")


UNITS = Units()


@desk(may=can_keep_record)
def unit_people(request: HttpRequest, record_id: str) -> HttpResponse:
    """Who acts for the unit, and who heads it."""
    found = UNITS.row(record_id)
    members = list(found.members.all())

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        chosen = {name: list(Account.objects.filter(pk__in=form.cleaned_data[name])) for name in ("members", "heads")}
        set_unit_members(by=request.by, source=None, unit=found, **chosen)  # type: ignore[attr-defined]
        return Done(UNITS.address(found), _("Who acts for the unit was saved."))

    task = Task(
        form=UnitPeopleForm,
        subject=found,
        initial={
            "members": [row.account_id for row in members],
            "heads": [row.account_id for row in members if row.is_head],
        },
        heading=_("Who acts for it: %(name)s") % {"name": UNITS.name(found)},
        lead=_("Whoever acts for a unit is told of what it looks after, and sees it under My unit's."),
        save=save,
        back=UNITS.address(found),
        area=UNITS.area,
        crumbs=(*UNITS.crumbs(), Line(UNITS.name(found), UNITS.address(found))),
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def hand_over_of_unit(request: HttpRequest, record_id: str) -> HttpResponse:
    found = UNITS.row(record_id)
    return answer_hand_over(
        request, found, name=UNITS.name(found), back=UNITS.address(found), area=UNITS.area, crumbs=UNITS.crumbs()
    )
