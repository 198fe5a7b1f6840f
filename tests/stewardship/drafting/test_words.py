from __future__ import annotations

from pathlib import Path

import pytest

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.checklist import checklist
from solmu.stewardship.drafting.templates import BUILT_IN, CHECKLIST, TYPST, WORDS, table, template
from solmu.stewardship.drafting.words import COMPLETE, spoken, words_in


@pytest.fixture
def own(instance: Path) -> Path:
    """The folder of the city's own templates, in the instance."""
    folder = instance / "templates"
    folder.mkdir(parents=True)
    return folder


def keys_of(words: dict[str, object], above: str = "") -> set[str]:
    return {
        key
        for name, value in words.items()
        for key in (keys_of(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}"})
    }


def test_every_language_has_the_same_words() -> None:
    languages = table(BUILT_IN / WORDS)

    assert sorted(languages) == ["en", "fi", "sv"]
    assert {language: keys_of(words) ^ keys_of(languages[COMPLETE]) for language, words in languages.items()} == {
        language: set() for language in languages
    }


def test_city_says_its_own_words_over_those_there_are(own: Path) -> None:
    (own / WORDS).write_text('[fi.headings]\npurpose = "Päämäärä"\n[et]\ntag = "et-EE"\nname = "eesti"\n', "utf-8")

    assert words_in("fi").text("headings.purpose") == "Päämäärä"
    assert words_in("fi").text("headings.parties") == "Osapuolet"
    assert spoken() == ("fi", "sv", "en", "et")
    assert words_in("et").text("name") == "eesti"


def test_language_without_words_is_refused_with_those_there_are() -> None:
    with pytest.raises(SolmuError) as refused:
        words_in("zh-Hans")

    assert str(refused.value) == (
        "No draft can be written in “zh-Hans”: words.toml has no such language. Choose among en, fi, sv, or add the "
        "language to templates/words.toml of the city's folder."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[et]\ntag = "et"', "{} lacks headings.parties under [et]. Add it."),
        ("[et.headings]\nparties = 7", "{}: headings.parties under [et] is no text. Write it in quotes."),
        (
            '[et.headings]\nparties = "{who} and {count}"',
            "{}: headings.parties under [et] names {who}. It may name: {count}.",
        ),
        ("[et", "{} cannot be read: "),
    ],
)
def test_mistake_in_the_citys_words_is_told_with_its_place(own: Path, text: str, sentence: str) -> None:
    (own / WORDS).write_text(text, "utf-8")

    with pytest.raises(SolmuError) as refused:
        words_in("et").text("headings.parties", count=2)

    assert str(refused.value).startswith(sentence.replace("{}", str(own / WORDS), 1))


def test_months_agree_with_their_number_and_stay_on_one_line() -> None:
    assert [words_in(language).months(count) for language in ("fi", "sv", "en") for count in (1, 6)] == [
        *("1\xa0kuukausi", "6\xa0kuukautta", "1\xa0månad", "6\xa0månader", "1\xa0month", "6\xa0months")
    ]


def test_own_template_counts_before_the_one_that_comes_along(own: Path) -> None:
    assert template(TYPST) == BUILT_IN / TYPST

    (own / TYPST).write_text("= Own", "utf-8")

    assert template(TYPST) == own / TYPST


# --- checklist --------------------------------------------------------------------------------------------------------


def test_checklist_is_in_every_language_from_the_partners_wish_to_the_publication() -> None:
    checks = checklist()

    assert [sorted(check.data) for check in checks] == [["en", "fi", "sv"]] * 9
    assert checks[0].data["en"] == "The partner has been asked whether it wants to go on"
    assert checks[-1].data["sv"] == "Avtalet har publicerats och det har informerats om det"


def test_citys_checklist_stands_in_for_it(own: Path) -> None:
    (own / CHECKLIST).write_text('[[check]]\nfi = "Kahvit on keitetty"\n', "utf-8")

    assert [check.data for check in checklist()] == [{"fi": "Kahvit on keitetty"}]


def test_check_without_a_text_is_refused(own: Path) -> None:
    (own / CHECKLIST).write_text('[[check]]\nfi = "A"\n[[check]]\nfi = " "\n', "utf-8")

    with pytest.raises(SolmuError) as refused:
        checklist()

    assert str(refused.value).startswith(f"{own / CHECKLIST}: check 2 has no text. Write for example")
