"""Institutions: the list, one's page with its pairs, adding and changing one, and passing its pairs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.models import Account
from solmu.desk.agreements.wording import validity_words
from solmu.desk.answering import Line
from solmu.desk.editing.fields import texts_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Button, Step
from solmu.desk.institutions.forms import OrganisationForm, PassForm, place_of
from solmu.desk.institutions.links import LINKS
from solmu.desk.institutions.wording import AREA, crumbs, level_word, tabs
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import in_alphabet, organisation_name, reading_language
from solmu.desk.record_page import Section, Table, fact
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.registry.actions.institutions import pass_institution_links
from solmu.registry.actions.organisations import add_organisation, change_organisation
from solmu.registry.models import Agreement, InstitutionLink, Organisation
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.vocabulary import InstitutionLevel, OrganisationKind

AGREEMENTS = 50
"""The most agreements that an institution's page names."""


def _is_institution(row: Organisation) -> bool:
    return row.kind in InstitutionLevel.values


def _pass(by: Account, found: Organisation, form: EditForm, day: date) -> str:
    successor = Organisation.objects.live().get(pk=form.cleaned_data["successor"])
    passed = pass_institution_links(by=by, source=None, institution=found, successor=successor, day=day)
    return ngettext("%(number)s pair was passed on.", "%(number)s pairs were passed on.", len(passed)) % {
        "number": len(passed)
    }


STEPS = (
    Step(
        "pass",
        gettext_lazy("Pass its pairs on"),
        lambda _found, _day: _(
            "For an institution that is no more: its pairs go on with the one you choose. Ended ones stay with it."
        ),
        _pass,
        can_keep_record,
        fits=lambda found, _day: _is_institution(found),
        form=PassForm,
        is_dangerous=True,
    ),
)


class Organisations(KindPages[Organisation]):
    """Institutions, and any other organisation but a network, which is only shown with what it is part of."""

    kind, plural, area = "organisation", "organisations", AREA
    title = gettext_lazy("Every institution")
    form = OrganisationForm
    new_heading = gettext_lazy("Add an institution")
    edit_heading = gettext_lazy("Change the institution: %(name)s")
    added = gettext_lazy("The institution was added. It is internal until it is published.")
    changed = gettext_lazy("The institution was changed.")
    steps = STEPS

    def rows(self) -> Any:
        return Organisation.objects.live().select_related("record", "place").prefetch_related("place__names")

    def name(self, row: Organisation) -> str:
        return text_in(row.name, reading_language())

    def crumbs(self) -> tuple[Line, ...]:
        return (*crumbs(), *super().crumbs())

    def listing(self, request: HttpRequest) -> Listing:
        language = reading_language()
        found = self.rows().filter(kind__in=InstitutionLevel.values)
        rows = sorted(found, key=lambda row: (sort_key(self.name(row), language), row.pk))
        pairs: dict[str, int] = {}
        sides = InstitutionLink.objects.live().values_list("home_institution_id", "partner_institution_id")
        for key in (key for both in sides for key in both):
            pairs[key] = pairs.get(key, 0) + 1
        return Listing(
            title=_("Every institution"),
            area=self.area,
            rows=rows,
            columns=(
                Column(
                    "name",
                    _("Name"),
                    lambda row: Cell(self.name(row), self.address(row), note=row.abbreviation),
                    order=lambda row: sort_key(self.name(row), language),
                ),
                Column("kind", _("Kind"), lambda row: Cell(level_word(row.kind))),
                Column("city", _("City"), lambda row: Cell(_city(row) or "–"), order=lambda row: _city(row).casefold()),
                Column(
                    "pairs",
                    _("Pairs"),
                    lambda row: Cell(str(pairs.get(row.pk, 0))),
                    order=lambda row: pairs.get(row.pk, 0),
                    plain=lambda row: pairs.get(row.pk, 0),
                ),
            ),
            choices=(
                Choice(
                    "kind", _("Kind"), InstitutionLevel.choices, lambda some, code: [r for r in some if r.kind == code]
                ),
                Choice(
                    "city",
                    _("City"),
                    in_alphabet(
                        [(key, name) for key, name in {row.place_id: _city(row) for row in rows}.items() if key]
                    ),
                    lambda some, code: [row for row in some if row.place_id == code],
                ),
                Choice(
                    "pairs",
                    _("Pairs"),
                    [("none", _("Only without a pair"))],
                    lambda some, _code: [row for row in some if row.pk not in pairs],
                ),
            ),
            find=lambda some, words: [row for row in some if words.casefold() in self.name(row).casefold()],
            counted=lambda number: (
                ngettext("%(number)s institution", "%(number)s institutions", number) % {"number": number}
            ),
            new=self.new_link(request),
            empty=_("No institution is recorded yet."),
            template="desk/institutions/list.html",
            extra={"tabs": tabs("organisations")},
        )

    def page(self, request: HttpRequest, row: Organisation) -> HttpResponse:
        is_institution = _is_institution(row)
        about = Section(
            _("About it"),
            facts=(
                fact(_("Name"), *(dict.fromkeys(texts_of(row.name).values()) or [self.name(row)])),
                fact(_("Abbreviation"), row.abbreviation),
                fact(_("City"), _city(row)),
            ),
        )
        pairs = [_pairs(row, request.by)] if is_institution else []  # type: ignore[attr-defined]
        return self.answer_page(
            request,
            row,
            kind=str(OrganisationKind(row.kind).label),
            sections=[about, *pairs, _agreements(row)],
            can_be_edited=is_institution,
        )

    def row_to_change(self, record_id: str) -> Organisation:
        row = self.row(record_id)
        if not _is_institution(row):
            raise Http404
        return row

    def initial(self, request: HttpRequest, row: Organisation) -> dict[str, Any]:
        first = request.city.languages[0]  # type: ignore[attr-defined]
        texts = texts_of(row.name)
        if unsaid := texts.pop("", ""):
            # A name whose language nobody said stands in the city's first.
            texts.setdefault(first, unsaid)
        values = super().initial(request, row)
        return {**values, "name": texts or {first: self.name(row)}, "place": row.place_id}

    def values(self, form: EditForm, names: Iterable[str]) -> dict[str, Any]:
        values = super().values(form, names)
        if "place" in values:
            values["place"] = place_of(values["place"])
        if "kind" in values:
            values["kind"] = OrganisationKind(values["kind"])
        return values

    def add(self, by: Account, form: EditForm) -> Organisation:
        return add_organisation(by=by, source=None, **self.values(form, form.fields))

    def change(self, by: Account, row: Organisation, form: EditForm, changed: Sequence[str]) -> None:
        change_organisation(by=by, source=None, organisation=row, **self.values(form, changed))


def _city(row: Organisation) -> str:
    return shown_name_of(row.place, reading_language()).text if row.place else ""


def _pairs(found: Organisation, by: Account) -> Section:
    new = Button(_("Add a pair"), f"{reverse('desk:new-institution-link')}?institution={found.pk}")
    rows = InstitutionLink.objects.live().filter(Q(home_institution=found) | Q(partner_institution=found))
    rows = rows.select_related("home_institution__place", "partner_institution__place").prefetch_related(
        "home_institution__place__names", "partner_institution__place__names"
    )

    def other(row: InstitutionLink) -> str:
        is_ours = row.home_institution_id == found.pk
        return organisation_name(row.partner_institution if is_ours else row.home_institution)

    return Section(
        _("Pairs"),
        table=Table(
            (_("With which institution"), _("From and until")),
            tuple(
                (Cell(other(row), LINKS.address(row)), Cell(validity_words(row.linked_from, row.linked_until)))
                for row in rows.order_by("linked_from_earliest", "pk")
            ),
        ),
        empty=_("It has no pair."),
        buttons=(new,) if can_keep_record(by) else (),
    )


def _agreements(found: Organisation) -> Section:
    rows = Agreement.objects.live().filter(parties__organisation=found).distinct()
    rows = rows.prefetch_related("partnership_rows__partnership__partner__names", "parties__organisation")
    return Section(
        _("Agreements it is party to"),
        table=Table(
            (_("Agreement"),),
            tuple(
                (Cell(agreement_name(row, reading_language()), reverse("desk:agreement", args=[row.pk])),)
                for row in rows.order_by("-signed_earliest", "pk")[:AGREEMENTS]
            ),
        ),
        empty=_("It is party to no agreement."),
    )


ORGANISATIONS = Organisations()
