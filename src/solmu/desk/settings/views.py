"""The pages of settings: what each says and who said it, their forms, and their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as of_process
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from solmu import __version__
from solmu.core.changing_settings import change_settings
from solmu.core.city import City, current_city
from solmu.core.dates import PartialDate
from solmu.core.models import AuditEntry
from solmu.core.notices import Authority, words_in
from solmu.core.permissions import can_change_settings, can_read_settings
from solmu.core.queries import settings_now
from solmu.core.settings import DAYS, SETTINGS_RECORD
from solmu.core.terms import Term
from solmu.core.vocabulary import Role
from solmu.core.wording import shown_value
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button
from solmu.desk.listing import Cell
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Fact, Section, fact
from solmu.desk.records.history import PER_PAGE
from solmu.desk.records.telling import read, told
from solmu.desk.settings.forms import CityForm, NoticesForm, SettingsForm, TimesForm
from solmu.desk.settings.words import CHOICES, WORDS
from solmu.stewardship.actions.deadlines import refresh_deadlines

AREA = "settings"


def crumbs() -> tuple[Line, ...]:
    return (Line(_("Settings"), reverse("desk:settings")),)


@desk(may=can_read_settings)
def settings(request: HttpRequest) -> HttpResponse:
    by, city = request.by, request.city  # type: ignore[attr-defined]
    now, changed = settings_now()
    may = can_change_settings(by)
    usual = {
        **_as_settings("accessibility", None if city.accessibility.authority else city.usual_accessibility_authority),
        **_as_settings("privacy", None if city.privacy.authority else city.usual_privacy_authority),
    }

    def section(heading: str, form: type[SettingsForm], address: str) -> Section:
        return Section(
            heading,
            facts=tuple(_fact(key, now[key], usual, is_changed=key in changed) for key in form.keys.values()),
            buttons=(Button(_("Change"), reverse(address)),) if may else (),
        )

    return show(
        request,
        "desk/settings/settings.html",
        {
            "heading": _("Settings"),
            "links": [
                Line(_("Templates of drafts"), reverse("desk:settings-templates")),
                Line(_("Calendar addresses"), reverse("desk:settings-calendars")),
                Line(_("History of the settings"), reverse("desk:settings-history")),
            ],
            "sections": [
                section(_("The city"), CityForm, "desk:settings-city"),
                section(_("Times and limits"), TimesForm, "desk:settings-times"),
                section(_("Notices"), NoticesForm, "desk:settings-notices"),
                _of_operator(city),
            ],
        },
        title=_("Settings"),
        area=AREA,
    )


def _as_settings(of: str, authority: Authority | None) -> dict[str, str]:
    """What settings would say of an authority that the pages name without them."""
    if authority is None:
        return {}
    name = words_in(authority.name, reading_language())
    said = {"name": name, "page": authority.page, "email": authority.email, "telephone": authority.telephone}
    return {f"{of}.authority_{part}": text for part, text in said.items() if text}


def _fact(key: str, value: Any, usual: Mapping[str, str], *, is_changed: bool) -> Fact:
    """A setting with what it says, or what counts in the country while it says nothing."""
    label = str(WORDS[key])
    note = _("changed at the desk") if is_changed else ""
    if not value and key in usual:
        return fact(label, Cell(usual[key], note=_("as is usual in the country")))
    if isinstance(value, dict):
        cells = [Cell(text, note=str(LANGUAGE_NAMES.get(code, code))) for code, text in value.items()]
        return fact(label, *cells, Cell("", note=note) if note else None)
    text = _shown(key, value)
    return fact(label, Cell(text, note=note) if text or note else None)


def _shown(key: str, value: Any) -> str:
    words = CHOICES.get(key, {})
    if isinstance(value, list | tuple):
        return ", ".join(str(words.get(each, each)) for each in value)
    if value in words or (value is None and "" in words):
        return str(words[value or ""])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key in DAYS and value:
        return shown_value(PartialDate.from_edtf(value))
    return "" if value is None else str(value)


def _of_operator(city: City) -> Section:
    """What is decided where the service runs, and by which name it is changed there; no secret is among it."""
    provider, leaks = city.sign_in.provider, city.sign_in.leaked_passwords
    second = [str(Role(role).label) for role in city.sign_in.second_factor]
    file, environment = _("in config.toml"), _("in the environment, as %(name)s")
    return Section(
        _("Decided by the operator"),
        facts=(
            fact(_("Name of the installation"), Cell(city.name, note=file)),
            fact(_("Country"), Cell(city.country, note=file)),
            fact(_("Centre of the map"), Cell(f"{city.latitude}, {city.longitude}", note=file)),
            fact(_("Time zone"), Cell(city.time_zone, note=file)),
            fact(_("Signing in with a password"), Cell(_("yes") if city.sign_in.passwords else _("no"), note=file)),
            fact(_("A second factor is needed by"), Cell(", ".join(second) or _("nobody"), note=file)),
            fact(_("Leaked passwords are looked up at"), Cell(leaks or _("nowhere"), note=file)),
            fact(_("Single sign-on"), Cell(provider.name if provider else _("no"), note=file)),
            fact(
                _("Address of the site"),
                Cell(of_process.SITE_ADDRESS or _("not said"), note=environment % {"name": "SOLMU_ADDRESS"}),
            ),
            fact(
                _("Mail server"),
                Cell(
                    str(of_process.EMAIL_HOST) or pgettext("mail server", "none"),
                    note=environment % {"name": "SOLMU_SMTP_URL"},
                ),
            ),
            fact(
                _("Database"),
                Cell(connection.display_name, note=environment % {"name": "SOLMU_DATABASE_URL"}),
            ),
            fact(_("Version"), __version__),
        ),
    )


def follow(changed: Sequence[str]) -> None:
    """Bring up what hangs on these settings and is kept."""
    if "settings.lead_months" in changed:
        city = current_city()
        # Statuses that are kept with another lead would be worked out for each page until the night's job.
        refresh_deadlines(city.today(), lead=Term(city.lead_months))


def _change(request: HttpRequest, form: type[SettingsForm], heading: str, lead: str, consequence: str) -> HttpResponse:
    now, _changed = settings_now()

    def save(filled: EditForm, changed: Sequence[str]) -> Done:
        assert isinstance(filled, SettingsForm)
        follow(change_settings(by=request.by, values=filled.said(changed)))  # type: ignore[attr-defined]
        return Done(reverse("desk:settings"), _("The settings were changed. They count at once."))

    task = Task(
        form=form,
        heading=heading,
        lead=lead,
        consequence=consequence,
        subject=now,
        initial=form.initial_of(now),
        save=save,
        back=reverse("desk:settings"),
        area=AREA,
        crumbs=crumbs(),
    )
    return answer_form(request, task)


@desk(may=can_change_settings)
def city(request: HttpRequest) -> HttpResponse:
    return _change(
        request,
        CityForm,
        _("The city"),
        _("The forms of the name stand in sentences as they are written here: no rule inflects them."),
        _("The public site shows the change at once. What the city is called as a party to agreements stays."),
    )


@desk(may=can_change_settings)
def times(request: HttpRequest) -> HttpResponse:
    return _change(
        request,
        TimesForm,
        _("Times and limits"),
        _("They decide when something comes to Today and when somebody is reminded."),
        _("Today follows at once. Reminders that have gone are not sent again."),
    )


@desk(may=can_change_settings)
def notices(request: HttpRequest) -> HttpResponse:
    return _change(
        request,
        NoticesForm,
        _("Notices"),
        _("What the public site says of itself: whom to write to, the accessibility statement, privacy."),
        _("Everybody sees the change on the public site at once."),
    )


@desk(may=can_read_settings)
def history(request: HttpRequest) -> HttpResponse:
    """Every change of the settings, fifty to a page; `?before=` an entry's number goes on from there."""
    zone = ZoneInfo(request.city.time_zone)  # type: ignore[attr-defined]
    rows = AuditEntry.objects.filter(record_id=SETTINGS_RECORD).order_by("-sequence")
    if (before := request.GET.get("before", "")).isdecimal() and len(before) < 18:
        rows = rows.filter(sequence__lt=int(before))
    entries = list(rows[: PER_PAGE + 1])
    shown, is_more = entries[:PER_PAGE], len(entries) > PER_PAGE
    return show(
        request,
        "desk/settings/history.html",
        {
            "heading": _("History of the settings"),
            "entries": told(read(shown), zone),
            "older_href": f"?before={shown[-1].sequence}" if is_more else "",
            "undo_href": reverse("desk:settings-undo", args=[shown[0].sequence])
            if shown and not before and can_change_settings(request.by)  # type: ignore[attr-defined]
            else "",
        },
        title=_("History of the settings"),
        area=AREA,
        crumbs=crumbs(),
    )
