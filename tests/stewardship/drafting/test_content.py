from __future__ import annotations

import pytest

from solmu.core.dates import OPEN, PartialDate
from solmu.stewardship.drafting.content import PartyFacts
from solmu.stewardship.drafting.words import spoken
from tests.stewardship.drafting.facts import FACTS, content, said, section


def test_draft_has_the_sections_of_its_kind_in_order_in_every_language() -> None:
    draft = content()

    assert [(each["number"], each["key"]) for each in draft["sections"]] == list(
        enumerate(
            [
                *("parties", "purpose", "themes", "work", "costs", "term", "renewal", "notice", "nature"),
                *("changes", "copies"),
            ],
            start=1,
        )
    )
    assert [[cell["language"] for cell in each["cells"]] for each in draft["sections"]] == [["fi", "en"]] * 11
    assert draft["signing"]["number"] == 12


def test_draft_that_binds_does_not_say_it_does_not() -> None:
    draft = content(kind="sister_city_agreement")

    assert "nature" not in [each["key"] for each in draft["sections"]]


def test_draft_is_marked_as_one_in_every_language() -> None:
    heads = content("fi", "sv")["heads"]

    assert [(head["mark"], head["made"]) for head in heads] == [
        ("LUONNOS", "Luonnos 2, laadittu 24.11.2026"),
        ("UTKAST", "Utkast 2, upprättat 24\xa0november 2026"),
    ]
    assert ["juristin" in heads[0]["caution"], "jurist" in heads[1]["caution"]] == [True, True]


def test_draft_is_titled_by_kind_and_parties_in_the_nominative() -> None:
    draft = content()

    assert draft["title"] == "Yhteisymmärryspöytäkirja: Rantala – Tartto"
    assert [(head["title"], head["parties"]) for head in draft["heads"]] == [
        ("Yhteisymmärryspöytäkirja", "Rantala – Tartto"),
        ("Memorandum of understanding", "Rantala – Tartu"),
    ]


def test_parties_are_told_with_their_countries_in_each_language() -> None:
    assert [[item["text"] for item in cell["items"]] for cell in section(content(), "parties")] == [
        ["Rantala, Suomi", "Tartto, Viro"],
        ["Rantala, Finland", "Tartu, Estonia"],
    ]


def test_theme_that_lacks_a_language_is_told_in_one_it_has_and_marked() -> None:
    finnish, english = section(content(), "themes")

    assert [item["text"] for item in finnish["items"]] == ["koulutus", "kulttuuri", "terveys"]
    assert [(item["text"], item["language"]) for item in english["items"]] == [
        ("education", "en"),
        ("culture", "en"),
        ("terveys [to be translated]", "fi"),
    ]


def test_theme_in_no_known_language_is_not_marked_as_in_another() -> None:
    finnish, english = section(content(themes=[{"": "Smart City"}]), "themes")

    assert [(each["items"][0]["text"], each["items"][0]["tag"]) for each in (finnish, english)] == [
        ("Smart City [käännettävä]", "fi-FI"),
        ("Smart City [to be translated]", "en-GB"),
    ]


def test_draft_without_themes_says_they_are_to_be_agreed() -> None:
    assert said(content(themes=()), "themes") == [
        ["Yhteistyön alat: [sovitaan]."],
        ["Fields of cooperation: [to be agreed]."],
    ]


def test_preceding_agreement_is_named_where_there_is_one() -> None:
    assert [paragraphs[1:] for paragraphs in said(content(), "purpose")] == [
        ["Edeltävä asiakirja: yhteisymmärryspöytäkirja, 2019 asti."],
        ["Preceding document: memorandum of understanding, until 2019."],
    ]
    assert [paragraphs[1:] for paragraphs in said(content(previous={}), "purpose")] == [[], []]


@pytest.mark.parametrize(
    ("start", "end", "finnish", "english"),
    [
        (
            "2026-12-01",
            "2030-12-31",
            ["Voimaan: 1.12.2026", "Päättyy: 31.12.2030"],
            ["In force from: 1\xa0December 2026", "Ends: 31\xa0December 2030"],
        ),
        (
            "2026-12",
            "2030",
            ["Voimaan: joulukuu 2026", "Päättyy: 2030"],
            ["In force from: December 2026", "Ends: 2030"],
        ),
        (
            "",
            "",
            ["Voimaan: [sovitaan]", "Päättyy: [sovitaan]"],
            ["In force from: [to be agreed]", "Ends: [to be agreed]"],
        ),
    ],
)
def test_term_is_told_as_precisely_as_it_is_known(start: str, end: str, finnish: list[str], english: list[str]) -> None:
    dates = {
        "valid_from": PartialDate.from_edtf(start) if start else None,
        "valid_until": PartialDate.from_edtf(end) if end else None,
    }

    assert said(content(**dates), "term") == [finnish, english]


def test_open_ended_draft_says_so_and_nothing_of_renewal() -> None:
    draft = content(valid_until=OPEN)

    assert [paragraphs[1] for paragraphs in said(draft, "term")] == [
        "Päättyy: toistaiseksi",
        "Ends: until further notice",
    ]
    assert "renewal" not in [each["key"] for each in draft["sections"]]


@pytest.mark.parametrize(
    ("facts", "english"),
    [
        ({}, ["Length of a further term: 36\xa0months.", "Further terms at most: 2."]),
        ({"most_renewals": None, "renewal_months": 1}, ["Length of a further term: 1\xa0month."]),
        ({"most_renewals": None, "renewal_months": None}, ["Length of a further term: [to be agreed]."]),
        ({"renewal_mode": "express"}, ["Before it ends, the parties may agree in writing to renew the document."]),
        ({"renewal_mode": "none"}, ["The document ends with its term; no notice is needed."]),
        ({"renewal_mode": ""}, ["Renewal: [to be agreed]."]),
    ],
)
def test_renewal_is_told_by_its_mode(facts: dict[str, object], english: list[str]) -> None:
    paragraphs = said(content(**facts), "renewal")[1]

    assert [paragraph.endswith(ending) for paragraph, ending in zip(paragraphs, english, strict=True)] == [True] * len(
        english
    )


def test_notice_is_told_in_months_or_left_to_agree() -> None:
    assert [paragraphs[0].rpartition(": ")[2] for paragraphs in said(content(), "notice")] == [
        "6\xa0kuukautta.",
        "6\xa0months.",
    ]
    assert [paragraphs[0].rpartition(": ")[2] for paragraphs in said(content(notice_months=0), "notice")] == [
        "[sovitaan].",
        "[to be agreed].",
    ]


def test_signatures_are_asked_of_each_party_that_signs_with_its_role() -> None:
    watching = PartyFacts({"en": "A network"}, role="witness", signs=False)

    parties = content(parties=[*FACTS.parties, watching])["signing"]["parties"]

    assert [[name["text"] for name in party["names"]] for party in parties] == [["Rantala"], ["Tartto", "Tartu"]]
    assert [[role["text"] for role in party["roles"]] for party in parties] == [["Osapuoli", "Party"]] * 2
    assert [[line["value"] for line in party["lines"]] for party in parties] == [
        ["", "Maija Mallikas", "Kaupunginjohtaja", ""],
        ["", "", "", ""],
    ]
    assert [label["text"] for label in parties[0]["lines"][3]["labels"]] == ["Paikka ja aika", "Place and date"]


def test_texts_lose_what_no_file_can_take() -> None:
    draft = content(themes=[{"fi": "a\x00b\nc\x0bd", "en": "x\ud800y"}])

    assert [cell["items"][0]["text"] for cell in section(draft, "themes")] == ["ab cd", "xy"]


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize(
    "kind",
    [
        *("sister_city_agreement", "memorandum_of_understanding", "cooperation_protocol", "letter_of_intent"),
        *("action_plan", "membership_agreement", "other"),
    ],
)
@pytest.mark.parametrize("mode", ["", "none", "express", "tacit"])
def test_every_language_has_the_words_of_every_kind(language: str, kind: str, mode: str) -> None:
    draft = content(language, kind=kind, renewal_mode=mode)

    assert [head["language"] for head in draft["heads"]] == [language]
    assert [text for cell in draft["sections"] for text in cell["cells"][0]["paragraphs"] if "{" in text] == []
