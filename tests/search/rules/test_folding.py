"""Words folded: any writing of a name meets the others, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.search.rules.asking import LONGEST_QUERY, MOST_WORDS, clean, query_words
from solmu.search.rules.folding import LONGEST_TERM, forms_of, words_of


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Køge", "Koge"), ("Køge", "Koege"), ("Køge", "KÖGE"), ("Aarhus", "aarhus"), ("Århus", "Aarhus"),
        ("Århus", "Arhus"), ("Köln", "Koeln"), ("Köln", "Koln"), ("Zürich", "Zuerich"), ("Nõmme", "Nomme"),
        ("Skagafjörður", "Skagafjordur"), ("Łódź", "Lodz"), ("Sotši", "Sotshi"), ("Sotši", "sotsi"),
        ("Гатчина", "Gatchina"), ("Сочи", "Sochi"), ("Shànghǎi", "Shanghai"), ("上海", "上海"), ("Kraków", "KRAKOW"),
        ("L'Aquila", "Laquila"), ("ﬁ", "fi"),
    ],
)  # fmt: skip
def test_writings_of_one_name_meet(written: str, typed: str) -> None:
    assert set(forms_of(written)) & set(forms_of(typed))


@pytest.mark.parametrize(("one", "other"), [("Køge", "Kage"), ("Tartu", "Turku"), ("Kiova", "Krakova")])
def test_different_names_do_not_meet(one: str, other: str) -> None:
    assert not set(forms_of(one)) & set(forms_of(other))


@given(st.text())
def test_forms_are_their_own_forms_and_short(text: str) -> None:
    for word in words_of(text):
        assert word.text == text[word.start : word.end]
        for form in word.forms:
            assert 0 < len(form) <= LONGEST_TERM
            assert form in forms_of(form)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_case_does_not_matter(text: str) -> None:
    assert {word.forms[0] for word in words_of(text.lower())} == {
        word.forms[0] for word in words_of(text.lower().lower())
    }


@given(st.text())
def test_any_query_is_cut_to_bearable_words(query: str) -> None:
    cleaned = clean(query)
    assert len(cleaned) <= LONGEST_QUERY
    assert cleaned.isprintable()
    assert clean(cleaned) == cleaned
    assert len(query_words(query)) <= MOST_WORDS


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert [word.text for word in query_words("the letter of intent")] == ["letter", "intent"]
    assert [word.text for word in query_words("of the")] == ["of", "the"]
