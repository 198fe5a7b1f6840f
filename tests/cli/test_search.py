"""`solmu search` finds what the portal's search finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from solmu.cli.__main__ import solmu
from solmu.cli.search import KINDS
from solmu.core.errors import SolmuError
from solmu.search.vocabulary import GROUPS
from tests.portal.published import SETTINGS
from tests.registry import founding


@pytest.fixture
def record(db: None, instance: Path) -> None:
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")
    source = founding.page()
    founding.home(source)
    tie = founding.partnership(source, founding.place(source, fi="Kaukola", sv="Fjärrby", en="Farham"))
    founding.agreement(source, tie, signed="1990")


def test_kinds_are_those_of_the_index() -> None:
    assert tuple(GROUPS) == KINDS


def test_words_are_found_and_told_as_a_table(record: None) -> None:
    done = CliRunner().invoke(solmu, ["search", "Kaukolasta", "--lang", "fi"])
    assert done.exit_code == 0
    assert "2 found" in done.output
    assert "Kaukola" in done.output


def test_correction_is_said_and_programs_are_told_the_same(record: None) -> None:
    done = CliRunner().invoke(solmu, ["search", "Farhm", "--lang", "en"])
    assert "Nothing is written “Farhm”; this is for “Farham”." in done.output
    told = json.loads(
        CliRunner().invoke(solmu, ["search", "Farhm", "--lang", "en", "--json", "--kind", "partners"]).output
    )
    assert told["shown_for"] == "Farham"
    assert told["kinds"] == {"partners": 1, "agreements": 1}
    assert [each["title"] for each in told["results"]] == ["Farham"]


def test_nothing_found_is_exit_status_one(record: None) -> None:
    done = CliRunner().invoke(solmu, ["search", "xqzzy"])
    assert (done.exit_code, done.output) == (1, "Nothing was found.\n")


def test_index_is_made_anew_and_words_are_asked_for(record: None) -> None:
    done = CliRunner().invoke(solmu, ["search", "--rebuild"])
    assert (done.exit_code, done.output) == (0, "The index was made anew from 2 records.\n")
    with pytest.raises(SolmuError, match="Say what to search for"):
        CliRunner().invoke(solmu, ["search"], catch_exceptions=False)
