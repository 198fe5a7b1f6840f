"""Where a person stands: in every declared column of every table, and in the kept files.

Columns are those that the models declare (`core.personal_data`). One query asks all of them, with a regular expression
that both databases know; what it finds is read again letter by letter. What an erasure would do with each finding is
told with it, so that the dry run and the erasure are one list.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from solmu.core.models import (
    Account,
    AuditEntry,
    AuditValue,
    PassingNote,
    ProviderIdentity,
    Record,
    Session,
    Source,
    StoredFile,
    UnsavedWork,
)
from solmu.core.personal_data import PersonalData, data_of, free_texts, personal_fields
from solmu.intake.models import Claim, SourceText
from solmu.participation.models import Enquiry
from solmu.registry.models import AgreementDocument, Citation, Contact, PublicVersion
from solmu.registry.models.base import RecordRow
from solmu.stewardship.file_words import read_files
from solmu.stewardship.models import Renewal
from solmu.stewardship.rules.persons import Sought, replaced, texts_in
from solmu.stewardship.vocabulary import Fate

AROUND = 60
"""Characters shown on either side of a person's name in a longer text."""

IN_OFFICE_KEYS = frozenset({"signatory", "signatory_title", "representatives", "credit"})
"""Keys of public shapes under which stand those who are named in office, and authors of pictures."""

DERIVED = frozenset({"search.searchentry", "search.searchterm", "stewardship.keptmatters"})

OF_PUBLIC_SOURCE = _("Words of a public source, kept as they were published (GDPR, article 17 (3) d).")
OF_AGREEMENT = _("A document of an agreement, which the city keeps for good (GDPR, article 17 (3) b and d).")
CANNOT_CHANGE = _("An entry of the change log cannot be changed without breaking its chain.")
TOLD_IN_OFFICE = _("What the change log says of somebody in office stays with the matter.")
OF_ACCOUNT_IN_USE = _("What the change log says of an account in use stays until the account is erased.")
OF_SIGNING_IN = _("An account in use is signed in with by it. Close the account first.")
STILL_RUNS = _("The task has not ended yet.")

WHY: Mapping[str, Promise] = {
    Fate.GOES: _("It is emptied or deleted."),
    Fate.NAMELESS: _("Name and address go; the number stays, under which work was done."),
    Fate.TAKEN_OUT: _("A mark stands in place of the person's words; the rest of the text stays."),
    Fate.FOLLOWS: _("It is made anew from what the record says then."),
}


@dataclass(frozen=True)
class Finding:
    """A row, or a kept file, in which the person stands. `texts` has each column with the words around the person."""

    model: str
    pk: str
    texts: tuple[tuple[str, str], ...]
    record_id: str = ""
    is_file: bool = False
    fate: Fate = Fate.STAYS
    why: str | Promise = ""
    data: PersonalData | None = None

    @property
    def key(self) -> str:
        return f"{'file' if self.is_file else self.model}:{self.pk}"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for column, _words in self.texts)


@dataclass(frozen=True)
class UnreadFile:
    """A kept file in which the person may stand unseen, and why."""

    name: str
    why: str | Promise


@dataclass(frozen=True)
class Found:
    """Everything in which a person stands, and the files that were not read to their end."""

    findings: tuple[Finding, ...]
    unread: tuple[UnreadFile, ...] = ()

    def of(self, *labels: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.model in labels]


@dataclass(frozen=True)
class _Facts:
    """What fates hang on besides the row itself; two queries."""

    in_use: frozenset[str]
    public_sources: frozenset[str]


def findings_of(sought: Sought, *, leaving_out: Collection[str] = (), files: Collection[str] | None = None) -> Found:
    """Where the person stands; `leaving_out` names tables that the reader may not see, by their label.

    `files` are the ids of the kept files that are read, None for all; reading them ends in about half a minute.

    The number of queries hangs on the number of tables in which something is found, not on the number of rows.
    """
    facts = _Facts(
        frozenset(Account.objects.filter(is_active=True).values_list("pk", flat=True)),
        frozenset(Source.objects.filter(is_public=True).values_list("pk", flat=True)),
    )
    by_model: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for label, pk, column, said in _candidates(sought, leaving_out):
        words = [text for text in texts_in(said) if sought.is_in(text)]
        if words:
            # What somebody has not saved is seen by nobody else: of it only what was asked for is shown.
            around = 0 if label == UnsavedWork._meta.label_lower else AROUND
            by_model.setdefault(label, {}).setdefault(pk, []).append((column, _around(words[0], sought, around)))
    findings = [
        finding
        for label, rows in by_model.items()
        for finding in _with_fates(apps.get_model(label), rows, sought, facts)
    ]
    in_files, unread = _in_files(sought, files)
    return Found(tuple(sorted([*findings, *in_files], key=_order)), tuple(unread))


def _candidates(sought: Sought, leaving_out: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """Label, key, column and stored text of whatever may hold the person; one query."""
    has_piece = functools.reduce(operator.or_, (Q(as_text__icontains=piece) for piece in sought.pieces), Q())
    asked = []
    for model in apps.get_models():
        if model._meta.label_lower in leaving_out:
            continue
        for name in sorted(personal_fields(model) | free_texts(model)):
            if model._meta.get_field(name).is_relation:
                continue
            rows = model._base_manager.order_by().annotate(as_text=Cast(name, TextField()))
            asked.append(
                rows.filter(has_piece, as_text__iregex=sought.loose)
                .annotate(of_model=_text(model._meta.label_lower), as_key=_key_of(model), of_column=_text(name))
                .values_list("of_model", "as_key", "of_column", "as_text")
            )
    first, *others = asked
    yield from first.union(*others, all=True)


def _text(words: str) -> Cast:
    return Cast(Value(words), TextField())


def _key_of(model: type[models.Model]) -> Any:
    parts = [Cast(column.attname, TextField()) for column in model._meta.pk_fields]
    if len(parts) == 1:
        return parts[0]
    return Concat(parts[0], Value(":"), *parts[1:], output_field=TextField())


def _around(text: str, sought: Sought, most: int = AROUND) -> str:
    found = sought.exact.search(text)
    assert found is not None
    begin, end = max(0, found.start() - most), min(len(text), found.end() + most)
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


def _order(finding: Finding) -> tuple[bool, bool, str, str, str]:
    data = finding.data
    is_in_words = data is None or not set(data.fields) & set(finding.columns)
    name = finding.texts[0][0] if finding.is_file else ""
    return is_in_words, finding.is_file, finding.model, name, finding.pk


# --- what becomes of each ---------------------------------------------------------------------------------------------


def _with_fates(
    model: type[models.Model], rows: Mapping[str, list[tuple[str, str]]], sought: Sought, facts: _Facts
) -> Iterator[Finding]:
    label = model._meta.label_lower
    found = {_key(row): row for row in _rows_of(model, rows)}
    for pk, texts in rows.items():
        row = found.get(pk)
        if row is None:
            continue
        fate, why = _fate(row, tuple(column for column, _words in texts), sought, facts)
        yield Finding(label, pk, tuple(texts), _record_of(row), False, fate, why or WHY[fate], data_of(model))


def _rows_of(model: type[models.Model], keys: Collection[str]) -> Any:
    """The rows with what their fates and records are told by."""
    rows = model._base_manager.all()
    if path := _OWNERS.get(model):
        rows = rows.select_related(path)
    elif owner := owner_field(model):
        rows = rows.select_related(owner.name)
    if len(model._meta.pk_fields) == 1:
        return rows.filter(pk__in=list(keys))
    first = model._meta.pk_fields[0].attname
    return rows.filter(**{f"{first}__in": {key.partition(":")[0] for key in keys}})


def _key(row: models.Model) -> str:
    return ":".join(str(each) for each in row.pk) if isinstance(row.pk, tuple) else str(row.pk)


_OWNERS: Mapping[type[models.Model], str] = {
    AuditValue: "entry",
    Renewal: "agreement",
    Claim: "source",
    SourceText: "source",
    Citation: "source",
}


def owner_field(model: type[models.Model]) -> models.ForeignKey[Any, Any] | None:
    """The key of a part's row to what it is part of: what it is deleted with."""
    if issubclass(model, RecordRow):
        return None
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE:
            whole = column.related_model
            if issubclass(whole, RecordRow | Record) or owner_field(whole):
                return column
    return None


def _record_of(row: models.Model) -> str:
    """The id of the record that a row belongs to; empty where it belongs to none."""
    if isinstance(row, RecordRow | Record | Account):
        return str(row.pk)
    if isinstance(row, AuditValue):
        return row.entry.record_id
    if isinstance(row, AuditEntry | Claim):
        return row.record_id or ""
    if isinstance(row, Renewal):
        return str(row.agreement_id)
    owner = owner_field(type(row))
    if owner is None:
        return ""
    if issubclass(owner.related_model, RecordRow) or owner.related_model is Record:
        return str(getattr(row, owner.attname))
    return _record_of(getattr(row, owner.name))


def _fate(row: models.Model, columns: tuple[str, ...], sought: Sought, facts: _Facts) -> tuple[Fate, str | Promise]:
    """What an erasure does with a row, and why where it is not what it does with all of its kind."""
    label, data = row._meta.label_lower, data_of(type(row))
    if isinstance(row, Contact):
        return Fate.GOES, ""
    if isinstance(row, Account):
        return (Fate.STAYS, _stays(data)) if row.is_active else (Fate.NAMELESS, "")
    if isinstance(row, Enquiry):
        is_writer = bool(row.email) and sought.is_in(row.email)
        return (Fate.GOES if is_writer or row.answered_on or row.closed_on else Fate.TAKEN_OUT), ""
    if data and data.stays and set(columns) <= set(data.fields):
        return Fate.STAYS, data.stays
    if isinstance(row, UnsavedWork | Session | PassingNote):
        return Fate.GOES, ""
    if isinstance(row, ProviderIdentity | EmailAddress | Authenticator):
        owner = row.account_id if isinstance(row, ProviderIdentity) else row.user_id
        return (Fate.STAYS, OF_SIGNING_IN) if owner in facts.in_use else (Fate.GOES, "")
    if isinstance(row, AuditValue):
        return _fate_of_value(row, facts)
    if isinstance(row, AuditEntry):
        return Fate.STAYS, CANNOT_CHANGE
    if isinstance(row, PublicVersion):
        is_all_in_office = replaced(row.shape, sought.without, IN_OFFICE_KEYS) == row.shape
        return (Fate.STAYS, TOLD_IN_OFFICE) if is_all_in_office else (Fate.TAKEN_OUT, "")
    if isinstance(row, Citation | Claim | SourceText):
        return (Fate.STAYS, OF_PUBLIC_SOURCE) if row.source.is_public else (Fate.TAKEN_OUT, "")
    if isinstance(row, Source):
        return (Fate.STAYS, OF_PUBLIC_SOURCE) if row.is_public else (Fate.TAKEN_OUT, "")
    if label in DERIVED:
        return Fate.FOLLOWS, ""
    if label == "django_tasks_database.dbtaskresult":
        return (Fate.GOES, "") if getattr(row, "finished_at", None) else (Fate.STAYS, STILL_RUNS)
    return Fate.TAKEN_OUT, ""


def _stays(data: PersonalData | None) -> str | Promise:
    return data.stays if data else ""


def _fate_of_value(row: AuditValue, facts: _Facts) -> tuple[Fate, str | Promise]:
    """A value of the change log: that of somebody in office, of an account in use and of a public source stays."""
    model_name, _pk, column = row.field.split(".", 2) if row.field.count(".") >= 2 else ("", "", row.field)
    for model in apps.get_models():
        data = data_of(model)
        if data and data.stays and column in data.fields and model._meta.model_name == model_name:
            return Fate.STAYS, TOLD_IN_OFFICE
    if row.entry.record_id in facts.in_use:
        return Fate.STAYS, OF_ACCOUNT_IN_USE
    if model_name == Citation._meta.model_name and row.entry.source_id in facts.public_sources:
        return Fate.STAYS, OF_PUBLIC_SOURCE
    return Fate.GOES, ""


# --- files ------------------------------------------------------------------------------------------------------------


def _in_files(sought: Sought, only: Collection[str] | None) -> tuple[list[Finding], list[UnreadFile]]:
    """The kept files whose words hold the person, and those not read to their end, pictures left out; one query."""
    files = StoredFile.objects.annotate(
        is_document=Exists(AgreementDocument.objects.filter(file=OuterRef("pk"))),
        is_of_public_source=Exists(Source.objects.filter(file=OuterRef("pk"), is_public=True)),
    ).exclude(media_type__startswith="image/")
    if only is not None:
        files = files.filter(pk__in=only)
    # Where time runs out before the last file, the newest have been read.
    rows = list(files.order_by("-stored_at", "pk"))
    asked = [(Path(settings.MEDIA_ROOT) / file.path, file.media_type) for file in rows]
    found: list[Finding] = []
    unread: list[UnreadFile] = []
    for file, words in zip(rows, read_files(asked), strict=True):
        if words.unread is not None:
            unread.append(UnreadFile(file.name, words.unread.label))
        if sought.is_in(words.text):
            fate, why = Fate.GOES, WHY[Fate.GOES]
            if file.is_document:
                fate, why = Fate.STAYS, OF_AGREEMENT
            elif file.is_of_public_source:
                fate, why = Fate.STAYS, OF_PUBLIC_SOURCE
            texts = ((file.name, _around(words.text, sought)),)
            found.append(Finding("core.storedfile", file.pk, texts, "", True, fate, why))
    return found, sorted(unread, key=lambda file: file.name)


# --- what is told the person ------------------------------------------------------------------------------------------


def own_words(found: Found) -> dict[str, dict[str, Any]]:
    """All that the person's own rows say of them, by the finding's key and the column; one query for each table."""
    by_model: dict[str, list[str]] = {}
    for finding in found.findings:
        if finding.data and not finding.is_file and set(finding.columns) & set(finding.data.fields):
            by_model.setdefault(finding.model, []).append(finding.pk)
    words: dict[str, dict[str, Any]] = {}
    for label, keys in by_model.items():
        model = apps.get_model(label)
        data = data_of(model)
        names = [name for name in (data.fields if data else ()) if not model._meta.get_field(name).is_relation]
        for row in model._base_manager.filter(pk__in=keys).values("pk", *names):
            words[f"{label}:{row['pk']}"] = {name: row[name] for name in names if row[name]}
    return words
