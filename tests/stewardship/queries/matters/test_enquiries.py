from __future__ import annotations

from datetime import UTC, datetime

import pytest

from solmu.core.models import system_actor
from solmu.core.terms import Term
from solmu.participation.actions import answer_enquiry, receive_enquiry
from solmu.participation.models import Enquiry
from solmu.participation.vocabulary import EnquiryKind
from solmu.stewardship.queries.matters import first_matters
from tests.registry import founding
from tests.registry.founding import on
from tests.stewardship.queries.matters.asking import CITY, matters, told

RULES = ("enquiry_due",)


@pytest.fixture
def enquiry(db: None) -> Enquiry:
    return receive_enquiry(
        by=system_actor(), kind=EnquiryKind.QUESTION, message="Aino Secret asks.", email="aino@example.org",
        language="fi", at=datetime(2026, 11, 20, 10, tzinfo=UTC), day=on("2026-11-20").latest, keep_for=Term(12),
    )  # fmt: skip


def test_enquiry_is_a_matter_until_answered(enquiry: Enquiry) -> None:
    assert told(*RULES, day="2026-11-19") == []
    assert told(*RULES) == [("enquiry_due", "", enquiry.pk)]

    answer_enquiry(by=founding.account("officer"), enquiry=enquiry, day=on("2026-11-24").latest, answer="Yes.")
    assert told(*RULES) == []


def test_enquiry_is_overdue_after_fourteen_days(enquiry: Enquiry) -> None:
    assert [each.severity for each in matters(*RULES, day="2026-12-04")] == ["soon"]
    assert [each.severity for each in matters(*RULES, day="2026-12-05")] == ["overdue"]
    assert first_matters(on("2026-12-05").earliest, city=CITY)[0].occurrence == enquiry.pk


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Enquiry {}. It waits for an answer. It came on 20\xa0November 2026. By 4\xa0December 2026."),
        ("fi", "Yhteydenotto {}. Se odottaa vastausta. Saapunut 20.11.2026. Viimeistään 4.12.2026."),
        ("sv", "Förfrågan {}. Den väntar på svar. Inkom den 20\xa0november 2026. Senast den 4\xa0december 2026."),
    ],
)
def test_sentence_tells_when_to_answer_and_nothing_of_what_was_asked(
    enquiry: Enquiry, language: str, sentence: str
) -> None:
    (matter,) = matters(*RULES)

    assert matter.sentence(language) == sentence.format(enquiry.pk)


def test_enquiry_is_no_public_matter(enquiry: Enquiry) -> None:
    assert told(public_only=True) == []
