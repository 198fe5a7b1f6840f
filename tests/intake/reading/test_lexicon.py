"""Patterns of the language data, and that no word of them names the example texts' cities."""

from __future__ import annotations

import tomllib

import pytest

from solmu.intake.reading.lexicon import DATA, fits, lexicon
from solmu.intake.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("pattern", "word", "expected"),
    [("avtal", "avtal", True), ("avtal", "avtalet", False), ("avtal*", "avtalet", True), ("*skola", "vänskola", True),
     ("*lukio*", "yhteistyölukiolla", True), ("*skola", "skolan", False)],
)  # fmt: skip
def test_fits(pattern: str, word: str, expected: bool) -> None:
    assert fits(pattern, word) is expected


def test_cues_take_the_longest_of_a_category() -> None:
    cues = lexicon("en").cues(tokenize("a memorandum of understanding"))
    assert [(cue.value, cue.first, cue.last) for cue in cues if cue.category == "agreement"] == [
        ("memorandum_of_understanding", 1, 3)
    ]


def test_cues_read_numbers_in_words() -> None:
    cues = lexicon("fi").cues(tokenize("kaksi vuotta aiemmin"))
    assert [(cue.value, cue.number) for cue in cues if cue.category == "relative_years"] == [("-1", 2)]


def test_cues_match_over_a_gap() -> None:
    cues = lexicon("sv").cues(tokenize("sade i november upp avtalet"))
    assert [(cue.first, cue.last) for cue in cues if cue.category == "status"] == [(0, 3)]


def test_action_plan_is_no_plan() -> None:
    assert [cue for cue in lexicon("en").cues(tokenize("an action plan")) if cue.category == "plan"] == []


def test_languages_have_the_same_categories() -> None:
    data = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("??.toml")}
    assert {language: set(categories) for language, categories in data.items()} == {
        language: set(data["en"]) for language in data
    }
