"""An agreement to come, to draft with: two towns, three themes, one of them in one language alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from solmu.core.dates import PartialDate
from solmu.stewardship.drafting.content import DraftFacts, PartyFacts, draft_content
from solmu.stewardship.drafting.words import words_in

FACTS = DraftFacts(
    kind="memorandum_of_understanding",
    parties=[
        PartyFacts(
            {"fi": "Rantala", "sv": "Strandby"},
            {"fi": "Suomi", "sv": "Finland", "en": "Finland"},
            signatory="Maija Mallikas",
            signatory_title="Kaupunginjohtaja",
        ),
        PartyFacts({"fi": "Tartto", "en": "Tartu"}, {"fi": "Viro", "en": "Estonia"}),
    ],
    made_on=date(2026, 11, 24),
    version=2,
    themes=[{"fi": "koulutus", "en": "education"}, {"fi": "kulttuuri", "en": "culture"}, {"fi": "terveys"}],
    previous={"fi": "yhteisymmärryspöytäkirja, 2019 asti", "en": "memorandum of understanding, until 2019"},
    valid_from=PartialDate.from_edtf("2026-12-01"),
    valid_until=PartialDate.from_edtf("2030-12-31"),
    notice_months=6,
    renewal_mode="tacit",
    renewal_months=36,
    most_renewals=2,
)


def content(*languages: str, **changed: Any) -> dict[str, Any]:
    """What the draft says in these languages (Finnish and English), with some facts changed."""
    return draft_content(replace(FACTS, **changed), [words_in(each) for each in languages or ("fi", "en")])


def section(draft: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The cells of one section, a language each."""
    (found,) = [each["cells"] for each in draft["sections"] if each["key"] == key]
    cells: list[dict[str, Any]] = found
    return cells


def said(draft: dict[str, Any], key: str) -> list[list[str]]:
    """The paragraphs of one section, by language."""
    return [cell["paragraphs"] for cell in section(draft, key)]
