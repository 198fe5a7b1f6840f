"""The pages and steps of networks and memberships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.audit import recorded
from solmu.core.dates import OPEN, PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_amount, shown_date
from solmu.desk.answering import desk
from solmu.desk.commitments.views import section_of_membership
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Choice, Column, Listing
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


class Memberships(KindPages[Membership]):
    """Memberships, listed by their networks: one joins a network, recorded with it where it is not yet."""

    kind, plural, area = "membership", "networks", "networks"
    title = gettext_lazy("Networks")
    form, new_form = MembershipForm, JoinForm
    new_heading = gettext_lazy("Add a membership")
    edit_heading = gettext_lazy("Change the membership: %(name)s")
    added = gettext_lazy("The membership was added. It is internal until it is published.")
    changed = gettext_lazy("The membership was changed.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Membership.objects.live().select_related("record", "network", "organisation__place")
        return rows.prefetch_related("organisation__place__names", "purposes", "fees", "representatives", "reviews")

    def name(self, row: Membership) -> str:
        name = text_in(row.network.name, reading_language())
        return name if row.organisation.is_home else f"{name}: {organisation_name(row.organisation)}"

    def listing(self, request: HttpRequest) -> Listing:
        by, day = request.by, request.day  # type: ignore[attr-defined]
        language = reading_language()

        def fee(row: NetworkOnDay) -> str:
            found = fee_on(row.latest.fees.all(), day)
            return shown_amount(found.amount, found.currency) if found else row.latest.fee or "–"

        return Listing(
            title=_("Networks"),
            area=self.area,
            rows=networks_on(day, public_only=False),
            columns=(
                Column(
                    "name",
                    _("Network"),
                    lambda row: Cell(
                        text_in(row.network.name, language), reverse("desk:network", args=[row.network.pk])
                    ),
                    order=lambda row: text_in(row.network.name, language).casefold(),
                ),
                Column("role", _("Role"), lambda row: Cell(_role(row.latest))),
                Column(
                    "since",
                    _("Member from"),
                    lambda row: Cell(
                        shown_date(row.memberships[0].member_from) if row.memberships[0].member_from else "–"
                    ),
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
            new=(reverse("desk:new-network"), _("Add a membership")) if self.may_keep(by) else None,
            empty=_("No membership has been recorded yet."),
        )

    def page(self, request: HttpRequest, row: Membership) -> HttpResponse:
        by, day = request.by, request.day  # type: ignore[attr-defined]
        language = reading_language()
        return self.answer_page(
            request,
            row,
            kind=_("Membership"),
            sections=[
                Section(
                    _("The membership"),
                    facts=(
                        fact(
                            _("Network"),
                            Cell(text_in(row.network.name, language), reverse("desk:network", args=[row.network_id])),
                        ),
                        fact(_("Member"), organisation_name(row.organisation)),
                        fact(_("Role"), _role(row)),
                        _dated(_("Member from"), row.member_from),
                        fact(_("Member until"), _until(row)),
                        fact(_("What it is for"), *_purposes(row)),
                        fact(_("Fee as the source states it"), row.fee),
                        _dated(_("Fee looked at next"), row.fee_review_on),
                        _dated(_("Benefit looked at next"), row.benefit_review_on),
                    ),
                ),
                Section(
                    _("Fees"),
                    table=Table(
                        (_("A year"), _("From")),
                        tuple(
                            (
                                Cell(shown_amount(each.amount, each.currency)),
                                Cell(shown_date(each.fee_from) if each.fee_from else "–"),
                            )
                            for each in row.fees.all()
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
                                Cell(each.name),
                                Cell(each.title or "–"),
                                Cell(shown_date(each.represents_from) if each.represents_from else "–"),
                            )
                            for each in row.representatives.all()
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
                                Cell(str(ReviewedPart(each.part).label)),
                                Cell(shown_date(each.reviewed) if each.reviewed else "–"),
                                Cell(text_in(each.outcome, language) or "–"),
                            )
                            for each in row.reviews.all()
                        ),
                    ),
                    empty=_("Nobody has looked at it yet."),
                ),
                section_of_membership(by, row, day),
            ],
        )

    def initial(self, request: HttpRequest, row: Membership) -> dict[str, Any]:
        return {**super().initial(request, row), "purposes": [each.purpose for each in row.purposes.all()]}

    def add(self, by: Account, form: EditForm) -> Membership:
        values = dict(form.cleaned_data)
        chosen, name, abbreviation = (values.pop(key) for key in ("network", "name", "abbreviation"))
        home = home_city()
        if home is None:
            raise Http404
        with recorded(by=by, action="add_membership"):
            network = Organisation.objects.live().filter(pk=chosen).first() or add_organisation(
                by=by, source=None, kind=OrganisationKind.NETWORK, name=name, abbreviation=abbreviation
            )
            return add_membership(by=by, source=None, network=network, organisation=home, **values)

    def change(self, by: Account, row: Membership, form: EditForm, changed: Sequence[str]) -> None:
        change_membership(by=by, source=None, membership=row, **self.values(form, changed))


def _until(row: Membership) -> str:
    if row.member_until is OPEN:
        return _("until further notice")
    return shown_date(row.member_until) if isinstance(row.member_until, PartialDate) else ""


def _role(row: Membership) -> str:
    return str(MembershipRole(row.role).label) if row.role else "–"


def _purposes(row: Membership) -> list[str]:
    return [str(NetworkPurpose(each.purpose).label) for each in row.purposes.all()]


def _dated(label: str, value: PartialDate | None) -> Fact:
    return fact(label, shown_date(value) if value else None)


MEMBERSHIPS = Memberships()


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
        area=MEMBERSHIPS.area,
        crumbs=MEMBERSHIPS.crumbs(),
        sections=[
            Section(
                _("Members"),
                table=Table(
                    (_("Member"), _("Role"), _("From"), _("Until")),
                    tuple(
                        (
                            Cell(organisation_name(row.organisation), MEMBERSHIPS.address(row)),
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
