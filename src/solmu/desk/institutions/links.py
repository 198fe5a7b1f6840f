"""Pairs of institutions: the list, a pair's page, adding, changing and ending one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.audit import recorded
from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.wording import end_words, validity_words
from solmu.desk.answering import Line, day_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step
from solmu.desk.institutions.forms import EndForm, LinkForm, last_day
from solmu.desk.institutions.wording import AREA, crumbs, level_word, tabs
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import in_alphabet, organisation_name, partner_name, reading_language
from solmu.desk.record_page import Section, fact
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.registry.actions.institutions import add_institution_link, change_institution_link, end_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation, Partnership
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.coverage import city_of_link
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import InstitutionLevel, OrganisationKind

FIELDS = ("level", "linked_from", "linked_until")


def _end(by: Account, found: InstitutionLink, form: EditForm, _day: date) -> str:
    end_institution_link(by=by, source=None, link=found, until=form.cleaned_data["until"])
    return _("The end of the pair was recorded.")


STEPS = (
    Step(
        "end",
        gettext_lazy("End the pair"),
        lambda _found, _day: _("It stays in the record with its history, and counts in the coverage until that day."),
        _end,
        can_keep_record,
        fits=lambda found, _day: not isinstance(found.linked_until, PartialDate),
        form=EndForm,
        initial=last_day,
        is_dangerous=True,
    ),
)


class Links(KindPages[InstitutionLink]):
    kind, plural, area = "institution-link", "institution-links", AREA
    title = gettext_lazy("Pairs")
    form = LinkForm
    new_heading = gettext_lazy("Add a pair of institutions")
    edit_heading = gettext_lazy("Change the pair: %(name)s")
    added = gettext_lazy("The pair was added. It is internal until it is published.")
    changed = gettext_lazy("The pair was changed.")
    steps = STEPS

    def rows(self) -> Any:
        rows = InstitutionLink.objects.live().select_related(
            "record", "home_institution__place", "partner_institution__place", "partnership__partner"
        )
        return rows.prefetch_related(
            "home_institution__place__names", "partner_institution__place__names", "partnership__partner__names"
        )

    def name(self, row: InstitutionLink) -> str:
        return f"{_ours(row)} – {_theirs(row)}"

    def crumbs(self) -> tuple[Line, ...]:
        return (*crumbs(), *super().crumbs())

    def listing(self, request: HttpRequest) -> Listing:
        by, day, language = request.by, day_of(request), reading_language()  # type: ignore[attr-defined]
        rows = sorted(self.rows(), key=lambda row: (sort_key(_ours(row), language), row.pk))
        cities = {city_of_link(row): city_name(row) for row in rows}
        return Listing(
            title=_("Pairs of institutions"),
            area=self.area,
            rows=rows,
            columns=(
                Column(
                    "ours",
                    _("Ours"),
                    lambda row: Cell(_ours(row), self.address(row)),
                    order=lambda row: sort_key(_ours(row), language),
                ),
                Column(
                    "theirs", _("Theirs"), lambda row: Cell(_theirs(row)), order=lambda row: _theirs(row).casefold()
                ),
                Column("level", _("Kind"), lambda row: Cell(level_word(row.level))),
                Column(
                    "city",
                    _("City"),
                    lambda row: Cell(city_name(row) or "–"),
                    order=lambda row: sort_key(city_name(row), language),
                ),
                Column(
                    "when", _("From and until"), lambda row: Cell(validity_words(row.linked_from, row.linked_until))
                ),
            ),
            choices=(
                Choice(
                    "level",
                    _("Kind"),
                    InstitutionLevel.choices,
                    lambda some, code: [row for row in some if row.level == code],
                ),
                Choice(
                    "partner",
                    _("City"),
                    in_alphabet([(key, name) for key, name in cities.items() if key]),
                    lambda some, code: [row for row in some if city_of_link(row) == code],
                ),
                Choice(
                    "state",
                    _("State"),
                    [("now", _("going on")), ("over", _("ended"))],
                    lambda some, code: [row for row in some if _is_over(row, day) == (code == "over")],
                ),
            ),
            find=lambda some, words: [row for row in some if words.casefold() in self.name(row).casefold()],
            counted=lambda number: ngettext("%(number)s pair", "%(number)s pairs", number) % {"number": number},
            new=self.new_link(request, _("Add a pair")),
            empty=_("No pair of institutions is recorded yet."),
            template="desk/institutions/list.html",
            extra={"tabs": tabs("institution-links"), "links": _tables(by)},
        )

    def page(self, request: HttpRequest, row: InstitutionLink) -> HttpResponse:
        tie = row.partnership
        partner = Cell(partner_name(tie), reverse("desk:partner", args=[tie.pk])) if tie else None
        pair = Section(
            _("The pair"),
            facts=(
                fact(_("Our institution"), _institution(row.home_institution)),
                fact(_("Their institution"), _institution(row.partner_institution)),
                fact(_("Partner"), partner or _("under no partnership")),
                fact(_("From"), shown_date(row.linked_from) if row.linked_from else None),
                fact(_("Until"), end_words(row.linked_until)),
            ),
        )
        return self.answer_page(request, row, kind=level_word(row.level), sections=[pair])

    def known(self, request: HttpRequest) -> dict[str, Any]:
        """What an address says of a pair to come.

        `?statement=` is the statement it helps to bear out, `?institution=` one of the two, `?partner=` the
        partnership.
        """
        asked = {name: request.GET.get(name, "")[:12] for name in ("statement", "institution", "partner")}
        stated = CoverageStatement.objects.live().filter(pk=asked["statement"]).first()
        if stated is not None:
            return {"level": stated.level, "partnership": stated.partnership_id}
        found = Organisation.objects.live().filter(pk=asked["institution"], kind__in=InstitutionLevel.values).first()
        if found is None:
            return {"partnership": asked["partner"]}
        home = home_city()
        if found.place_id in (None, home.place_id if home else None):
            return {"level": found.kind, "home_institution": found.pk}
        tie = Partnership.objects.live().filter(partner=found.place_id).first()
        return {"level": found.kind, "partner_institution": found.pk, "partnership": tie.pk if tie else ""}

    def initial(self, request: HttpRequest, row: InstitutionLink) -> dict[str, Any]:
        return {
            **{name: getattr(row, name) for name in FIELDS},
            "home_institution": row.home_institution_id,
            "partner_institution": row.partner_institution_id,
            "partnership": row.partnership_id,
        }

    def add(self, by: Account, form: EditForm) -> InstitutionLink:
        with recorded(by=by, action="add_institution_link"):
            return add_institution_link(by=by, source=None, **_values(by, form, tuple(form.fields)))

    def change(self, by: Account, row: InstitutionLink, form: EditForm, changed: Sequence[str]) -> None:
        with recorded(by=by, action="change_institution_link"):
            change_institution_link(by=by, source=None, link=row, **_values(by, form, changed))


def _ours(row: InstitutionLink) -> str:
    return text_in(row.home_institution.name, reading_language())


def _theirs(row: InstitutionLink) -> str:
    return text_in(row.partner_institution.name, reading_language())


def city_name(row: InstitutionLink) -> str:
    """The city a link leads to; empty where it is not known."""
    if row.partnership:
        return partner_name(row.partnership)
    place = row.partner_institution.place
    return shown_name_of(place, reading_language()).text if place else ""


def _is_over(row: InstitutionLink, day: date) -> bool:
    return isinstance(row.linked_until, PartialDate) and row.linked_until.latest < day


def _tables(by: Account) -> list[tuple[str, str]]:
    return [(_("Enter a table"), reverse("desk:bulk-paste", args=["pairs"]))] if can_keep_record(by) else []


def _institution(row: Organisation) -> Cell:
    return Cell(organisation_name(row), reverse("desk:organisation", args=[row.pk]))


def _values(by: Account, form: EditForm, names: Sequence[str]) -> dict[str, Any]:
    """What the form says of these fields; an institution that was only named is recorded first, in its city."""
    sent = form.cleaned_data
    values: dict[str, Any] = {name: sent[name] for name in FIELDS if name in names}
    tie = Partnership.objects.live().select_related("partner").filter(pk=sent["partnership"]).first()
    if "partnership" in names:
        values["partnership"] = tie
    home = home_city()
    places = {
        "home_institution": ("new_home", home.place if home else None),
        "partner_institution": ("new_partner", tie.partner if tie else None),
    }
    for chosen, (named, place) in places.items():
        if sent[named]:
            values[chosen] = add_organisation(
                by=by, source=None, kind=OrganisationKind(sent["level"]), name=sent[named], place=place
            )
        elif chosen in names:
            values[chosen] = Organisation.objects.live().get(pk=sent[chosen])
    return values


LINKS = Links()
