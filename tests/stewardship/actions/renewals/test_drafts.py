from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from solmu.core.dates import OPEN, NotADate
from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import Source
from solmu.registry.actions.agreements import succeed_agreement
from solmu.registry.models import Agreement, AgreementDocument, Organisation, Partnership
from solmu.stewardship.actions.renewals.drafts import attach_draft, make_drafts, prepare_successor
from solmu.stewardship.actions.renewals.stages import advance_renewal
from solmu.stewardship.drafting.docx import docx_of
from solmu.stewardship.models import Renewal
from tests.registry.founding import BY, on
from tests.stewardship.drafting.facts import content
from tests.stewardship.renewing import CITY, DAY, actions_on, memorandum, person, planned, renewal_at


@pytest.fixture
def agreement(source: Source, home: Organisation, tartu: Partnership) -> Agreement:
    return memorandum(source, home, tartu, notice_months=3)


@pytest.fixture
def renewal(agreement: Agreement) -> Renewal:
    return advance_renewal(by=BY, source=None, renewal=planned(agreement), day=DAY)


def prepare(renewal: Renewal, **terms: object) -> Agreement:
    return prepare_successor(by=BY, source=None, renewal=renewal, **terms)


def make(renewal: Renewal, **facts: object) -> list[AgreementDocument]:
    given = {"by": BY, "source": None, "renewal": renewal, "day": DAY, "city": CITY} | facts
    return make_drafts(**given)  # type: ignore[arg-type]


# --- the agreement to come --------------------------------------------------------------------------------------------


def test_successor_takes_over_parties_ties_themes_and_terms(agreement: Agreement, renewal: Renewal) -> None:
    successor = prepare(renewal, valid_from=on("2028-01-01"), valid_until=on("2032-12-31"), renewal_mode="express")

    assert renewal.successor == successor
    assert (successor.stage, successor.kind, successor.notice_months, successor.renewal_mode) == (
        "draft",
        agreement.kind,
        3,
        "express",
    )
    assert [row.organisation_id for row in successor.parties.all()] == [
        row.organisation_id for row in agreement.parties.all()
    ]
    assert [str(row.wording.data) for row in successor.themes.all()] == [
        str(row.wording.data) for row in agreement.themes.all()
    ]
    assert list(successor.partnerships.all()) == list(agreement.partnerships.all())
    assert not successor.record.is_published
    agreement.refresh_from_db()
    assert (agreement.replaced_by, agreement.successor_draft) == (None, successor)
    assert actions_on(agreement)[-2:] == ["succeed_agreement", "prepare_successor"]


def test_dates_and_terms_can_be_changed_while_it_is_a_draft(renewal: Renewal) -> None:
    successor = prepare(renewal, valid_from=on("2028-01-01"))

    again = prepare(renewal, valid_until=OPEN, notice_months=6)

    assert again == successor
    assert (again.valid_from, again.valid_until, again.notice_months) == (on("2028-01-01"), OPEN, 6)


def test_successor_that_is_drafted_already_is_taken(agreement: Agreement, renewal: Renewal) -> None:
    begun = succeed_agreement(by=BY, source=None, agreement=agreement)

    assert prepare(renewal) == begun


def test_successor_that_ends_before_it_begins_is_refused(renewal: Renewal) -> None:
    with pytest.raises((BrokenRule, NotADate)):
        prepare(renewal, valid_from=on("2028-01-01"), valid_until=on("2027-01-01"))

    renewal.refresh_from_db()
    assert renewal.successor is None


@pytest.mark.parametrize("stage", ["planned", "decision", "signing"])
def test_drafts_are_written_in_drafting_and_negotiating_alone(agreement: Agreement, stage: str) -> None:
    renewal = renewal_at(stage, agreement)

    for act in (
        lambda: prepare(renewal),
        lambda: make(renewal),
        lambda: attach_draft(by=BY, source=None, renewal=renewal, content=docx_of(content()), name="theirs.docx"),
    ):
        with pytest.raises(BrokenRule) as refused:
            act()
        assert str(refused.value) == (
            f"Drafts are written while a renewal is drafted or negotiated; this one is at: {stage}. Take it there "
            "first: solmu renewal advance."
        )


def test_contributor_drafts_nothing(renewal: Renewal) -> None:
    by = person("contributor")

    for act in (
        lambda: prepare_successor(by=by, source=None, renewal=renewal),
        lambda: make(renewal, by=by),
        lambda: attach_draft(by=by, source=None, renewal=renewal, content=b"%PDF-1.7", name="theirs.pdf"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert AgreementDocument.objects.count() == 0


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_draft_is_kept_as_docx_and_pdf_by_its_hash_and_not_published(renewal: Renewal) -> None:
    documents = make(renewal)

    assert [(each.file.name, each.version, each.language) for each in documents] == [
        ("draft-1-fi-en.docx", 1, ""),
        ("draft-1-fi-en.pdf", 1, ""),
    ]
    for each in documents:
        kept = (Path(settings.MEDIA_ROOT) / each.file.path).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == each.file.sha256
        assert (each.title, each.is_published, each.is_signed) == (
            "Yhteisymmärryspöytäkirja: Rantala – Tartto",
            False,
            False,
        )
    assert [each.file.media_type.rpartition(".")[2] for each in documents] == ["document", "application/pdf"]


def test_next_draft_is_the_next_version(renewal: Renewal) -> None:
    make(renewal)

    again = make(renewal, languages=["sv"])

    assert [(each.file.name, each.version, each.language) for each in again] == [
        ("draft-2-sv.docx", 2, "sv"),
        ("draft-2-sv.pdf", 2, "sv"),
    ]
    assert renewal.successor is not None
    assert renewal.successor.documents.count() == 4


def test_language_without_words_keeps_nothing(renewal: Renewal) -> None:
    with pytest.raises(SolmuError, match="No draft can be written in “de”"):
        make(renewal, languages=["fi", "de"])

    renewal.refresh_from_db()
    assert (renewal.successor, AgreementDocument.objects.count()) == (None, 0)


def test_draft_of_the_partner_is_attached_as_the_next_version(renewal: Renewal) -> None:
    make(renewal)

    theirs = attach_draft(
        by=BY, source=None, renewal=renewal, content=docx_of(content()), name="theirs.docx", title="As they want it",
        language="en",
    )  # fmt: skip

    assert (theirs.title, theirs.version, theirs.language, theirs.file.name) == (
        "As they want it",
        2,
        "en",
        "theirs.docx",
    )


def test_attached_draft_must_be_a_document_and_new(renewal: Renewal) -> None:
    attach_draft(by=BY, source=None, renewal=renewal, content=docx_of(content()), name="theirs.docx")

    with pytest.raises(BrokenRule, match="The agreement has this file already"):
        attach_draft(by=BY, source=None, renewal=renewal, content=docx_of(content()), name="again.docx")
    with pytest.raises(BrokenRule):
        attach_draft(by=BY, source=None, renewal=renewal, content=b"MZ\x90", name="theirs.docx")
