from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Solmu, run_solmu


def objects(solmu: Solmu, *arguments: str) -> list[dict[str, Any]]:
    done = solmu(*arguments, "--json")
    assert (done.returncode, done.stderr) in ((0, ""), (1, "")), done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_partnerships_stand_in_the_readers_alphabet_and_language(kept: Solmu) -> None:
    listed = {
        language: [each["partner"]["name"] for each in objects(kept, "show", "partnerships", *language)]
        for language in ((), ("--lang", "fi"), ("--lang", "sv"), ("--lang", "en"))
    }

    assert listed[()] == listed["--lang", "fi"] == ["Norrköping", "Tartto"]
    assert [names[0] for names in listed.values()] == ["Norrköping"] * 4
    (first, _) = objects(kept, "show", "partnerships")
    assert {key: first[key] for key in ("kind", "relation", "since", "status", "until")} == {
        "kind": "partnership",
        "relation": "sister_city",
        "since": None,
        "status": None,
        "until": None,
    }


@pytest.mark.parametrize(
    ("day", "current"),
    [("2018-06-01", ("in_force", False)), ("24.11.2026", ("expired", True)), ("1.12.2018", ("ending_soon", False))],
)
def test_agreements_are_objects_in_the_claims_format_with_their_status(
    kept: Solmu, day: str, current: tuple[str, bool]
) -> None:
    first, last = objects(kept, "show", "agreements", "--on", day)

    assert (first["signed"], first["ordinal"], first["status"], first["certain"]) == (
        "1999",
        "first",
        "no_end_recorded",
        True,
    )
    assert (last["signed"], last["valid_until"], last["status"], last["certain"]) == (None, "2019", *current)
    for each in (first, last):
        assert each["agreement_kind"] == "memorandum_of_understanding"
        assert [(partner["name"], partner["country"]) for partner in each["partners"]] == [("Tartto", "EE")]


def test_agreement_is_not_shown_before_it_was_made(kept: Solmu) -> None:
    assert [each["valid_until"] for each in objects(kept, "show", "agreements", "--on", "31.12.1998")] == ["2019"]


@pytest.mark.parametrize("name", ["TARTTO", "Tartu"])
def test_partner_is_found_by_any_name(kept: Solmu, name: str) -> None:
    kinds = [each["kind"] for each in objects(kept, "show", "partner", name)]

    assert kinds == ["partnership", "agreement", "agreement", "visits", "activity_index", "activity_index"]


@pytest.mark.parametrize(
    ("what", "language"),
    [
        ("networks", "fi"),
        ("institutions", "sv"),
        ("recognitions", "en"),
        ("activities", "fi"),
        ("themes", "sv"),
        ("sources", "en"),
        ("partnerships", "fi"),
        ("agreements", "sv"),
    ],
)
def test_everything_is_shown_as_a_table(kept: Solmu, what: str, language: str) -> None:
    done = kept("show", what, "--lang", language)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "partnerships", "--on", "31.2.2020"], "31.2.2020"),
        (["show", "partnerships", "--on", "2020"], "“2020” is not a day. Write the day too"),
        (["show", "partnerships", "--on", "soon"], "“soon” is not a date"),
        (["check", "--on", "31.2.2020"], "31.2.2020"),
        (["show", "partner"], "Name the partner"),
        (["show", "partner", "Riika"], "No partner called “Riika” is recorded"),
        (["show", "agreements", "Tartto"], "takes no name"),
        (["show", "agreements", "--lang", "de"], "'de' is not one of"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(kept: Solmu, arguments: list[str], sentence: str) -> None:
    done = kept(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_names_what_is_overdue_with_status_one(kept: Solmu) -> None:
    (matter,) = objects(kept, "check", "--on", "2026-11-24", "--lang", "en", "--severity", "overdue")

    assert {key: matter[key] for key in ("rule", "severity", "occurrence", "due_on", "owner", "since")} == {
        "rule": "ended_without_successor",
        "severity": "overdue",
        "occurrence": "2019",
        "due_on": None,
        "owner": None,
        "since": "2020-01-01",
    }
    assert matter["record"] in {each["id"] for each in objects(kept, "show", "agreements")}
    assert "2019" in matter["sentence"]
    done = kept("check", "--on", "2026-11-24", "--lang", "en")
    assert done.returncode == 1
    assert "Overdue: Tartto" in done.stdout or "Overdue: Tartu" in done.stdout


@pytest.mark.parametrize(("day", "severities"), [("2018-06-30", []), ("2018-07-01", ["soon"])])
def test_check_is_content_where_nothing_is_overdue(kept: Solmu, day: str, severities: list[str]) -> None:
    done = kept("check", "--on", day, "--json", "--severity", "overdue", "--severity", "soon")

    assert done.returncode == 0
    assert [each["severity"] for each in json.loads(done.stdout)] == severities


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_doctor_is_green_and_prints_the_head(kept: Solmu) -> None:
    done = kept("doctor")

    assert (done.returncode, done.stderr) == (0, "")
    head = re.search(r"^Head: (\d+:[0-9a-f]{64})$", done.stdout, re.MULTILINE)
    assert head is not None
    assert kept("doctor", "--head", head[1]).returncode == 0


@pytest.mark.parametrize("head", ["x", ":abc"])
def test_doctor_refuses_what_is_no_head(kept: Solmu, head: str) -> None:
    done = kept("doctor", "--head", head)

    assert done.returncode == 2
    assert "not a head in the form N:HASH" in done.stderr


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE audit_entry SET action = 'x' WHERE sequence = 3", "audit entry 3 was changed"),
        ("DELETE FROM citation", ""),
        ("UPDATE citation SET quote = 'x'", "do not stand in their source"),
        ("UPDATE partnership SET since = '1900'", "is not what is shown now"),
    ],
)
def test_doctor_is_red_after_damage(kept_folder: Path, tmp_path: Path, damage: str, sentence: str) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(kept_folder, folder)
    with sqlite3.connect(folder / "solmu.sqlite3") as connection:
        connection.execute(damage)
    connection.close()

    done = run_solmu(folder, "doctor")

    assert (done.returncode, done.stderr) == (1 if sentence else 0, "")
    assert sentence in done.stdout


@pytest.mark.sqlite
def test_doctor_sees_a_cut_tail_by_a_head_printed_earlier(kept_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cut"
    shutil.copytree(kept_folder, folder)
    head = run_solmu(folder, "doctor").stdout.split("Head: ")[1].strip()
    number = int(head.partition(":")[0])
    with sqlite3.connect(folder / "solmu.sqlite3") as connection:
        connection.execute("DELETE FROM audit_value WHERE entry_id = ?", (number,))
        connection.execute("DELETE FROM audit_entry WHERE sequence = ?", (number,))
        (last,) = connection.execute("SELECT hash FROM audit_entry ORDER BY sequence DESC").fetchone()
        connection.execute("UPDATE audit_head SET sequence = ?, hash = ?", (number - 1, last))
    connection.close()

    assert "Audit chain: whole" in run_solmu(folder, "doctor").stdout
    done = run_solmu(folder, "doctor", "--head", head)
    assert done.returncode == 1
    assert f"entry {number}, printed earlier, is cut off" in done.stdout


@pytest.mark.sqlite
def test_doctor_is_red_without_a_stored_file(kept_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    shutil.copytree(kept_folder, folder)
    (stored,) = [path for path in (folder / "files").rglob("*") if path.is_file()]
    stored.unlink()

    done = run_solmu(folder, "doctor")

    assert done.returncode == 1
    assert "is missing." in done.stdout


def test_known_tells_what_was_published_on_a_day(kept: Solmu) -> None:
    today = objects(kept, "show", "agreements", "--lang", "fi")
    known = objects(kept, "show", "agreements", "--known", "31.12.2999", "--lang", "fi")
    assert sorted(each["id"] for each in known) == sorted(each["id"] for each in today)
    assert "status" not in known[0]
    assert [each["partner"]["name"] for each in objects(kept, "show", "partnerships", "--known", "31.12.2999")] == [
        "Norrköping",
        "Tartto",
    ]


def test_known_before_the_record_begins_says_when_it_does(kept: Solmu) -> None:
    done = kept("show", "partnerships", "--known", "1.1.2000", "--json", "--lang", "en")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert re.fullmatch(r"The record begins on \d+\s\w+ \d{4}\. Nothing was published before\.\n", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["partnerships", "--known", "1.1.2026", "--on", "1.1.2026"], "--on tells of a day with today's knowledge"),
        (["sources", "--known", "1.1.2026"], "What was published of sources is not told by day."),
    ],
)
def test_known_refuses_what_it_cannot_tell(kept: Solmu, arguments: list[str], sentence: str) -> None:
    done = kept("show", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"solmu: {sentence}")
