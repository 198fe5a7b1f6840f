"""A record's history: who changed what, when, from which source; and a former value as a new change.

What it tells is the audit: entries about the record, newest first, each field before and after, each language of a text
by itself. Ids are told by name. A value that was erased is told as erased.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from solmu.core.dates import NotADate, end_from_edtf
from solmu.core.errors import BrokenRule
from solmu.core.ids import OPAQUE_ID
from solmu.core.models import Account, AuditEntry, AuditValue, Record, Source
from solmu.core.wording import shown_value
from solmu.desk.answering import desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import NoFields
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import FIELDS, action_word, field_word
from solmu.desk.records.views import crumbs_of, name_of, record_of
from solmu.registry.actions.activities import change_activity
from solmu.registry.actions.agreements import set_agreement_dates, set_agreement_terms
from solmu.registry.actions.commitments import change_commitment
from solmu.registry.actions.contacts import change_contact
from solmu.registry.actions.networks import change_membership
from solmu.registry.actions.partnerships import set_partnership_since
from solmu.registry.actions.stories import change_story
from solmu.registry.permissions import can_read_internal, can_record_activity
from solmu.registry.queries.names import Names, names_of
from solmu.registry.queries.references import model_of
from solmu.registry.vocabulary import RecordKind

PER_PAGE = 50


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; `language` where it is a text in one."""

    field: str
    before: str
    after: str
    language: str = ""
    restore_href: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the change log about a record."""

    sequence: int
    when: str
    who: str
    what: str
    source: str
    source_href: str
    changes: tuple[Change, ...]


@desk(may=can_read_internal)
def history(request: HttpRequest, record_id: str) -> HttpResponse:
    """Every change of a record, fifty to a page; `?before=` an entry's number goes on from there."""
    record = record_of(request, record_id)
    city = request.city  # type: ignore[attr-defined]
    name = name_of(record)
    rows = AuditEntry.objects.filter(record_id=record.pk).order_by("-sequence")
    if (before := request.GET.get("before", "")).isdecimal() and len(before) < 18:
        rows = rows.filter(sequence__lt=int(before))
    entries = list(rows[: PER_PAGE + 1])
    shown, is_more = entries[:PER_PAGE], len(entries) > PER_PAGE
    return show(
        request,
        "desk/records/history.html",
        {
            "heading": _("History"),
            "name": name,
            "entries": told(shown, record, request.by, ZoneInfo(city.time_zone)),  # type: ignore[attr-defined]
            "older_href": f"?before={shown[-1].sequence}" if is_more else "",
        },
        title=_("History: %(name)s") % {"name": name},
        crumbs=crumbs_of(record, name),
    )


def told(entries: Sequence[AuditEntry], record: Record | None, by: Account, zone: ZoneInfo) -> list[Entry]:
    """Entries in words; five queries and one per kind of record that they name."""
    numbers = [entry.sequence for entry in entries]
    values: dict[int, list[AuditValue]] = {}
    for value in AuditValue.objects.filter(entry_id__in=numbers).order_by("entry_id", "field"):
        values.setdefault(value.entry_id, []).append(value)
    texts = [text for some in values.values() for value in some for text in (value.before, value.after)]
    names = names_of(_ids_in(texts))
    actors = Account.objects.filter(pk__in={entry.actor_id for entry in entries})
    people = {row.pk: row.name or row.email for row in actors} | {"system": _("set-up")}
    sources = dict(Source.objects.filter(pk__in={e.source_id for e in entries}).values_list("pk", "title"))
    found = []
    for entry in entries:
        kept = values.get(entry.sequence, [])
        erased = sorted(set(json.loads(entry.commitments)) - {value.field for value in kept})
        changes = [
            *(change for value in kept for change in _changes(value, entry, record, by, names)),
            *(Change(_field(name), _("erased"), _("erased")) for name in erased),
        ]
        found.append(
            Entry(
                entry.sequence,
                shown_moment(entry.at, zone),
                people.get(entry.actor_id, ""),
                action_word(entry.action),
                sources.get(entry.source_id, ""),
                reverse("desk:record-page", args=[entry.source_id]) if entry.source_id in sources else "",
                tuple(changes),
            )
        )
    return found


def shown_moment(at: str, zone: ZoneInfo) -> str:
    """A moment of the change log by the city's clock."""
    return date_format(datetime.fromisoformat(at).astimezone(zone), "j.n.Y H.i")


def _changes(
    value: AuditValue, entry: AuditEntry, record: Record | None, by: Account, names: Names
) -> Iterator[Change]:
    before, after = json.loads(value.before), json.loads(value.after)
    if _goes_without_saying(value, entry):
        return
    name, label = value.field, _field(value.field)
    href = ""
    if record is not None and may_restore(by, record, name) and value.before != "null":
        href = reverse("desk:history-restore", args=[record.pk, entry.sequence, name])
    texts = [each if isinstance(each, dict) else _by_language(each) for each in (before, after)]
    if any(texts):
        one, other = ({} if each is None else each for each in texts)
        for code in dict.fromkeys([*one, *other]):
            if one.get(code) != other.get(code):
                spoken = str(LANGUAGE_NAMES.get(code, code))
                yield Change(label, one.get(code, ""), other.get(code, ""), spoken, href)
        return
    choices = _choices(value.field, record)
    was, is_now = (choices.get(str(each)) or _words(each, names) for each in (before, after))
    yield Change(label, was, is_now, "", href)


def _choices(name: str, record: Record | None) -> dict[str, str]:
    """The words of a column that holds a choice, or the name of a column; empty for any other."""
    part, _dot, column = name.rpartition(".")
    if part.startswith("citation.") and column == "field":
        return {each: str(word) for each, word in FIELDS.items()}
    named = part.partition(".")[0]
    ours = [each for each in apps.get_models() if each.__module__.startswith("solmu.")]
    models = [each for each in ours if each._meta.model_name == named]
    if not part and record is not None:
        models = [model_of(record.kind)]
    for model in models:
        for field in model._meta.concrete_fields:
            if field.attname == column and field.choices:
                return {str(code): str(word) for code, word in field.flatchoices}
    return {}


def _goes_without_saying(value: AuditValue, entry: AuditEntry) -> bool:
    """Columns that tell a person nothing: what a part is a part of, when a row was made, where words stood."""
    column = value.field.rsplit(".", 1)[-1]
    if column in ("created_at", "position") or json.dumps(entry.record_id) in (value.before, value.after):
        return True
    return value.field.startswith("citation.") and column in ("start", "end", "source_id")


def _by_language(value: object) -> dict[str, str] | None:
    """A text in several languages that is kept as JSON in its column; None for anything else."""
    if not isinstance(value, str) or not value.startswith("{"):
        return None
    try:
        texts = json.loads(value)
    except ValueError:
        return None
    is_text = isinstance(texts, dict) and all(isinstance(each, str) for each in texts.values())
    return {str(code): text for code, text in texts.items()} if is_text else None


def _field(name: str) -> str:
    """*Title*; of a part (`agreementparty.ID.signed`) the column alone."""
    return field_word(name.rsplit(".", 1)[-1])


def _words(value: object, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(each, names) for each in value)
    text = str(value)
    if text in names.rows:
        return names.of(text, reading_language())
    try:
        return shown_value(end_from_edtf(text))
    except (NotADate, ValueError):
        return text


def _ids_in(texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in OPAQUE_ID.findall(text)}


# --- a former value as a new change -----------------------------------------------------------------------------------

_Action = Callable[..., Any]

DATES = ("signed", "valid_from", "valid_until")
TERMS = ("renewal_mode", "renewal_months", "most_renewals", "notice_months", "review_on", "review_every_months")

CHANGES: Mapping[str, tuple[tuple[_Action, str, tuple[str, ...]], ...]] = MappingProxyType(
    {
        RecordKind.AGREEMENT: (
            (set_agreement_dates, "agreement", DATES),
            (set_agreement_terms, "agreement", TERMS),
        ),
        RecordKind.ACTIVITY: (
            (
                change_activity,
                "activity",
                ("kind", "title", "starts", "ends", "direction", "place_as_written", "purpose", "costs", "funding"),
            ),
        ),
        RecordKind.COMMITMENT: ((change_commitment, "commitment", ("text", "due_on", "every_months", "until")),),
        RecordKind.CONTACT: ((change_contact, "contact", ("name", "title", "email", "telephone", "purpose")),),
        RecordKind.MEMBERSHIP: (
            (
                change_membership,
                "membership",
                ("role", "member_from", "member_until", "fee_review_on", "benefit_review_on"),
            ),
        ),
        RecordKind.PARTNERSHIP: ((set_partnership_since, "partnership", ("since",)),),
        RecordKind.STORY: ((change_story, "story", ("title", "text", "written")),),
    }
)
"""By which action each kind's own columns get a former value back."""


def may_restore(by: Account, record: Record, field: str) -> bool:
    return can_record_activity(by) and record.removed_at is None and _action_for(record, field) is not None


def _action_for(record: Record, field: str) -> tuple[_Action, str] | None:
    for action, name, fields in CHANGES.get(record.kind, ()):
        if field in fields:
            return action, name
    return None


@desk(may=can_record_activity)
def restore(request: HttpRequest, record_id: str, sequence: int, field: str) -> HttpResponse:
    """Give a field back what it said before an entry, as a new change."""
    record = record_of(request, record_id)
    value = AuditValue.objects.filter(entry_id=sequence, field=field, entry__record_id=record.pk).first()
    found = _action_for(record, field)
    if value is None or found is None:
        raise Http404
    action, argument = found
    row = model_of(record.kind).objects.get(pk=record.pk)
    before = row._meta.get_field(field).to_python(json.loads(value.before))
    name, back = name_of(record), reverse("desk:history", args=[record.pk])

    def save(_form: EditForm, _changed: Sequence[str]) -> Done:
        if json.loads(value.before) is None:
            raise BrokenRule("Before that change the field said nothing. Empty it on the record's own form.")
        action(by=request.by, source=None, **{argument: row, field: before})  # type: ignore[attr-defined]
        return Done(back, _("The former value is back. That is a change of its own."))

    names = names_of(_ids_in([value.before]))
    task = Task(
        form=NoFields,
        heading=_("Give a former value back: %(name)s") % {"name": name},
        lead=f"{_field(field)}: {'; '.join(_each(json.loads(value.before), names))}",
        consequence=_("The field says this again from now on. What it said meanwhile stays in the history."),
        button=_("Give it back"),
        save=save,
        back=back,
        area="",
        subject=record,
        always=True,
        crumbs=crumbs_of(record, name),
    )
    return answer_form(request, task)


def _each(value: object, names: Names) -> list[str]:
    texts = value if isinstance(value, dict) else _by_language(value)
    return [str(text) for text in texts.values()] if texts else [_words(value, names)]
