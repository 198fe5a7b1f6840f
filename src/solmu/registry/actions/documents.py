"""Writes of the documents of agreements."""

from __future__ import annotations

from django.db.models import Max
from i18nfield.strings import LazyI18nString

from solmu.core.actions import drop_file, store_file
from solmu.core.errors import BrokenRule, RefusedFile
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold
from solmu.registry.actions.recording import recording
from solmu.registry.models import Agreement, AgreementDocument
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.documents import LARGEST_DOCUMENT_MEGABYTES, document_fault, document_type
from solmu.registry.rules.metadata import DamagedImage, without_metadata
from solmu.registry.vocabulary import Publicity


def add_agreement_document(
    *,
    by: Account,
    source: Source | None,
    agreement: Agreement,
    content: bytes,
    name: str,
    media_type: str = "",
    title: str = "",
    language: str = "",
    version: int | None = None,
    is_signed: bool = False,
    publicity: Publicity | str = Publicity.PUBLIC,
    ground: str = "",
    is_published: bool = False,
    is_accessible: bool = False,
    summary: LazyI18nString | str = "",
    most_megabytes: int = LARGEST_DOCUMENT_MEGABYTES,
) -> AgreementDocument:
    """Keep a file as a document of an agreement, by the SHA-256 of its bytes; a picture without its metadata.

    Without a title it is called by its name; without a version it is the next one of its language. `ground` is the
    section of the law that makes it secret or partly secret. `is_accessible`: somebody made sure that everyone can read
    it; `summary` tells what stands in it.

    Raises BrokenRule for a file that is empty, larger than `most_megabytes`, of a type that is not allowed or of
    another type than it says; for one the agreement has already; for a restriction without its ground, and for
    publishing what is not public.
    """
    check_can_keep_record(by)
    if fault := document_fault(content, name, media_type=media_type, most_megabytes=most_megabytes):
        raise RefusedFile(fault)
    media_type = document_type(content) or ""
    try:
        bare = without_metadata(content, media_type)
    except DamagedImage as error:
        raise RefusedFile("%(name)s is damaged. Save it again.", name=name) from error
    publicity = _publicity(publicity, ground)
    _refuse_secret(publicity, is_published=is_published)
    with recording(by=by, action="add_agreement_document", source=source) as journal:
        hold(agreement)
        file = store_file(by=by, content=bare, name=name, media_type=media_type)
        if known := agreement.documents.filter(file=file).first():
            raise BrokenRule(
                "The agreement has this file already: “%(title)s” (%(id)s).", title=known.title, id=known.pk
            )
        last = agreement.documents.filter(language=language).aggregate(last=Max("version"))["last"] or 0
        document = AgreementDocument(
            agreement=agreement,
            file=file,
            title=(title.strip() or name)[:300],
            language=language,
            version=last + 1 if version is None else version,
            is_signed=is_signed,
            publicity=publicity,
            publicity_ground=_ground(publicity, ground),
            is_published=is_published,
            is_accessible=is_accessible,
            summary=summary,
        )
        journal.create(document, of=agreement)
    return document


def describe_document(
    *, by: Account, source: Source | None, document: AgreementDocument, is_accessible: bool | None = None,
    summary: LazyI18nString | str | None = None,
) -> list[str]:  # fmt: skip
    """Say whether everyone can read a document, and what stands in it; what is None stays. Names what changed."""
    check_can_keep_record(by)
    told = {"is_accessible": is_accessible, "summary": summary}
    with recording(by=by, action="describe_document", source=source) as journal:
        changed: list[str] = journal.update(
            document, of=document.agreement, **{name: value for name, value in told.items() if value is not None}
        )
    return changed


def publish_document(*, by: Account, source: Source | None, document: AgreementDocument) -> None:
    """Show a document to the public, once its agreement is. Raises BrokenRule where it is not public by law."""
    check_can_keep_record(by)
    _refuse_secret(document.publicity, is_published=True)
    with recording(by=by, action="publish_document", source=source) as journal:
        journal.update(document, of=document.agreement, is_published=True)


def withdraw_document(*, by: Account, source: Source | None, document: AgreementDocument) -> None:
    """Show a document no longer. Raises BrokenRule where it is not shown."""
    check_can_keep_record(by)
    if not document.is_published:
        raise BrokenRule("This document is not published. There is nothing to withdraw.")
    with recording(by=by, action="withdraw_document", source=source) as journal:
        journal.update(document, of=document.agreement, is_published=False)


def classify_document(
    *, by: Account, source: Source | None, document: AgreementDocument, publicity: Publicity | str, ground: str = ""
) -> None:
    """Say whether the law lets a document be shown; one that is no longer public is withdrawn.

    Raises BrokenRule for a restriction without its ground.
    """
    check_can_keep_record(by)
    publicity = _publicity(publicity, ground)
    with recording(by=by, action="classify_document", source=source) as journal:
        journal.update(
            document,
            of=document.agreement,
            publicity=publicity,
            publicity_ground=_ground(publicity, ground),
            is_published=document.is_published and publicity == Publicity.PUBLIC,
        )


def remove_document(*, by: Account, source: Source | None, document: AgreementDocument) -> None:
    """Take a document out of its agreement; its file goes where nothing else refers to it."""
    check_can_keep_record(by)
    file = document.file
    with recording(by=by, action="remove_document", source=source) as journal:
        journal.delete(document, of=document.agreement)
        drop_file(by=by, file=file)


def _publicity(publicity: Publicity | str, ground: str) -> Publicity:
    if publicity != Publicity.PUBLIC and not ground.strip():
        raise BrokenRule(
            "What is secret or partly secret is so by law. Name the section, for example: JulkL 24 § 1 mom."
        )
    return Publicity(publicity)


def _ground(publicity: Publicity, ground: str) -> str:
    return "" if publicity == Publicity.PUBLIC else ground.strip()


def _refuse_secret(publicity: str, *, is_published: bool) -> None:
    if is_published and publicity != Publicity.PUBLIC:
        raise BrokenRule("Only a public document may be published. Publish a version without the secret parts.")
