"""What every record has beside what its kind says: publicity, an owner, a preview, and an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from solmu.core.audit import recorded
from solmu.core.city import current_city
from solmu.core.ids import OPAQUE_ID
from solmu.core.looks import PAGE, note_looks
from solmu.core.models import Account, Record, Source
from solmu.core.wording import shown_date
from solmu.desk.addresses import page_of as desk_page_of
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.listing import Cell
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, fact
from solmu.desk.records.fields import field_word
from solmu.desk.records.values import told_in_words
from solmu.registry.actions.ownership import clear_owner, set_owner
from solmu.registry.actions.publicity import (
    except_language,
    publish_record,
    remove_record,
    restore_record,
    withdraw_record,
)
from solmu.registry.models import LanguageException, Unit
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_keep_record, can_read_contacts, can_read_internal
from solmu.registry.queries.languages import missing_languages
from solmu.registry.queries.names import names_of_kinds
from solmu.registry.queries.owners import owners_of
from solmu.registry.records import latest_shapes, rows_to_shape, shapes_of_rows
from solmu.registry.vocabulary import RecordKind
from solmu.stewardship.mail.letters import page_of

PERSONAL = frozenset({RecordKind.CONTACT})
"""Kinds whose records are personal data."""


def can_read_kind(by: Account, kind: str) -> bool:
    """Whether an account may read a record of the kind: personal data is not for every reader."""
    return can_read_contacts(by) if kind in PERSONAL else can_read_internal(by)


def record_of(request: HttpRequest, record_id: str) -> Record:
    """The record, live or not; 404 where there is none or the account may not know of it."""
    record = Record.objects.select_related("merged_into").filter(pk=record_id).first()
    if record is None or not can_read_kind(request.by, record.kind):  # type: ignore[attr-defined]
        raise Http404
    return record


def note_look(request: HttpRequest, record: Record) -> None:
    """Note that somebody was shown a person, where the record is one."""
    if record.kind in PERSONAL:
        note_looks(by=request.by, record_ids=[record.pk], what=PAGE, at=timezone.now())  # type: ignore[attr-defined]


def name_of(record: Record) -> str:
    return names_of_kinds({record.pk: record.kind}).of(record.pk, reading_language())


def crumbs_of(record: Record, name: str) -> tuple[Line, ...]:
    return (
        Line(name, reverse("desk:record-page", args=[record.pk])),
        Line(_("Publicity and owner"), reverse("desk:record", args=[record.pk])),
    )


@desk(may=can_read_internal)
def page(request: HttpRequest, record_id: str) -> HttpResponse:
    """To the page of the record's own kind; a merged one leads to what it became, a source to its page."""
    if (source := Source.objects.filter(pk=record_id).first()) is not None:
        return HttpResponseRedirect(reverse("desk:source", args=[source.pk]))
    record = record_of(request, record_id)
    while record.merged_into is not None:
        record = record.merged_into
    if record.removed_at is not None:
        return HttpResponseRedirect(reverse("desk:record", args=[record.pk]))
    return HttpResponseRedirect(desk_page_of(record.pk, record.kind))


@desk(may=can_read_internal)
def page_step(request: HttpRequest, record_id: str, step: str) -> HttpResponse:
    """To a step of the record, below its page."""
    record = record_of(request, record_id)
    return HttpResponseRedirect(f"{desk_page_of(record.pk, record.kind)}{step}/")


@desk(may=can_read_internal)
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """Publicity, owner, and what can be done with a record of any kind."""
    found = record_of(request, record_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    name, language = name_of(found), reading_language()
    here = reverse("desk:record", args=[found.pk])
    owned = owners_of([found.pk]).get(found.pk)
    missing = missing_languages(found, city.languages)
    exceptions = LanguageException.objects.filter(record=found)
    is_live = found.removed_at is None and found.merged_into_id is None
    public = page_of(language, found.pk) if found.is_published else ""
    sections = [
        Section(
            _("Publicity"),
            facts=(
                fact(
                    _("Shown to"),
                    Cell(_("everybody, on the public site"), public) if found.is_published else _("the city itself"),
                ),
                fact(_("Languages missing"), *(str(LANGUAGE_NAMES.get(code, code)) for code in missing)),
                fact(
                    _("Not needed in"),
                    *(
                        Cell(str(LANGUAGE_NAMES.get(each.language, each.language)), note=each.reason)
                        for each in exceptions
                    ),
                ),
                fact(_("Entered"), shown_date(found.created_at.date())),
                fact(_("Removed because"), found.removal_reason),
                fact(
                    _("Merged into"),
                    Cell(
                        name_of(found.merged_into),
                        reverse("desk:record-page", args=[found.merged_into_id]),
                    )
                    if found.merged_into
                    else None,
                ),
            ),
        ),
        Section(
            _("Owner"),
            facts=(
                fact(
                    _("Looked after by"),
                    Cell(
                        text_in(owned.name, language),
                        note="" if owned.owned_id == found.pk else _("by what it belongs to"),
                    )
                    if owned
                    else None,
                ),
            ),
        ),
    ]
    return show(
        request,
        "desk/records/record.html",
        {
            "heading": name,
            "kind": str(RecordKind(found.kind).label),
            "buttons": buttons(by, found, day, STEPS, f"{here}do/"),
            "sections": sections,
            "owner_href": f"{here}owner/" if is_live and can_keep_record(by) else "",
            "merge_href": f"{here}merge/" if is_live and can_keep_record(by) else "",
            "preview_href": f"{here}preview/",
            "history_href": f"{here}history/",
        },
        title=name,
        crumbs=(Line(name, reverse("desk:record-page", args=[found.pk])),),
    )


# --- steps ------------------------------------------------------------------------------------------------------------


class PublishForm(EditForm):
    """Of each language that is missing: why it is not needed. What is left empty has to be written first."""

    def prepare(self) -> None:
        for code in missing_languages(self.subject, self.city.languages):
            self.fields[f"why_not_{code}"] = forms.CharField(
                label=_("The text is missing in this language: %(language)s")
                % {"language": str(LANGUAGE_NAMES.get(code, code)).lower()},
                help_text=_("Write it first, or say here why it is not needed."),
                max_length=300,
                required=True,
                error_messages={"required": _("Say why it is not needed, or write the text first.")},
            )


class RemoveForm(EditForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it is removed"),
        help_text=gettext_lazy("The public reads this sentence at the record's address, if it was ever public."),
        max_length=500,
    )


def _publish(by: Account, found: Record, form: EditForm, _day: date) -> str:
    languages = current_city().languages
    with recorded(by=by, action="publish_with_exceptions"):
        for name, reason in form.cleaned_data.items():
            except_language(by=by, source=None, record=found, language=name.removeprefix("why_not_"), reason=reason)
        publish_record(by=by, source=None, record=found, languages=languages)
    return _("It is now on the public site.")


def _withdraw(by: Account, found: Record, _form: EditForm, _day: date) -> str:
    withdraw_record(by=by, source=None, record=found)
    return _("It is no longer on the public site.")


def _remove(by: Account, found: Record, form: EditForm, _day: date) -> str:
    remove_record(by=by, source=None, record=found, reason=form.cleaned_data["reason"])
    return _("It was removed.")


def _restore(by: Account, found: Record, _form: EditForm, _day: date) -> str:
    restore_record(by=by, source=None, record=found, is_published=False)
    return _("It was put back, and is internal.")


def _is_live(found: Record) -> bool:
    return found.removed_at is None and found.merged_into_id is None


STEPS = (
    Step(
        "publish",
        gettext_lazy("Publish"),
        lambda _found, _day: _(
            "Everybody can then see it on the public site and in open data, in every language it has."
        ),
        _publish,
        can_keep_record,
        fits=lambda found, _day: _is_live(found) and not found.is_published,
        form=PublishForm,
    ),
    Step(
        "withdraw",
        gettext_lazy("Take off the public site"),
        lambda _found, _day: _("Its page answers that there is no such page. What was published when stays known."),
        _withdraw,
        can_keep_record,
        fits=lambda found, _day: _is_live(found) and found.is_published,
        is_dangerous=True,
    ),
    Step(
        "remove",
        gettext_lazy("Remove"),
        lambda _found, _day: _(
            "It goes from every list. Its address answers with the reason you give, and its history stays."
        ),
        _remove,
        can_keep_record,
        fits=lambda found, _day: _is_live(found),
        form=RemoveForm,
        is_dangerous=True,
    ),
    Step(
        "restore",
        gettext_lazy("Put back"),
        lambda _found, _day: _("It is in the register again, internal until it is published."),
        _restore,
        can_keep_record,
        fits=lambda found, _day: found.removed_at is not None,
    ),
)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = record_of(request, record_id)
    name = name_of(found)
    return answer_step(
        request,
        STEPS,
        verb,
        found,
        name=name,
        back=reverse("desk:record", args=[found.pk]),
        area="",
        crumbs=(Line(name, reverse("desk:record-page", args=[found.pk])),),
    )


# --- owner ------------------------------------------------------------------------------------------------------------


class OwnerForm(EditForm):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    account = forms.ChoiceField(label=gettext_lazy("Or person"), required=False)

    def prepare(self) -> None:
        units = Unit.objects.live().filter(organisation__is_home=True)
        self.offer("unit", [(each.pk, text_in(each.name, reading_language())) for each in units])
        people = Account.objects.filter(is_active=True).order_by("name", "email")
        self.offer("account", [(each.pk, each.name or each.email) for each in people])

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("unit") and values.get("account"):
            self.add_error("account", _("A record has one owner: a unit or a person. Leave one of the two empty."))
        return values


@desk(may=can_keep_record)
def owner(request: HttpRequest, record_id: str) -> HttpResponse:
    """Name a record's owner, or leave it to what it belongs to."""
    found = record_of(request, record_id)
    by, name = request.by, name_of(found)  # type: ignore[attr-defined]
    own = getattr(found, "ownership", None)
    back = reverse("desk:record", args=[found.pk])

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        unit = Unit.objects.live().filter(pk=form.cleaned_data["unit"]).first()
        account = Account.objects.filter(pk=form.cleaned_data["account"]).first()
        if unit is None and account is None:
            clear_owner(by=by, source=None, record=found)
            return Done(back, _("It has no owner of its own now."))
        set_owner(by=by, source=None, record=found, unit=unit, account=account)
        return Done(back, _("The owner was saved."))

    task = Task(
        form=OwnerForm,
        heading=_("Owner: %(name)s") % {"name": name},
        lead=_("The owner is told in time of what is to be done. What belongs to a record has its owner too."),
        subject=found,
        initial={"unit": own.unit_id if own else "", "account": own.account_id if own else ""},
        save=save,
        back=back,
        area="",
        crumbs=crumbs_of(found, name),
    )
    return answer_form(request, task)


# --- preview ----------------------------------------------------------------------------------------------------------


@desk(may=can_read_internal)
def preview(request: HttpRequest, record_id: str) -> HttpResponse:
    """What the public is, or would be, told of a record, in each language: its public shape, nothing beside."""
    found = record_of(request, record_id)
    city, kind = request.city, RecordKind(found.kind)  # type: ignore[attr-defined]
    shape, rows = latest_shapes([found.pk]).get(found.pk) if found.is_published else None, []
    if shape is None:
        rows = rows_to_shape(kind, [found.pk], public_only=True)
        shape = shapes_of_rows(kind, rows, public_only=True).get(found.pk) or {}
    # An agreement's name is made of parts that its shape has asked for already.
    is_at_hand = kind == RecordKind.AGREEMENT and rows
    name = agreement_name(rows[0], reading_language()) if is_at_hand else name_of(found)
    told = []
    for code in city.languages:
        with override(code):
            lines = _lines({key: value for key, value in shape.items() if key != "kind"}, code, found.kind)
        href = page_of(code, found.pk) if found.is_published else ""
        told.append((code, str(LANGUAGE_NAMES.get(code, code)), list(lines), href))
    return show(
        request,
        "desk/records/preview.html",
        {"heading": _("As the public sees it"), "name": name, "told": told, "is_published": found.is_published},
        title=_("As the public sees it"),
        crumbs=crumbs_of(found, name),
    )


THROUGH = frozenset({"name", "names", "wording", "organisation", "themes"})
"""Keys of a shape that say what stands under them no better than the key above."""

UNTOLD = frozenset({"id", "place", "series", "series_is_proposed", "open_ended", "image"})
"""Keys of a shape that are for programs."""


def _lines(value: Any, language: str, kind: str, label: str = "", key: str = "") -> list[tuple[str, str, str]]:
    """A shape as lines: what a field is called, what it says, and the language it says it in where that is another."""
    lines: list[tuple[str, str, str]] = []
    if isinstance(value, dict):
        if value and (key == "names" or set(value) <= {*LANGUAGE_NAMES, ""}) and all(map(_is_text, value.values())):
            spoken = language if value.get(language) else next(iter(value))
            return [(label, value[spoken], "" if spoken == language else spoken)]
        for name, each in value.items():
            if name not in UNTOLD:
                word = "" if label and name in THROUGH else _("Parties") if name == "parties" else field_word(name)
                lines += _lines(each, language, kind, " · ".join(filter(None, (label, word))), name)
    elif isinstance(value, list):
        for each in value:
            lines += _lines(each, language, kind, label, key)
    elif value not in (None, "", False, 0) and not OPAQUE_ID.fullmatch(str(value)):
        lines.append((label, told_in_words(value, key, kind), ""))
    return lines


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
