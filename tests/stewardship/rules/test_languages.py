from __future__ import annotations

import pytest

from solmu.stewardship.rules.languages import languages_missing

CITY = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("texts", "excepted", "expected"),
    [
        ([{"fi": "a"}], (), [("sv", 1), ("en", 1)]),
        ([{"fi": "a", "sv": "b", "en": "c"}], (), []),
        ([{"fi": "a", "sv": "b", "en": "c"}, {"fi": "d"}], (), [("sv", 1), ("en", 1)]),
        ([{"fi": "a"}, {"fi": "d"}], (), [("sv", 2), ("en", 2)]),
        ([{"fi": "a"}], ("sv",), [("en", 1)]),
        ([{"et": "a"}], (), [("fi", 1), ("sv", 1), ("en", 1)]),
        # A text nobody has written lacks nothing, nor does one whose language nobody told.
        ([{}], (), []),
        ([{"": "a"}], (), []),
        ([], (), []),
    ],
)
def test_languages_missing(
    texts: list[dict[str, str]], excepted: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    found = list(languages_missing(texts, CITY, excepted))

    assert [(each.occurrence, each.told["number"]) for each in found] == expected
    assert {(each.rule, each.severity) for each in found} <= {("language_missing", "tidy_up")}
