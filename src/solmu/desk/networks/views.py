"""The pages and steps of networks and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.audit import recorded
from solmu.core.dates import OPEN, PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_amount, shown_date
from solmu.desk.answering import Line, desk
from solmu.desk.commitments.views import section_of_membership
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import organisation_name, reading_language
from solmu.desk.networks.forms import FeeForm, JoinForm, LeaveForm, MembershipForm, RepresentativeForm, ReviewForm
from solmu.desk.record_page import Fact, Section, Table, answer_record_page, fact
from solmu.registry.actions.networks import (
    add_membership,
    add_membership_fee,
    add_representative,
    change_membership,
    end_membership,
    review_membership,
)
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Membership, Organisation
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.networks import NetworkOnDay, fee_on, networks_on
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import MembershipRole, NetworkPurpose, OrganisationKind, ReviewedPart

AREA = "networks"


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Networks"), reverse("desk:networks")),)


def _until(row: Membership) -> str:
    if row.member_until is OPEN:
        return _("until further notice")
    return shown_date(row.member_until) if isinstance(row.member_until, PartialDate) else ""


@desk(may=can_read_internal)
def networks(request: HttpRequest) -> HttpResponseBase:
    by, day = request.by, request.day  # type: ignore[attr-defined]
    language = reading_language()

    def fee(row: NetworkOnDay) -> str:
        found = fee_on(row.latest.fees.all(), day)
        return shown_amount(found.amount, found.currency) if found else row.latest.fee or "–"

    listing = Listing(
        title=_("Networks"),
        area=AREA,
        rows=networks_on(day, public_only=False),
        columns=(
            Column(
                "name",
                _("Network"),
                lambda row: Cell(text_in(row.network.name, language), reverse("desk:network", args=[row.network.pk])),
                order=lambda row: text_in(row.network.name, language).casefold(),
            ),
            Column("role", _("Role"), lambda row: Cell(_role(row.latest))),
            Column(
                "since",
                _("Member from"),
                lambda row: Cell(shown_date(row.memberships[0].member_from) if row.memberships[0].member_from else "–"),
                plain=lambda row: row.memberships[0].member_from,
            ),
            Column("status", _("Status"), lambda row: Cell(_("member") if row.is_member else _("left"))),
            Column("fee", _("Fee a year"), lambda row: Cell(fee(row))),
            Column("purposes", _("What it is for"), lambda row: Cell(", ".join(_purposes(row.latest)) or "–")),
        ),
        choices=(
            Choice(
                "status",
                _("Status"),
                [("member", _("member")), ("left", _("left"))],
                lambda rows, code: [row for row in rows if row.is_member == (code == "member")],
            ),
        ),
        sort="name",
        counted=lambda number: ngettext("%(number)s network", "%(number)s networks", number) % {"number": number},
        new=(reverse("desk:new-network"), _("Add a membership")) if can_keep_record(by) else None,
        empty=_("No membership has been recorded yet."),
    )
    return answer_list(request, listing)


def _role(row: Membership) -> str:
    return str(MembershipRole(row.role).label) if row.role else "–"


def _purposes(row: Membership) -> list[str]:
    return [str(NetworkPurpose(each.purpose).label) for each in row.purposes.all()]


@desk(may=can_read_internal)
def network(request: HttpRequest, record_id: str) -> HttpResponse:
    """A network with every membership in it: the city's own and those of partners."""
    rows = Organisation.objects.live().select_related("record")
    found: Organisation | None = rows.filter(pk=record_id).first()
    if found is None:
        raise Http404
    members = Membership.objects.live().filter(network=found).select_related("organisation__place")
    members = members.prefetch_related("organisation__place__names").order_by("-organisation__is_home", "pk")
    return answer_record_page(
        request,
        found.record,
        name=text_in(found.name, reading_language()),
        kind=str(OrganisationKind(found.kind).label),
        area=AREA,
        crumbs=_crumbs(),
        sections=[
            Section(
                _("Members"),
                table=Table(
                    (_("Member"), _("Role"), _("From"), _("Until")),
                    tuple(
                        (
                            Cell(organisation_name(row.organisation), reverse("desk:membership", args=[row.pk])),
                            Cell(_role(row)),
                            Cell(shown_date(row.member_from) if row.member_from else "–"),
                            Cell(_until(row) or "–"),
                        )
                        for row in members
                    ),
                ),
                empty=_("No member is recorded."),
            )
        ],
    )


def _membership(record_id: str) -> Membership:
    rows = Membership.objects.live().select_related("record", "network", "organisation__place")
    rows = rows.prefetch_related("organisation__place__names", "purposes", "fees", "representatives", "reviews")
    found: Membership | None = rows.filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Membership) -> str:
    return reverse("desk:membership", args=[row.pk])


def _name(row: Membership) -> str:
    name = text_in(row.network.name, reading_language())
    return name if row.organisation.is_home else f"{name}: {organisation_name(row.organisation)}"


@desk(may=can_read_internal)
def membership(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _membership(record_id)
    by, day = request.by, request.day  # type: ignore[attr-defined]
    language = reading_language()
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=_("Membership"),
        area=AREA,
        edit_href=reverse("desk:edit-membership", args=[found.pk]) if can_keep_record(by) else "",
        buttons=buttons(by, found, day, STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=[
            Section(
                _("The membership"),
                facts=(
                    fact(
                        _("Network"),
                        Cell(text_in(found.network.name, language), reverse("desk:network", args=[found.network_id])),
                    ),
                    fact(_("Member"), organisation_name(found.organisation)),
                    fact(_("Role"), _role(found)),
                    _dated(_("Member from"), found.member_from),
                    fact(_("Member until"), _until(found)),
                    fact(_("What it is for"), *_purposes(found)),
                    fact(_("Fee as the source states it"), found.fee),
                    _dated(_("Fee looked at next"), found.fee_review_on),
                    _dated(_("Benefit looked at next"), found.benefit_review_on),
                ),
            ),
            Section(
                _("Fees"),
                table=Table(
                    (_("A year"), _("From")),
                    tuple(
                        (
                            Cell(shown_amount(row.amount, row.currency)),
                            Cell(shown_date(row.fee_from) if row.fee_from else "–"),
                        )
                        for row in found.fees.all()
                    ),
                ),
                empty=_("No fee is recorded."),
            ),
            Section(
                _("Who acts in it"),
                table=Table(
                    (_("Name"), _("Position"), _("From")),
                    tuple(
                        (
                            Cell(row.name),
                            Cell(row.title or "–"),
                            Cell(shown_date(row.represents_from) if row.represents_from else "–"),
                        )
                        for row in found.representatives.all()
                    ),
                ),
                empty=_("Nobody is recorded."),
            ),
            Section(
                _("Looked at"),
                table=Table(
                    (_("What"), _("When"), _("What was found")),
                    tuple(
                        (
                            Cell(str(ReviewedPart(row.part).label)),
                            Cell(shown_date(row.reviewed) if row.reviewed else "–"),
                            Cell(text_in(row.outcome, language) or "–"),
                        )
                        for row in found.reviews.all()
                    ),
                ),
                empty=_("Nobody has looked at it yet."),
            ),
            section_of_membership(by, found, day),
        ],
    )


def _dated(label: str, value: PartialDate | None) -> Fact:
    return fact(label, shown_date(value) if value else None)


@desk(may=can_keep_record)
def join(request: HttpRequest) -> HttpResponse:
    """The home city's membership in a network, which is entered with it where it is not recorded yet."""
    by = request.by  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        chosen, name, abbreviation = (values.pop(key) for key in ("network", "name", "abbreviation"))
        home = home_city()
        if home is None:
            raise Http404
        with recorded(by=by, action="add_membership"):
            network = Organisation.objects.live().filter(pk=chosen).first() or add_organisation(
                by=by, source=None, kind=OrganisationKind.NETWORK, name=name, abbreviation=abbreviation
            )
            made = add_membership(by=by, source=None, network=network, organisation=home, **values)
        return Done(_address(made), _("The membership was added. It is internal until it is published."))

    task = Task(
        form=JoinForm,
        heading=_("Add a membership"),
        save=save,
        back=reverse("desk:networks"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_membership(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _membership(record_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in changed}
        change_membership(by=request.by, source=None, membership=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The membership was changed."))

    names: Iterable[str] = ("role", "member_from", "member_until", "fee_review_on", "benefit_review_on")
    task = Task(
        form=MembershipForm,
        subject=found,
        initial={
            **{name: getattr(found, name) for name in names},
            "purposes": [row.purpose for row in found.purposes.all()],
        },
        heading=_("Change the membership: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = _membership(record_id)
    return answer_step(
        request, STEPS, verb, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )


def _fee(by: Account, found: Membership, form: EditForm, _day: date) -> str:
    add_membership_fee(by=by, source=None, membership=found, **form.cleaned_data)
    return _("The fee was recorded.")


def _represent(by: Account, found: Membership, form: EditForm, _day: date) -> str:
    add_representative(by=by, source=None, membership=found, **form.cleaned_data)
    return _("The representative was recorded.")


def _review(by: Account, found: Membership, form: EditForm, day: date) -> str:
    values = form.cleaned_data | {"part": ReviewedPart(form.cleaned_data["part"])}
    review_membership(by=by, source=None, membership=found, day=day, **values)
    return _("It was recorded.")


def _leave(by: Account, found: Membership, form: EditForm, _day: date) -> str:
    end_membership(by=by, source=None, membership=found, until=form.cleaned_data["until"])
    return _("The end of the membership was recorded.")


def _holds(found: Membership, _day: date) -> bool:
    return not isinstance(found.member_until, PartialDate)


STEPS = (
    Step(
        "review",
        gettext_lazy("Record a review"),
        lambda _found, _day: _("The matter goes, and the next review day is set if you give one."),
        _review,
        can_keep_record,
        form=ReviewForm,
        initial=lambda _found, day: {"reviewed": shown_date(day)},
    ),
    Step(
        "fee",
        gettext_lazy("Record a fee"),
        lambda _found, _day: _("This fee counts from that day on, in place of the one before."),
        _fee,
        can_keep_record,
        form=FeeForm,
    ),
    Step(
        "representative",
        gettext_lazy("Name a representative"),
        lambda _found, _day: _("Name and position of a person acting in office are shown once it is published."),
        _represent,
        can_keep_record,
        form=RepresentativeForm,
    ),
    Step(
        "leave",
        gettext_lazy("End the membership"),
        lambda _found, _day: _("It stays public with its history; who acted in it acts until that day."),
        _leave,
        can_keep_record,
        fits=_holds,
        form=LeaveForm,
        is_dangerous=True,
    ),
)
