from __future__ import annotations

import pytest
from django.utils.translation import get_language, override
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.agreements import terminate_agreement
from solmu.registry.models import Partnership
from solmu.registry.naming import agreement_label, agreement_name, partner_names, text_in
from tests.registry import founding
from tests.registry.founding import BY, on


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"signed": "1999-05-03"}, "Tartu: memorandum of understanding, 1999"),
        ({"signed": "1999", "ordinal": "first"}, "Tartu: first memorandum of understanding, 1999"),
        ({"valid_until": "2019-06-30"}, "Tartu: memorandum of understanding, until 2019"),
        (
            {"signed": "2010", "valid_from": "2011", "valid_until": "2019"},
            "Tartu: memorandum of understanding, 2011–2019",
        ),
        ({"signed": "2019", "valid_until": "2019"}, "Tartu: memorandum of understanding, 2019"),
        ({"valid_until": ".."}, "Tartu: memorandum of understanding"),
        ({"signed": "2010", "valid_until": ".."}, "Tartu: memorandum of understanding, 2010"),
        ({"title": LazyI18nString({"en": "The Pact"}), "signed": "2010"}, "Tartu: the Pact"),
    ],
)
def test_agreement_is_named_from_kind_partners_and_years(
    source: Source, tartu: Partnership, facts: dict, expected: str
) -> None:
    assert agreement_name(founding.agreement(source, tartu, **facts), "en") == expected


def test_terminated_agreement_is_named_by_its_real_end(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2030")
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2022-03-04"))

    assert agreement_label(agreement, "en") == "Memorandum of understanding, 2010–2022"


def test_partners_go_by_the_names_the_reader_knows(source: Source, tartu: Partnership) -> None:
    umea = founding.partnership(source, founding.place(source, country="SE", sv="Umeå", fi="Uumaja"))
    agreement = founding.agreement(source, umea, tartu)

    assert {language: partner_names(agreement, language) for language in ("fi", "sv", "en")} == {
        "fi": ["Uumaja", "Tartto"],
        "sv": ["Umeå", "Dorpat"],
        "en": ["Uumaja", "Tartu"],
    }


def test_agreement_without_a_partnership_is_named_by_its_other_parties(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source)
    assert agreement_name(agreement, "en") == "Memorandum of understanding"

    agreement.parties.create(organisation=founding.city(source, tartu.partner), position=2)
    assert agreement_name(agreement, "en") == "Tartu: memorandum of understanding"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_naming_leaves_the_active_language_alone(source: Source, tartu: Partnership, language: str) -> None:
    agreement = founding.agreement(source, tartu, signed="1999")
    names = {}
    for active in ("fi", "sv", "en"):
        with override(active):
            names[active] = agreement_name(agreement, language)
            assert get_language() == active

    assert len(set(names.values())) == 1


def test_text_in_a_language_it_lacks_is_in_any_it_has() -> None:
    assert [text_in(LazyI18nString({"sv": "ord"}), language) for language in ("sv", "fi")] == ["ord", "ord"]
    assert text_in(LazyI18nString(""), "fi") == ""
