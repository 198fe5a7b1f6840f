"""How a command understands what people write: texts in several languages, ends, numbers of people; and what they
leave out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from solmu.cli.asking import on_terminal
from solmu.core.dates import OPEN, End, parse_partial_date
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from i18nfield.strings import LazyI18nString

    from solmu.registry.rules.activity_index import Participants

Value = TypeVar("Value")

LANGUAGE_FIRST = re.compile(r"([a-z]{2,3})=(.*)", re.DOTALL)
PEOPLE = re.compile(r"(?P<number>\d{1,9})(?:\s+(?P<group>.*?))??(?:\s+(?P<country>[A-Z]{2}))?")


def optional(given: str | None, question: str, *, read: Callable[[str], Value]) -> Value | None:
    """What was given, else what a person answers on a terminal, where an empty answer leaves it out; else nothing."""
    if given is not None:
        return read(given) if given.strip() else None
    while on_terminal():
        answer = click.prompt(f"{question} (may be left empty)", type=str, default="", show_default=False)
        if not answer.strip():
            return None
        try:
            return read(answer)
        except SolmuError as error:
            click.echo(str(error), err=True)
    return None


def read_end(text: str) -> End:
    """A date, or *open* (also `..`) where something goes on until further notice; raises NotADate for anything else."""
    return OPEN if text.strip().casefold() in ("open", "..") else parse_partial_date(text)


def texts(given: Sequence[str], languages: Sequence[str]) -> LazyI18nString:
    """A text in several languages: each as `sv=Besök`; one without a language is in the city's first.

    Raises SolmuError for a language that is not the city's and for one that is given twice.
    """
    from i18nfield.strings import LazyI18nString

    found: dict[str, str] = {}
    for each in given:
        named = LANGUAGE_FIRST.fullmatch(each.strip())
        language, words = (named[1], named[2]) if named else (languages[0], each)
        if language not in languages:
            raise SolmuError(f"“{language}” is no language of the city. Write one of {', '.join(languages)}.")
        if language in found:
            raise SolmuError(f"The text is given twice in “{language}”. Write it once, and others as sv=….")
        found[language] = words.strip()
    return LazyI18nString(found)


def people(given: str) -> Participants:
    """How many took part: `34`, `12 pupils`, `12 pupils EE`, `12 EE`; raises SolmuError for anything else."""
    from solmu.registry.rules.activity_index import Participants

    found = PEOPLE.fullmatch(" ".join(given.split()))
    if found is None:
        raise SolmuError(f"“{given}” is no number of people. Write for example 34, or 12 pupils EE.")
    return Participants(int(found["number"]), found["group"] or "", found["country"] or "")


def everyone(given: str) -> list[Participants]:
    """Numbers of people parted by commas: `12 pupils EE, 2 teachers EE`."""
    return [people(each) for each in given.split(",")]


def whole_number(text: str) -> int:
    """A number of nought or more; raises SolmuError for anything else."""
    if not re.fullmatch(r"\d{1,9}", text.strip()):
        raise SolmuError(f"“{text}” is no number. Write digits, for example 12.")
    return int(text)


def key_in(choices: Sequence[str]) -> Callable[[str], str]:
    """Reads one of the keys of a vocabulary, whatever its case."""

    def read(text: str) -> str:
        key = text.strip().casefold().replace(" ", "_").replace("-", "_")
        if key not in choices:
            raise SolmuError(f"“{text}” is none of {', '.join(choices)}. Choose one.")
        return key

    return read
