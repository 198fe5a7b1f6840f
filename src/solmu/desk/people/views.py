"""The list of accounts, the page of one, adding and changing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.actions import add_account, change_account, change_role
from solmu.core.audit import recorded
from solmu.core.models import Account, Session
from solmu.core.permissions import can_manage_accounts, can_read_accounts
from solmu.core.queries import accounts_with_how, with_how
from solmu.core.vocabulary import STORED_ROLES, Role
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.people.forms import NewPersonForm, PersonForm
from solmu.desk.people.handing_over import answer_hand_over, section_of
from solmu.desk.people.steps import steps_for
from solmu.desk.personal_data.accounts import kept_of_account
from solmu.desk.record_page import Section, fact
from solmu.desk.signing_in.inviting import invite
from solmu.desk.signing_in.letters import can_send, send_notice
from solmu.desk.signing_in.proving import proved
from solmu.desk.signing_in.second_factors import has_one
from solmu.registry.actions.ownership import set_units
from solmu.registry.models import Unit, UnitMember
from solmu.registry.naming import text_in
from solmu.stewardship.queries.handing_over import looked_after_by

AREA = "people"
FACTORS = ("app", "passkey")


@dataclass(frozen=True)
class _Person:
    """One line of the list: an account, how it signs in, and the units it acts for."""

    account: Account
    ways: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def name(self) -> str:
        return _name(self.account)

    @property
    def has_factor(self) -> bool:
        return any(way in FACTORS for way in self.ways)


def _name(account: Account) -> str:
    return account.name or account.email


def _address(account: Account) -> str:
    return reverse("desk:person", args=[account.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(pgettext("desk", "People"), reverse("desk:people")),)


def _account(account_id: str) -> Account:
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise Http404
    return found


def _way_words() -> dict[str, str]:
    return {
        "password": _("password"),
        "app": _("authenticator app"),
        "passkey": _("passkey"),
        "provider": _("single sign-on"),
    }


def _factors(ways: Sequence[str]) -> str:
    words = _way_words()
    return ", ".join(words[way] for way in ways if way in FACTORS) or pgettext("second factor", "none")


def _day_of(zone: ZoneInfo) -> Callable[[datetime], str]:
    return lambda moment: shown_date(moment.astimezone(zone).date())


@desk(may=can_read_accounts)
def people(request: HttpRequest) -> HttpResponseBase:
    by, city = request.by, request.city  # type: ignore[attr-defined]
    zone, language = ZoneInfo(city.time_zone), reading_language()
    members: dict[str, list[str]] = {}
    for member in UnitMember.objects.select_related("unit__record"):
        if member.unit.record.removed_at is None:
            members.setdefault(member.account_id, []).append(text_in(member.unit.name, language))
    rows = [_Person(account, ways, tuple(sorted(members.get(account.pk, ())))) for account, ways in accounts_with_how()]
    units = sorted({unit for row in rows for unit in row.units})

    def last(row: _Person) -> str:
        moment = row.account.last_login
        return _day_of(zone)(moment) if moment else _("never")

    listing = Listing(
        title=pgettext("desk", "People"),
        area=AREA,
        rows=rows,
        columns=(
            Column(
                "name",
                _("Name"),
                lambda row: Cell(row.name, _address(row.account), note=row.account.email if row.account.name else ""),
                order=lambda row: row.name.casefold(),
            ),
            Column("email", _("E-mail address"), lambda row: Cell(row.account.email), is_file_only=True),
            Column("role", _("Role"), lambda row: Cell(str(Role(row.account.role).label)), order=_role_order),
            Column("units", _("Unit"), lambda row: Cell(", ".join(row.units) or "–")),
            Column(
                "last",
                _("Signed in last"),
                lambda row: Cell(last(row)),
                order=lambda row: row.account.last_login.timestamp() if row.account.last_login else 0.0,
                plain=lambda row: row.account.last_login.astimezone(zone).date() if row.account.last_login else None,
            ),
            Column(
                "factor", _("Second factor"), lambda row: Cell(_factors(row.ways)), order=lambda row: row.has_factor
            ),
            Column(
                "use",
                _("Account"),
                lambda row: Cell(
                    pgettext("account", "open") if row.account.is_active else pgettext("account", "closed")
                ),
                order=lambda row: not row.account.is_active,
            ),
        ),
        choices=(
            Choice("role", _("Role"), _codes(STORED_ROLES), lambda some, code: _those(some, role=code)),
            Choice("unit", _("Unit"), [(unit, unit) for unit in units], lambda some, code: _those(some, unit=code)),
            Choice(
                "use",
                _("Account"),
                [("open", pgettext("account", "open")), ("closed", pgettext("account", "closed"))],
                lambda some, code: [row for row in some if row.account.is_active == (code == "open")],
            ),
            Choice(
                "factor",
                _("Second factor"),
                [("none", pgettext("second factor", "none")), ("some", _("has one"))],
                lambda some, code: [row for row in some if row.has_factor == (code == "some")],
            ),
        ),
        find=lambda some, words: [
            row for row in some if words.casefold() in f"{row.account.name} {row.account.email}".casefold()
        ],
        sort="name",
        counted=lambda number: ngettext("%(number)s account", "%(number)s accounts", number) % {"number": number},
        new=(reverse("desk:new-person"), _("Add a person")) if can_manage_accounts(by) else None,
        empty=_("Nobody has an account yet."),
    )
    return answer_list(request, listing)


def _codes(roles: Sequence[Role]) -> list[tuple[str, str]]:
    return [(str(each.value), str(each.label)) for each in roles]


def _role_order(row: _Person) -> int:
    return -STORED_ROLES.index(Role(row.account.role))


def _those(rows: Sequence[_Person], *, role: str = "", unit: str = "") -> list[_Person]:
    return [row for row in rows if (not role or row.account.role == role) and (not unit or unit in row.units)]


@desk(may=can_read_accounts)
def person(request: HttpRequest, account_id: str) -> HttpResponse:
    found = _account(account_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    zone, may_change = ZoneInfo(city.time_zone), can_manage_accounts(request.by)  # type: ignore[attr-defined]
    day_of, words = _day_of(zone), _way_words()
    ((_same, ways),) = with_how([found])
    theirs = looked_after_by(found)
    hand_over_href = reverse("desk:hand-over-of-person", args=[found.pk]) if may_change else ""
    seen = list(Session.objects.filter(account=found).order_by("-seen_at").values_list("seen_at", flat=True))
    sessions = ngettext("%(number)s browser", "%(number)s browsers", len(seen)) % {"number": len(seen)}
    letters = None
    if may_change and found.is_active and not can_send():
        letters = Cell(_("no mail server is set up, so no link can be sent"), note=f"solmu user password {found.email}")
    sections = [
        Section(
            _("The account"),
            facts=(
                fact(_("Name"), found.name),
                fact(_("E-mail address"), found.email),
                fact(_("Role"), str(Role(found.role).label)),
                fact(_("Acts for"), *_units_of(found)),
                fact(_("Language of the desk"), dict(_languages()).get(found.language)),
                fact(_("Added"), day_of(found.created_at)),
            ),
        ),
        Section(
            _("How they sign in"),
            facts=(
                fact(
                    pgettext("signing in", "By"),
                    ", ".join(words[way] for way in ways if way not in FACTORS) or _("cannot sign in yet"),
                ),
                fact(_("Second factor"), _factors(ways)),
                fact(_("Signed in last"), day_of(found.last_login) if found.last_login else _("never")),
                fact(_("Signed in now"), Cell(sessions, note=day_of(seen[0])) if seen else None),
                *((fact(pgettext("mail", "Letters"), letters),) if letters else ()),
            ),
        ),
        section_of(theirs, href=hand_over_href, empty=_("No record, renewal or matter is theirs by name.")),
        kept_of_account(found, city),
    ]
    is_own = by.pk == found.pk
    has_factor = any(way in FACTORS for way in ways)
    steps = steps_for(request, found, is_signed_in=bool(seen), has_factor=has_factor)
    return show(
        request,
        "desk/people/person.html",
        {
            "heading": _name(found),
            "role": str(Role(found.role).label),
            "use": _("account open") if found.is_active else _("account closed"),
            "left": hand_over_href if theirs and not found.is_active else "",
            "own_href": reverse("desk:account") if is_own else "",
            "edit_href": reverse("desk:edit-person", args=[found.pk]) if may_change else "",
            "buttons": buttons(by, found, day, steps, _address(found)),
            "sections": sections,
            "history_href": f"{reverse('desk:audit')}?record={found.pk}",
        },
        title=_name(found),
        area=AREA,
        crumbs=_crumbs(),
    )


def _languages() -> list[tuple[str, str]]:
    return [(str(code), str(word)) for code, word in PersonForm.base_fields["language"].choices]  # type: ignore[attr-defined]


def _units_of(account: Account) -> list[Cell]:
    rows = account.unit_memberships.filter(unit__record__removed_at=None).select_related("unit")
    return [
        Cell(
            text_in(row.unit.name, reading_language()),
            reverse("desk:unit", args=[row.unit_id]),
            note=_("heads it") if row.is_head else "",
        )
        for row in rows
    ]


@desk(may=can_manage_accounts)
@proved
def new_person(request: HttpRequest) -> HttpResponse:
    by, city = request.by, request.city  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = form.cleaned_data
        with recorded(by=by, action="add_account"):
            made = add_account(
                by=by,
                email=values["email"],
                name=values["name"].strip(),
                role=values["role"],
                language=values["language"],
            )
            if units := _chosen(values):
                set_units(by=by, source=None, account=made, units=units)
        if values["is_invited"] and can_send():
            transaction.on_commit(lambda: invite(request, made))
            return Done(_address(made), _("The account was added, and a letter sent to %(to)s.") % {"to": made.email})
        return Done(_address(made), _("The account was added. No letter was sent."))

    letters = "" if can_send() else " " + _("No mail server is set up, so no letter can be sent.")
    task = Task(
        form=NewPersonForm,
        heading=_("Add a person"),
        lead=_("They sign in with this e-mail address and a password that they choose themselves.") + letters,
        initial={"language": city.languages[0], "role": Role.CONTRIBUTOR, "is_invited": can_send()},
        save=save,
        back=reverse("desk:people"),
        area=AREA,
        button=_("Add"),
        always=True,
        crumbs=_crumbs(),
    )
    return answer_form(request, task)


def _chosen(values: dict[str, Any]) -> list[Unit]:
    return list(Unit.objects.live().filter(pk__in=values.get("units", ()), organisation__is_home=True))


@desk(may=can_manage_accounts)
@proved
def edit_person(request: HttpRequest, account_id: str) -> HttpResponse:
    found = _account(account_id)
    by, before = request.by, found.email  # type: ignore[attr-defined]
    units = found.unit_memberships.filter(unit__record__removed_at=None, unit__record__merged_into=None)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = form.cleaned_data
        with recorded(by=by, action="change_account"):
            change_account(
                by=by, account=found, email=values["email"], name=values["name"], language=values["language"]
            )
            if "role" in changed:
                change_role(by=by, account=found, role=values["role"])
            if "units" in changed:
                set_units(by=by, source=None, account=found, units=_chosen(values))
        if found.email != before:
            transaction.on_commit(lambda: send_notice(found, "desk/address_changed", to=before))
        return Done(_address(found), _("The account was changed."))

    task = Task(
        form=PersonForm,
        subject=found,
        initial={
            "email": found.email,
            "name": found.name,
            "role": found.role,
            "language": found.language,
            "units": list(units.values_list("unit_id", flat=True)),
        },
        heading=_("Change: %(name)s") % {"name": _name(found)},
        lead=_("What the role allows counts from their next page on. A new address is told to the old one."),
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


@desk(may=can_manage_accounts)
@proved
def step(request: HttpRequest, account_id: str, verb: str) -> HttpResponse:
    found = _account(account_id)
    return answer_step(
        request,
        steps_for(request, found, is_signed_in=found.sessions.exists(), has_factor=has_one(found)),
        verb,
        found,
        name=_name(found),
        back=_address(found),
        area=AREA,
        crumbs=_crumbs(),
    )


@desk(may=can_manage_accounts)
def hand_over_of_person(request: HttpRequest, account_id: str) -> HttpResponse:
    found = _account(account_id)
    return answer_hand_over(request, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs())
