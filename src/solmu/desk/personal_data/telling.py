"""A person's data in words: for the desk's table, and for the person as JSON and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from solmu.core.city import City
from solmu.core.models import Account, AuditValue, PersonalDataLook, Record
from solmu.core.personal_data import kept_for
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import field_word
from solmu.registry.models import Citation, Contact, PublicVersion
from solmu.registry.queries.names import Names, names_of
from solmu.stewardship.queries.persons import Finding, Found, own_words
from solmu.stewardship.vocabulary import Fate

_MADE_OF_RECORDS = {PublicVersion._meta.label_lower, Citation._meta.label_lower}
"""Tables whose rows follow from others, or are another's words: nobody corrects them by hand."""


@dataclass(frozen=True)
class Line:
    """A finding as the desk shows it. `correct_href` leads to the form in which it is put right, where there is one."""

    key: str
    where: str
    href: str
    correct_href: str
    texts: tuple[tuple[str, str], ...]
    whose: str
    purpose: str
    fate: str
    why: str
    stays: bool


def lines_of(found: Found) -> list[Line]:
    """Each finding in words; a constant number of queries."""
    records = {row.pk: row for row in Record.objects.filter(pk__in={each.record_id for each in found.findings} - {""})}
    names = names_of(set(records))
    return [_line(finding, records.get(finding.record_id), names) for finding in found.findings]


def _line(finding: Finding, record: Record | None, names: Names) -> Line:
    kind = table_word(finding)
    name = names.of(record.pk, reading_language()) if record is not None and record.pk in names.rows else ""
    page = reverse("desk:record-page", args=[record.pk]) if record is not None else ""
    data = finding.data
    return Line(
        key=finding.key,
        where=f"{kind}: {name}" if name else kind,
        href=page if record is not None and record.removed_at is None else "",
        correct_href=_correct_href(finding, record, page),
        texts=_texts(finding),
        whose=str(data.whose.label) if data else "",
        purpose=str(data.purpose) if data else "",
        fate=str(finding.fate.label),
        why=str(finding.why),
        stays=finding.fate in (Fate.STAYS, Fate.FOLLOWS),
    )


def _texts(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Each column in words with what stands there; of the change log the column that a value is of, once."""
    if finding.is_file:
        return finding.texts
    if finding.model == AuditValue._meta.label_lower:
        name = field_word(finding.pk.partition(":")[2].rpartition(".")[2])
        return tuple((name, words) for words in dict.fromkeys(words for _column, words in finding.texts))
    return tuple((_column_word(finding, column), words) for column, words in finding.texts)


def _column_word(finding: Finding, column: str) -> str:
    """A column in words; a person's title is a position, not the title of a text."""
    is_of_person = finding.data is not None and column in finding.data.fields
    return _("Position") if column == "title" and is_of_person else field_word(column)


def _correct_href(finding: Finding, record: Record | None, page: str) -> str:
    """Where what is wrong is put right: the form of a person, else the record's page, which leads to its form."""
    if finding.model == Contact._meta.label_lower:
        return reverse("desk:edit-contact", args=[finding.pk])
    if finding.model == Account._meta.label_lower:
        return reverse("desk:edit-person", args=[finding.pk])
    is_part = finding.model.startswith(("registry.", "stewardship.")) and finding.model not in _MADE_OF_RECORDS
    return page if is_part and record is not None and record.removed_at is None else ""


def table_word(finding: Finding) -> str:
    """What the rows of a finding's table are called."""
    if finding.is_file:
        return _("File")
    word = _(str(apps.get_model(finding.model)._meta.verbose_name))
    return word[:1].upper() + word[1:]


def report_of(found: Found, city: City, *, at: datetime) -> dict[str, Any]:
    """What is kept of a person, for the person (GDPR, articles 15 and 20): plain values in the reader's language."""
    own = own_words(found)
    lines = {line.key: line for line in lines_of(found)}
    contacts = [finding.record_id for finding in found.of("registry.contact")]
    looks = PersonalDataLook.objects.filter(record_id__in=contacts).order_by("at").values("what", "at")
    return {
        "made_at": at.isoformat(timespec="seconds"),
        "controller": city.name_in(reading_language()).nominative,
        "found": [_told(finding, lines[finding.key], own.get(finding.key), city) for finding in found.findings],
        "looked_at": [{"what": look["what"], "at": look["at"].isoformat(timespec="seconds")} for look in looks],
        "files_not_read": [{"file": file.name, "why": str(file.why)} for file in found.unread],
    }


def _told(finding: Finding, line: Line, own: Mapping[str, Any] | None, city: City) -> dict[str, Any]:
    data = finding.data
    words = (
        [[_column_word(finding, name), _plain(value)] for name, value in own.items()]
        if own
        else [list(each) for each in line.texts]
    )
    return {
        "where": line.where,
        "says": [{"field": field, "text": text} for field, text in words],
        "whose": line.whose,
        "purpose": line.purpose,
        "ground": str(data.basis.label) if data else "",
        "kept": kept_for(data.kept, city) if data else "",
        "receivers": [str(receiver.label) for receiver in data.receivers] if data else [],
    }


def _plain(value: Any) -> str:
    if isinstance(value, LazyI18nString) and isinstance(value.data, dict):
        return " · ".join(text for text in value.data.values() if text)
    return str(value)
