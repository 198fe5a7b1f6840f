"""Errors told in a reader's language, with their values as the reader writes them."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext

from solmu.core.dates import OPEN, NoSuchDate, PartialDate
from solmu.core.errors import BrokenRule, Phrase, SolmuError
from solmu.core.vocabulary import Role
from solmu.core.wording import shown_value

FINNISH = {
    "It ends on %(end)s.": "Se päättyy %(end)s.",
    "%(state)s Give %(days)s.": "%(state)s Anna %(days)s.",
    "It is over.": "Se on ohi.",
    "Leave 5 % out.": "Jätä 5 % pois.",
}


def finnish(text: str) -> str:
    return FINNISH[text]


def test_error_is_english_with_its_values() -> None:
    assert str(BrokenRule("It ends on %(end)s.", end=PartialDate(1998, 9))) == "It ends on 1998-09."


def test_error_is_told_with_values_as_the_reader_writes_them() -> None:
    with translation.override("fi"):
        assert BrokenRule("It ends on %(end)s.", end=date(1998, 9, 4)).told(finnish, shown_value) == (
            "Se päättyy 4.9.1998."
        )


def test_phrase_in_an_error_and_a_list_are_told_too() -> None:
    error = SolmuError("%(state)s Give %(days)s.", state=Phrase("It is over."), days=[1, 2])

    assert str(error) == "It is over. Give 1, 2."
    assert error.told(finnish) == "Se on ohi. Anna 1, 2."


def test_sentence_of_a_rule_is_raised_as_it_is() -> None:
    fault = Phrase("It ends on %(end)s.", end=OPEN)

    assert BrokenRule(fault).told(finnish) == "Se päättyy ..."
    assert str(BrokenRule(fault)) == fault == "It ends on ..."


def test_sentence_without_values_may_hold_a_per_cent_sign() -> None:
    error = BrokenRule("Leave 5 % out.")

    assert (str(error), error.told(finnish)) == ("Leave 5 % out.", "Jätä 5 % pois.")


def test_empty_phrase_is_told_as_nothing() -> None:
    """gettext gives the head of its catalogue for an empty text."""
    with translation.override("fi"):
        assert Phrase("").told(gettext) == ""


@pytest.mark.parametrize("copied", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_copy_of_an_error_can_be_told(copied: object) -> None:
    error = copied(BrokenRule("It ends on %(end)s.", end=1998))  # type: ignore[operator]

    assert (str(error), error.told(finnish)) == ("It ends on 1998.", "Se päättyy 1998.")


def test_date_that_does_not_exist_is_told_in_finnish() -> None:
    with pytest.raises(NoSuchDate) as refused:
        PartialDate(2023, 2, 31)

    with translation.override("fi"):
        assert refused.value.told(gettext, shown_value) == ("Päivää 31.2.2023 ei ole. Tarkista päivä ja kuukausi.")


def test_choice_is_told_by_its_word() -> None:
    with translation.override("fi"):
        assert shown_value(Role.OFFICER) == "viranhaltija"


def test_sentence_names_another_value_in_the_place_of_one() -> None:
    sentence = Phrase("%(path)s lacks %(name)s.", path="/tmp/words", name="tag").naming("/tmp/words", "words.toml")

    told = sentence.told(lambda form: form.replace("lacks", "saknar"))
    assert (str(sentence), told) == ("words.toml lacks tag.", "words.toml saknar tag.")
