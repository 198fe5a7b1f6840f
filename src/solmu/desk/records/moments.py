"""A record at two moments, side by side: what it said after a change, or at the end of a day, made from the audit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.core.models import AuditEntry, AuditValue, Record
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.records.fields import action_word, field_word
from solmu.desk.records.parts import Part, part_of, part_word
from solmu.desk.records.telling import NOTHING, shown_moment, who
from solmu.desk.records.values import (
    Known,
    by_language,
    choices_of,
    goes_without_saying,
    known_in,
    name_of_part,
    summary_of,
    worded,
)
from solmu.desk.records.views import crumbs_of, note_look, record_of
from solmu.registry.permissions import can_read_internal

MOST_CHANGES = 200
"""Changes that are offered by name; earlier ones are found by a day."""

Values = Mapping[int, Mapping[str, AuditValue]]
"""What each entry says of each field."""

State = dict[str, str | None]
"""What a record said: each field in canonical form; None where that was erased."""


@dataclass(frozen=True)
class Compared:
    """One field at both moments, in words."""

    label: str
    one: str
    other: str
    language: str = ""

    @property
    def differs(self) -> bool:
        return self.one != self.other


class MomentsForm(forms.Form):
    """Two moments: each a change, or a day, which counts where both are given."""

    one = forms.ChoiceField(label=gettext_lazy("After the change"), required=False)
    one_day = PartialDateFormField(
        label=gettext_lazy("Or at the end of the day"),
        required=False,
        help_text=gettext_lazy("For example 4.9.2024, September 2024 or 2024."),
    )
    other = forms.ChoiceField(label=gettext_lazy("After the change"), required=False)
    other_day = PartialDateFormField(label=gettext_lazy("Or at the end of the day"), required=False)

    def __init__(self, *args: Any, changes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        for name in ("one", "other"):
            self.fields[name].choices = changes  # type: ignore[attr-defined]


@desk(may=can_read_internal)
def moments(request: HttpRequest, record_id: str) -> HttpResponse:
    """`?one=` and `?other=` are numbers of changes, `?one_day=` and `?other_day=` days.

    By default what the last change left is shown beside what the one before it left.
    """
    record = record_of(request, record_id)
    note_look(request, record)
    zone = ZoneInfo(request.city.time_zone)  # type: ignore[attr-defined]
    entries = list(AuditEntry.objects.filter(record_id=record.pk).order_by("sequence"))
    values = _values(record, entries)
    known = _known(record, entries, values)
    name = known.of(record.pk) or record.pk
    changes = _changes(entries, known, zone)
    usual = {"one": changes[1][0] if len(changes) > 1 else changes[0][0], "other": changes[0][0]} if changes else {}
    asked = {key: value for key in MomentsForm.base_fields if (value := request.GET.get(key, ""))}
    form = MomentsForm({**usual, **asked}, changes=changes)
    shown = _shown(form, record, entries, values, known, dict(changes), zone) if form.is_valid() and changes else {}
    return show(
        request,
        "desk/records/moments.html",
        {
            "heading": _("Two moments side by side"),
            "name": name,
            "sides": (
                (_("First moment"), form["one"], form["one_day"]),
                (_("Second moment"), form["other"], form["other_day"]),
            ),
            "shown": shown,
        },
        title=_("Two moments side by side: %(name)s") % {"name": name},
        crumbs=(*crumbs_of(record, name), Line(_("History"), reverse("desk:history", args=[record.pk]))),
        status=200 if form.is_valid() else 422,
    )


def _values(record: Record, entries: Sequence[AuditEntry]) -> Values:
    values: dict[int, dict[str, AuditValue]] = {}
    for value in AuditValue.objects.filter(entry__record_id=record.pk):
        values.setdefault(value.entry_id, {})[value.field] = value
    return values


def _known(record: Record, entries: Sequence[AuditEntry], values: Values) -> Known:
    """What the ids in the record's history stand for, its own and its authors' among them."""
    told = (
        value.after
        for each in values.values()
        for value in each.values()
        if not goes_without_saying(*part_of(value.field), record.pk, value.after)
    )
    return known_in([record.pk, *(entry.actor_id for entry in entries), *told])


def _changes(entries: Sequence[AuditEntry], known: Known, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The latest changes, newest first, each by its last entry's number: *24.11.2026 19.30 Story changed, Anna*.

    Entries of one moment were saved together and are one change; where there is no other moment, each is one by itself.
    Those that read alike are told apart by their numbers.
    """
    last: dict[str, AuditEntry] = {entry.at: entry for entry in entries}
    of_moments = list(last.values()) if len(last) > 1 else list(entries)
    words = [(str(entry.sequence), _words(entry, known, zone)) for entry in reversed(of_moments[-MOST_CHANGES:])]
    alike = Counter(text for _number, text in words)
    return [
        (number, _("%(change)s, number %(number)s") % {"change": text, "number": number} if alike[text] > 1 else text)
        for number, text in words
    ]


def _words(entry: AuditEntry, known: Known, zone: ZoneInfo) -> str:
    texts = (f"{shown_moment(entry.at, zone)} {action_word(entry.action)}", who(entry, known))
    return ", ".join(filter(None, texts))


def _shown(
    form: MomentsForm,
    record: Record,
    entries: Sequence[AuditEntry],
    values: Values,
    known: Known,
    changes: Mapping[str, str],
    zone: ZoneInfo,
) -> dict[str, object]:
    """Both moments with what the record said, field by field."""
    bounds, titles = [], []
    for side in ("one", "other"):
        day: PartialDate | None = form.cleaned_data[f"{side}_day"]
        number = form.cleaned_data[side]
        bounds.append(_last_by(entries, day.latest, zone) if day else int(number))
        titles.append(shown_date(day) if day else changes[number])
    one, other = (_state(entries, values, bound) for bound in bounds)
    lines = [*_own_lines(one, other, known, record), *_part_lines(one, other, known, record)]
    number = sum(line.differs for line in lines)
    return {
        "titles": titles,
        "lines": sorted(lines, key=lambda line: not line.differs),
        "unknown": [title for title, bound in zip(titles, bounds, strict=True) if not bound],
        "same": _why_same(len(changes)) if bounds[0] == bounds[1] else "",
        "differing": number,
    }


def _why_same(number: int) -> str:
    """Said where both moments are one, by how many changes there are to choose from."""
    if number == 1:
        return _("Only one change is recorded. There is no earlier one to set beside it.")
    return _("Both moments are the same. Choose another change or day.")


def _last_by(entries: Sequence[AuditEntry], day: date, zone: ZoneInfo) -> int:
    """The number of the record's last entry by the end of a day in the city; nought where it was not there yet."""
    if day == date.max:
        return entries[-1].sequence
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC).isoformat(timespec="microseconds")
    return max((entry.sequence for entry in entries if entry.at < end), default=0)


def _state(entries: Sequence[AuditEntry], values: Values, bound: int) -> State:
    """What the record said after an entry: of each field what the latest entry made it say."""
    state: State = {}
    for entry in entries:
        if entry.sequence > bound:
            break
        kept = values.get(entry.sequence, {})
        for name in json.loads(entry.commitments):
            state[name] = kept[name].after if name in kept else None
    return {name: text for name, text in state.items() if text != NOTHING}


def _own_lines(one: State, other: State, known: Known, record: Record) -> Iterator[Compared]:
    for name in sorted({name for name in (*one, *other) if part_of(name)[0] is None}, key=field_word):
        if goes_without_saying(None, name, record.pk):
            continue
        texts = [state.get(name, NOTHING) for state in (one, other)]
        choices = choices_of(None, name, record.kind)
        spoken = [by_language(json.loads(text)) or {} if text else {} for text in texts]
        for code in dict.fromkeys(code for each in spoken for code in each):
            was, is_now = (
                each.get(code, "") if text else _("erased") for each, text in zip(spoken, texts, strict=True)
            )
            yield Compared(field_word(name), was, is_now, str(LANGUAGE_NAMES.get(code, code)))
        if not any(spoken):
            yield Compared(
                field_word(name), *(worded(json.loads(text), known, choices) if text else _("erased") for text in texts)
            )


def _part_lines(one: State, other: State, known: Known, record: Record) -> Iterator[Compared]:
    """Each part in one line: what it said at both moments."""
    sides: list[dict[Part, dict[str, str]]] = []
    for state in (one, other):
        parts: dict[Part, dict[str, str]] = {}
        for name, text in state.items():
            part, column = part_of(name)
            if part is not None:
                parts.setdefault(part, {})[column] = json.dumps(_("erased")) if text is None else text
        sides.append(parts)
    found = []
    for part in dict.fromkeys(part for parts in sides for part in parts):
        texts = [summary_of(part, parts.get(part, {}), known, record.pk) for parts in sides]
        if any(texts):
            name = next(filter(None, (name_of_part(part, parts.get(part, {}), known) for parts in sides)), "")
            found.append((part_word(part.model), name, texts))
    for label, _name, texts in sorted(found, key=lambda each: each[:2]):
        yield Compared(label, *texts)
