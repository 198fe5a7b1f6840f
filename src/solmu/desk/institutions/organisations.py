"""Institutions: the list, one's page with its pairs, adding and changing one, and passing its pairs on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.models import Account
from solmu.desk.agreements.wording import validity_words
from solmu.desk.answering import Line, day_of, desk
from solmu.desk.editing.fields import texts_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step, answer_step, buttons
from solmu.desk.institutions.forms import OrganisationForm, PassForm, place_of
from solmu.desk.institutions.links import address_of as link_address
from solmu.desk.institutions.wording import AREA, crumbs, level_word, tabs
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import in_alphabet, organisation_name, reading_language
from solmu.desk.record_page import Section, Table, answer_record_page, fact
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.registry.actions.institutions import pass_institution_links
from solmu.registry.actions.organisations import add_organisation, change_organisation
from solmu.registry.models import Agreement, InstitutionLink, Organisation
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.vocabulary import InstitutionLevel, OrganisationKind

AGREEMENTS = 50
"""The most agreements that an institution's page names."""


def _rows() -> Any:
    return Organisation.objects.live().select_related("record", "place").prefetch_related("place__names")


def _organisation(organisation_id: str) -> Organisation:
    found: Organisation | None = _rows().filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


def _is_institution(row: Organisation) -> bool:
    return row.kind in InstitutionLevel.values


def _address(row: Organisation) -> str:
    return reverse("desk:organisation", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (*crumbs(), Line(_("Every institution"), reverse("desk:organisations")))


def _name(row: Organisation) -> str:
    return text_in(row.name, reading_language())


def _city(row: Organisation) -> str:
    return shown_name_of(row.place, reading_language()).text if row.place else ""


@desk(may=can_read_internal)
def organisations(request: HttpRequest) -> HttpResponseBase:
    by, language = request.by, reading_language()  # type: ignore[attr-defined]
    found = _rows().filter(kind__in=InstitutionLevel.values)
    rows = sorted(found, key=lambda row: (sort_key(_name(row), language), row.pk))
    pairs: dict[str, int] = {}
    sides = InstitutionLink.objects.live().values_list("home_institution_id", "partner_institution_id")
    for key in (key for both in sides for key in both):
        pairs[key] = pairs.get(key, 0) + 1
    listing = Listing(
        title=_("Every institution"),
        area=AREA,
        rows=rows,
        columns=(
            Column(
                "name",
                _("Name"),
                lambda row: Cell(_name(row), _address(row), note=row.abbreviation),
                order=lambda row: sort_key(_name(row), language),
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
            Choice("kind", _("Kind"), InstitutionLevel.choices, lambda some, code: [r for r in some if r.kind == code]),
            Choice(
                "city",
                _("City"),
                in_alphabet([(key, name) for key, name in {row.place_id: _city(row) for row in rows}.items() if key]),
                lambda some, code: [row for row in some if row.place_id == code],
            ),
            Choice(
                "pairs",
                _("Pairs"),
                [("none", _("Only without a pair"))],
                lambda some, _code: [row for row in some if row.pk not in pairs],
            ),
        ),
        find=lambda some, words: [row for row in some if words.casefold() in _name(row).casefold()],
        counted=lambda number: (
            ngettext("%(number)s institution", "%(number)s institutions", number) % {"number": number}
        ),
        new=(reverse("desk:new-organisation"), _("Add an institution")) if can_keep_record(by) else None,
        empty=_("No institution is recorded yet."),
        template="desk/institutions/list.html",
        extra={"tabs": tabs("organisations")},
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """An institution, or any other organisation but a network, with what it is part of."""
    found = _organisation(organisation_id)
    by = request.by  # type: ignore[attr-defined]
    may_edit = can_keep_record(by) and _is_institution(found)
    sections = [
        Section(
            _("About it"),
            facts=(
                fact(_("Name"), *_names(found)),
                fact(_("Abbreviation"), found.abbreviation),
                fact(_("City"), _city(found)),
            ),
        )
    ]
    if _is_institution(found):
        sections.append(_pairs(found, by))
    sections.append(_agreements(found))
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=str(OrganisationKind(found.kind).label),
        area=AREA,
        edit_href=reverse("desk:edit-organisation", args=[found.pk]) if may_edit else "",
        buttons=buttons(by, found, day_of(request), STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=sections,
    )


def _names(row: Organisation) -> list[str]:
    """The names of the languages, each once."""
    texts = texts_of(row.name)
    return list(dict.fromkeys(texts.values())) or [_name(row)]


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
                (Cell(other(row), link_address(row)), Cell(validity_words(row.linked_from, row.linked_until)))
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


def _values(form: EditForm, names: Sequence[str]) -> dict[str, Any]:
    values = {name: form.cleaned_data[name] for name in names}
    if "place" in values:
        values["place"] = place_of(values["place"])
    if "kind" in values:
        values["kind"] = OrganisationKind(values["kind"])
    return values


@desk(may=can_keep_record)
def new_organisation(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = _values(form, tuple(form.fields))
        made = add_organisation(by=request.by, source=None, **values)  # type: ignore[attr-defined]
        return Done(_address(made), _("The institution was added. It is internal until it is published."))

    task = Task(
        form=OrganisationForm,
        heading=_("Add an institution"),
        save=save,
        back=reverse("desk:organisations"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    found = _organisation(organisation_id)
    if not _is_institution(found):
        raise Http404
    city = request.city  # type: ignore[attr-defined]

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = _values(form, changed)
        change_organisation(by=request.by, source=None, organisation=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The institution was changed."))

    texts = texts_of(found.name)
    if unsaid := texts.pop("", ""):
        # A name whose language nobody said stands in the city's first.
        texts.setdefault(city.languages[0], unsaid)
    task = Task(
        form=OrganisationForm,
        subject=found,
        initial={
            "kind": found.kind,
            "name": texts or {city.languages[0]: _name(found)},
            "abbreviation": found.abbreviation,
            "place": found.place_id,
        },
        heading=_("Change the institution: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


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


@desk(may=can_keep_record)
def step(request: HttpRequest, organisation_id: str, verb: str) -> HttpResponse:
    found = _organisation(organisation_id)
    return answer_step(
        request, STEPS, verb, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )
