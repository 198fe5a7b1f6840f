"""The record kept from the command line: activities, memberships, commitments, contacts, owners."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_solmu
from tests.registry.pictures import png

OFFICER = {"SOLMU_ACCOUNT": "officer@example.org"}

Done = Callable[..., str]


@pytest.fixture
def folder(kept_folder: Path, tmp_path: Path) -> Path:
    """The instance with a page accepted, to be changed."""
    copied = tmp_path / "copied"
    shutil.copytree(kept_folder, copied)
    return copied


@pytest.fixture
def done(folder: Path) -> Done:
    """Runs `solmu` as the officer, as it must go well, and gives what it said."""

    def run(*arguments: str, **env: str) -> str:
        finished = run_solmu(folder, *arguments, **(OFFICER | env))
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    return run


def shown(done: Done, *what: str) -> list[dict[str, Any]]:
    found = json.loads(done("show", *what, "--json", "--lang", "fi"))
    assert isinstance(found, list)
    return found


def test_activity_is_recorded_told_and_published(done: Done, folder: Path) -> None:
    said = done(
        "activity", "add", "--partner", "Tartto", "--title", "Kuorot", "--kind", "visit", "--from", "2.5.2026",
        "--until", "4.5.2026", "--direction", "in", "--people", "12 singers EE", "--people", "3 FI", "--costs", "900.5",
        "--gift-received", "Kirja",
    )  # fmt: skip
    assert said.endswith(": Kuorot (internal).\n")
    done("activity", "outcome", "Kuorot", "--outcome", "Jatketaan", "--people", "14")

    (row,) = shown(done, "activities")
    assert {key: row[key] for key in ("start", "end", "direction", "participants", "costs", "outcome")} == {
        "start": "2026-05-02", "end": "2026-05-04", "direction": "in", "participants": 14, "costs": "900.50",
        "outcome": "Jatketaan",
    }  # fmt: skip
    everything = {each["kind"]: each for each in shown(done, "partner", "Tartto")}
    assert everything["visits"] == {
        "kind": "visits", "last_out": None, "last_in": row["id"], "next_out": None, "next_in": None,
    }  # fmt: skip

    refused = run_solmu(folder, "record", "publish", "Kuorot", **OFFICER)
    assert (refused.returncode, refused.stderr[:26]) == (2, "solmu: The texts lack: sv,")
    done("record", "publish", "Kuorot", "--without", "sv=Vain Tartossa", "--without", "en=Vain Tartossa")


def test_network_is_joined_paid_looked_at_and_left(done: Done) -> None:
    done("membership", "add", "--network", "Unioni", "--new", "--from", "2001", "--for", "voice")
    done("membership", "add", "--network", "Unioni", "--member", "Tartto")
    done("membership", "fee", "Unioni", "--amount", "1500", "--from", "2025")
    done("membership", "represent", "Unioni", "--name", "M. Meri", "--title", "kaupunginjohtaja")
    said = done("membership", "review", "Unioni", "--part", "benefit", "--outcome", "Kannattaa", "--next", "2030")
    assert said == "The benefit of Unioni was looked at; next on 2030.\n"
    done("commitment", "add", "--network", "Unioni", "--text", "Raportti", "--due", "31.5.2024", "--every", "12")
    done("commitment", "done", "Raportti", "--on", "3.6.2024")

    (row,) = shown(done, "networks")
    assert (row["purposes"], row["fees"][0]["amount"]) == (["voice"], "1500.00")
    assert row["representatives"] == [{"name": "M. Meri", "title": "kaupunginjohtaja", "since": None, "until": None}]
    (due,) = shown(done, "commitments")
    assert due["fulfilled"] == [{"due_on": "2024-05-31", "done_on": "2024-06-03"}]
    assert due["open"][0] == "2025-05-31"
    assert "shared_network" in {each["kind"] for each in shown(done, "partner", "Tartto")}

    done("membership", "end", "Unioni", "--until", "31.12.2024")
    assert shown(done, "networks", "--on", "1.1.2025") == []


def test_contact_is_kept_shown_and_erased(done: Done, folder: Path) -> None:
    done("contact", "add", "--at", "Tartto", "--name", "Mari Tamm", "--for", "Kuorot", "--email", "mari@example.org")
    assert shown(done, "contacts")[0]["name"] is None
    done("contact", "verify", "mari@example.org")
    done("contact", "agree", "Mari Tamm")
    assert shown(done, "contacts")[0]["name"] == "Mari Tamm"

    refused = run_solmu(folder, "contact", "erase", "Mari Tamm", "--ground", "GDPR 17", **OFFICER)
    assert (refused.returncode, refused.stderr.startswith("solmu: Only an administrator")) == (2, True)
    done("user", "add", "chief@example.org", "--role", "administrator")
    done("contact", "erase", "Mari Tamm", "--ground", "GDPR 17", "--by", "chief@example.org")

    assert shown(done, "contacts") == []
    assert "Audit chain: whole" in done("doctor")


def test_record_has_an_owner_with_somebody_who_acts(done: Done) -> None:
    done("unit", "add", "Toimisto", "sv=Byrå")
    done("unit", "join", "Toimisto", "officer@example.org", "--head")
    assert done("unit", "list").endswith("Toimisto: officer@example.org (head)\n")
    done("owner", "set", "Tartto", "--unit", "Toimisto")
    agreement = shown(done, "agreements")[0]["id"]

    found = json.loads(done("owner", "show", agreement, "--json"))
    assert (found["acting"], found["by"]) == (["officer@example.org"], shown(done, "partner", "Tartto")[0]["id"])
    done("owner", "set", "Tartto", "--person", "officer@example.org")
    done("unit", "leave", "Toimisto", "officer@example.org")
    done("owner", "clear", "Tartto")
    assert done("owner", "show", "Tartto").startswith("Nobody looks after Tartto.")


def test_story_has_an_image_and_is_published_in_every_language(done: Done, folder: Path) -> None:
    picture = folder / "choir.png"
    picture.write_bytes(png())
    words = [f"{language}=Kuva" for language in ("fi", "sv", "en")]
    texts = [each for text in words for each in ("--title", text, "--text", text)]
    done("story", "add", "--partner", "Tartto", *texts)
    alternative = [each for text in words for each in ("--alternative", text)]
    done("image", "Kuva", str(picture), *alternative, "--credit", "A", "--licence", "CC0")

    assert done("record", "publish", "Kuva") == "Published Kuva.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["activity", "add"], "The partner is missing. Give it with --partner NAME or --network NAME."),
        (["activity", "add", "--partner", "Tartto"], "The kind of activity ("),
        (["activity", "add", "--partner", "Riika"], "No partner “Riika” is recorded."),
        (["activity", "add", "--network", "Tartto"], "The city is no member of “Tartto”."),
        (
            ["activity", "add", "--partner", "Tartto", "--kind", "visit", "--title", "A", "--from", "2999",
             "--outcome", "B"],
            "The activity begins on 2999 and has no outcome yet.",
        ),
        (["commitment", "add", "--text", "A"], "A commitment is of an agreement or of a membership."),
        (["contact", "verify", "Nobody"], "No contact “Nobody” is recorded."),
        (["owner", "set", "Tartto", "--unit", "a", "--person", "b"], "A record has one owner."),
        (["owner", "set", "Tartto"], "The unit, or the person's e-mail address, is missing."),
        (["record", "publish", "Tartto", "--without", "de=x"], "“de=x” names no language of the city and reason."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(kept_folder: Path, arguments: list[str], sentence: str) -> None:
    refused = run_solmu(kept_folder, *arguments, **OFFICER)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"solmu: {sentence}")


def test_terminal_asks_seven_things_for_a_visit(folder: Path, done: Done) -> None:
    answers = ["Tartto", "visit", "Kuorot", "2.5.2026", "", "sideways", "in", "12 singers EE"]

    master, slave = pty.openpty()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SOLMU_", "DJANGO_"))}
    env |= OFFICER | {"SOLMU_DIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "solmu.cli", "activity", "add"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, close_fds=True) as running:
        os.close(slave)
        os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
        said = b""
        try:
            while piece := os.read(master, 4096):
                said += piece
        except OSError:  # a pseudo-terminal says so when the other end has closed it
            pass
    os.close(master)

    assert running.returncode == 0, said.decode()
    assert "“sideways” is none of out, in, online" in said.decode()
    (row,) = shown(done, "activities")
    assert (row["title"], row["start"], row["end"], row["direction"], row["participants"]) == (
        "Kuorot", "2026-05-02", None, "in", 12,
    )  # fmt: skip
