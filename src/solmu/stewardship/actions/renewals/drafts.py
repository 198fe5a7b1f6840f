"""The agreement to come, and its drafts: made from the city's templates, or attached as somebody wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from solmu.core.audit import recorded
from solmu.core.city import City
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.making import AGREEMENT_DATES, set_agreement_dates, set_agreement_terms
from solmu.registry.actions.agreements.succeeding import succeed_agreement
from solmu.registry.actions.documents import add_agreement_document
from solmu.registry.models import Agreement, AgreementDocument
from solmu.stewardship.actions.renewals.stages import locked, refuse_over
from solmu.stewardship.drafting.content import draft_content
from solmu.stewardship.drafting.docx import docx_of
from solmu.stewardship.drafting.pdf import pdf_of
from solmu.stewardship.drafting.words import words_in
from solmu.stewardship.models import Renewal
from solmu.stewardship.permissions import check_can_renew
from solmu.stewardship.queries.drafts import draft_facts, draft_languages
from solmu.stewardship.rules.renewals import DRAFTING, NEGOTIATING
from solmu.stewardship.vocabulary import RenewalStage


def prepare_successor(*, by: Account, source: Source | None, renewal: Renewal, **terms: Any) -> Agreement:
    """The agreement to come, begun as a draft where there is none yet; else with these dates and terms changed.

    It takes over the parties, ties, themes and line of the agreement it renews. `terms` are `valid_from`, `valid_until`
    and those of `set_agreement_terms`. Raises BrokenRule outside of drafting and negotiating, and for terms that do not
    go together.
    """
    check_can_renew(by)
    with recorded(by=by, action="prepare_successor", source=source) as journal:
        current = locked(renewal)
        _refuse_unless_open(current)
        successor = current.successor or current.agreement.successor_draft
        if successor is None:
            successor = succeed_agreement(by=by, source=source, agreement=current.agreement, **terms)
        else:
            _change(by, source, successor, terms)
        journal.update(current, of=current.agreement, successor_id=successor.pk)
    renewal.refresh_from_db()
    return successor


def _change(by: Account, source: Source | None, successor: Agreement, terms: dict[str, Any]) -> None:
    dates = {name: value for name, value in terms.items() if name in AGREEMENT_DATES}
    others = {name: value for name, value in terms.items() if name not in AGREEMENT_DATES}
    if dates:
        set_agreement_dates(by=by, source=source, agreement=successor, **dates)
    if others:
        set_agreement_terms(by=by, source=source, agreement=successor, **others)


def make_drafts(
    *, by: Account, source: Source | None, renewal: Renewal, day: date, city: City, languages: Sequence[str] = ()
) -> list[AgreementDocument]:
    """Set a new draft from the city's templates, as DOCX and as PDF, and keep both as documents of the successor.

    Without languages: the city's first, beside the partner's or English. Raises BrokenRule outside of drafting and
    negotiating; SolmuError for a language without words and for a template that has a mistake.
    """
    check_can_renew(by)
    with recorded(by=by, action="make_drafts", source=source):
        current = locked(renewal)
        _refuse_unless_open(current)
        successor = prepare_successor(by=by, source=source, renewal=current)
        spoken = list(languages) or draft_languages(successor, city)
        version = _next_version(successor)
        facts = draft_facts(successor, previous=current.agreement, languages=spoken, day=day, version=version)
        content = draft_content(facts, [words_in(language) for language in spoken])
        kept = [
            add_agreement_document(
                by=by,
                source=source,
                agreement=successor,
                content=made,
                name=f"{_file_name(spoken, version)}.{ending}",
                title=content["title"],
                language=spoken[0] if len(spoken) == 1 else "",
                version=version,
            )
            for made, ending in ((docx_of(content), "docx"), (pdf_of(content), "pdf"))
        ]
    renewal.refresh_from_db()
    return kept


def attach_draft(
    *, by: Account, source: Source | None, renewal: Renewal, content: bytes, name: str, title: str = "",
    language: str = "",
) -> AgreementDocument:  # fmt: skip
    """Keep a draft as somebody wrote it, for example as the partner sent it back, as the next version.

    Raises BrokenRule outside of drafting and negotiating, and as `add_agreement_document` does: for a file of a type
    that is not allowed, and for one that is kept already.
    """
    check_can_renew(by)
    with recorded(by=by, action="attach_draft", source=source):
        current = locked(renewal)
        _refuse_unless_open(current)
        successor = prepare_successor(by=by, source=source, renewal=current)
        document = add_agreement_document(
            by=by,
            source=source,
            agreement=successor,
            content=content,
            name=name,
            title=title,
            language=language,
            version=_next_version(successor),
        )
    renewal.refresh_from_db()
    return document


def _next_version(agreement: Agreement) -> int:
    last = agreement.documents.aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _file_name(languages: Sequence[str], version: int) -> str:
    return f"draft-{version}-{'-'.join(languages)}"


def _refuse_unless_open(renewal: Renewal) -> None:
    refuse_over(renewal)
    if renewal.stage not in (DRAFTING, NEGOTIATING):
        raise BrokenRule(
            "Drafts are written while a renewal is drafted or negotiated; this one is at: %(stage)s. Take it there "
            "first: solmu renewal advance.",
            stage=RenewalStage(renewal.stage),
        )
