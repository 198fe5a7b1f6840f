"""The sentences of errors that a front shows: each a literal that can be translated, with all its values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from house.translations import ERRORS, FOR_THE_TERMINAL, PACKAGE, REFUSING, found_in, shows_errors

MAKER = PACKAGE / "core" / "errors.py"
"""Where phrases are made of what others give."""

PLACE = re.compile(r"%\((\w+)\)s")


def shown_files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if shows_errors(path) and path != MAKER]


def errors_in(text: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
            yield node


def fault_of(call: ast.Call) -> str:
    """Why the sentence of an error cannot be told in another language; empty where it can."""
    sentence, values = call.args[0], {each.arg for each in call.keywords}
    if len(call.args) > 1 or None in values:
        return "values have names"
    if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
        if set(PLACE.findall(sentence.value)) != values:
            return "places and values differ"
        bare = PLACE.sub("", sentence.value).replace("%%", "")
        return "a per cent sign beside values is written twice" if values and "%" in bare else ""
    if isinstance(sentence, ast.Name | ast.Subscript | ast.Call) and not values:
        # What a rule has made, or a word from a list of words; a text put together on the spot is neither.
        return "put together on the spot" if any(isinstance(each, ast.JoinedStr) for each in ast.walk(sentence)) else ""
    return "put together on the spot"


def test_errors_that_are_shown_can_be_translated() -> None:
    faults = [
        f"{path.relative_to(PACKAGE).as_posix()}:{call.lineno}: {fault}"
        for path in shown_files()
        for call in errors_in(path.read_text(encoding="utf-8"))
        if (fault := fault_of(call))
    ]

    assert faults == []


def test_fault_of_an_error_is_told() -> None:
    told = {
        'BrokenRule(f"Give a day after {day}.")': "put together on the spot",
        'BrokenRule("Give a day " + when)': "put together on the spot",
        'BrokenRule("Give a day after {}.".format(day), day=day)': "put together on the spot",
        'BrokenRule(Phrase(f"{day}"))': "put together on the spot",
        'BrokenRule("Give a day after %(day)s.")': "places and values differ",
        'BrokenRule("Give a day.", day=day)': "places and values differ",
        'BrokenRule("Give 5 % of %(number)s.", number=1)': "a per cent sign beside values is written twice",
        'BrokenRule("Give a day.", day)': "values have names",
        'BrokenRule("Give a day after %(day)s.", **values)': "values have names",
        'BrokenRule("Give a day after %(day)s, or 5 %%.", day=day)': "",
        'BrokenRule("Give 5 %.")': "",
        "BrokenRule(fault)": "",
    }

    assert {text: fault_of(next(errors_in(text))) for text in told} == told


def test_files_for_the_terminal_are_there() -> None:
    assert [name for name in FOR_THE_TERMINAL if not (PACKAGE / name).exists()] == []


def test_sentence_and_the_words_in_it_are_found() -> None:
    found = {text for text, _ in found_in(PACKAGE / "registry/actions/agreements/amending.py")}

    assert {
        "The new end (%(until)s) lies before %(what)s (%(day)s). Check the two days.",
        "the agreement begins",
    } <= found


def test_error_for_the_terminal_is_not_found() -> None:
    assert [text for text, _ in found_in(PACKAGE / "registry/actions/founding.py")] == []


def test_rows_of_every_table_have_their_word() -> None:
    """An error names a row by its model's name, which Django makes of the class: nothing to extract."""
    models = [model for name in REFUSING for model in apps.get_app_config(name).get_models()]
    texts = {text for name in REFUSING for text, _ in found_in(PACKAGE / name / "vocabulary.py")}

    assert sorted({str(model._meta.verbose_name) for model in models} - texts) == []
