"""Agreements, partnerships and decisions from the command line: what is done, asked and refused."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import run_solmu

OFFICER = {"SOLMU_ACCOUNT": "officer@example.org"}
LETTER = "Norrköping: letter of intent"
MEMORANDUM = "Tartto: yhteisymmärryspöytäkirja, vuoteen 2019"

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

    def run(*arguments: str) -> str:
        finished = run_solmu(folder, *arguments, **OFFICER)
        assert (finished.returncode, finished.stderr) == (0, "")
        return finished.stdout

    return run


def refused(folder: Path, *arguments: str) -> str:
    """The sentence a command is refused with."""
    finished = run_solmu(folder, *arguments, **OFFICER)
    assert (finished.returncode, finished.stdout) == (2, "")
    return finished.stderr.removeprefix("solmu: ")


def head(folder: Path) -> str:
    return next(line for line in run_solmu(folder, "doctor").stdout.splitlines() if line.startswith("Head"))


def drafted(done: Done) -> None:
    done(
        "agreement", "draft", "--with", "Norrköping", "--kind", "letter of intent", "--from", "1.1.2024", "--until",
        "31.12.2030", "--theme", "koulutus", "--theme", "sv=kultur", "--notice-months", "6",
    )  # fmt: skip


def signed(done: Done) -> None:
    drafted(done)
    done("decision", "add", "--organ", "Kaupunginhallitus", "--on", "2.11.2023", "--section", "§ 7", "--case", "7/2023")
    done("agreement", "advance", LETTER, "--to", "approved", "--decision", "7/2023")
    said = done(
        "agreement", "sign", LETTER, "--party", "Norrköping", "--on", "4.11.2023", "--signatory", "A. Ek", "--title",
        "borgmästare",
    )  # fmt: skip
    assert said.splitlines()[1] == "Still to sign: Tampere."
    said = done("agreement", "sign", LETTER, "--party", "Tampere", "--on", "3.11.2023")
    assert said.splitlines()[1] == "It is signed by all, on 4 November 2023."


def test_agreement_from_the_draft_to_what_follows_it(done: Done, folder: Path) -> None:
    signed(done)
    done("agreement", "suspend", LETTER, "--on", "1.2.2024", "--reason", "Vaalit")
    done("agreement", "resume", LETTER, "--on", "1.3.2024")
    done("agreement", "extend", LETTER, "--until", "30.6.2031", "--on", "1.5.2024")
    done(
        "agreement", "amend", LETTER, "--on", "1.6.2024", "--wording", "sv=Nytt tema", "--add-theme", "matkailu",
        "--drop-theme", "kultur", "--joins", "Tartto",
    )  # fmt: skip
    done("agreement", "review", LETTER, "--on", "1.6.2025", "--outcome", "Toimii", "--next", "2028")
    done("agreement", "terms", LETTER, "--renews", "tacit", "--term-months", "12", "--most", "2")
    said = done("agreement", "give-notice", LETTER, "--party", "Tartto", "--on", "2.6.2025", "--for-giver-only")
    assert said.endswith("It is party until 30 June 2031; the others carry on.\n")
    done("agreement", "no-successor", LETTER, "--on", "1.9.2025", "--reason", "Ei jatketa")
    done("agreement", "succeed", LETTER, "--from", "1.7.2031", "--until", "open")

    told = done("agreement", "show", f"{LETTER}, 2024–2030", "--on", "24.11.2026")

    key = told.splitlines()[0].split("(")[1].rstrip(")")
    lines = [line.strip() for line in told.splitlines()[1:]]
    assert [line for line in lines if not line.startswith(("Approved", "Drafted"))] == [
        "On 24 November 2026: In force",
        "Ends: 30 June 2031",
        "Signed: 4 November 2023",
        "After its end: renews itself, for 12 months, at most 2 times",
        "Notice: 6 months",
        "Review: 2028",
        "Party: Tampere, signed 3 November 2023",
        "Party: Norrköping, signed 4 November 2023 by A. Ek, borgmästare",
        "Party: Tartto, from 1 June 2024, until 30 June 2031",
        "Theme: koulutus",
        "Theme: kultur, until 31 May 2024",
        "Theme: matkailu, from 1 June 2024",
        "Suspended: from 1 February 2024 until 29 February 2024",
        "Amended: from 1 May 2024, until 30 June 2031",
        "Amended: from 1 June 2024: Nytt tema",
        "Notice: given for itself by Tartto on 2 June 2025, with effect on 30 June 2031",
        "Reviewed: 1 June 2025: Toimii",
    ]
    assert run_solmu(folder, "doctor").returncode == 0
    done("agreement", "terminate", key, "--on", "1.1.2027", "--reason", "Rahat loppuivat", "--decision", "7/2023")
    assert "On 1 January 2027: Terminated" in done("agreement", "show", key, "--on", "1.1.2027")


def test_documents_are_kept_published_and_taken_out(done: Done, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "muistio.pdf"
    file.write_bytes(b"%PDF-1.7 muistio")
    said = done(
        "agreement", "document", "add", MEMORANDUM, str(file), "--publicity", "partly secret", "--ground",
        "JulkL 24 § 1 mom.", "--language", "fi", "--signed",
    )  # fmt: skip
    key = said.split("(")[1].split(")")[0]
    assert said.endswith(f"SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()}.\n")
    assert refused(folder, "agreement", "document", "publish", key).startswith("Only a public document may be")
    assert "JulkL" in done("agreement", "document", "list", MEMORANDUM)
    done("agreement", "document", "classify", key, "--publicity", "public")
    assert done("agreement", "document", "publish", key) == f"Published “muistio.pdf” ({key}).\n"
    done("agreement", "document", "withdraw", key)

    assert done("agreement", "document", "remove", key) == "Took out “muistio.pdf”.\n"

    assert refused(folder, "agreement", "document", "remove", key).startswith(f"No document has the id “{key}”.")
    assert "Files: whole" in run_solmu(folder, "doctor").stdout


def test_partnership_is_added_suspended_resumed_changed_and_ended(done: Done) -> None:
    added = done("partnership", "add", "Kaunas", "--kind", "contact", "--since", "2001")
    assert added.startswith("Added the partnership with Kaunas (")
    done(
        "partnership", "suspend", "Kaunas", "--on", "1.11.2025", "--reason", "Säästöt", "--wording", "Yhteistyö lepää.",
        "--wording", "sv=Samarbetet vilar.",
    )  # fmt: skip
    done("partnership", "resume", "kaunas", "--on", "15.11.2025")
    said = done("partnership", "change", "Kaunas", "--kind", "partner city", "--on", "2026")
    assert said.endswith(" is: partner city.\n")
    done("partnership", "end", "Kaunas", "--on", "20.11.2026", "--reason", "Päätettiin", "--decided-by", "Valtuusto")

    found = json.loads(done("show", "partner", "Kaunas", "--on", "24.11.2026", "--json", "--lang", "sv"))[0]
    assert (found["relation"], found["status"], found["since"]) == ("partner_city", "ended", "2001")
    assert [(each["on"], each["status"], each["reason"], each["wording"]) for each in found["changes"]][1:] == [
        ("2025-11-01", "suspended", "Säästöt", "Samarbetet vilar."),
        ("2025-11-15", "active", None, None),
        ("2026", None, None, None),
        ("2026-11-20", "ended", "Päätettiin", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["agreement", "draft"], "The other party is missing. Give it with --with NAME."),
        (
            ["agreement", "draft", "--with", "Norrköping", "--kind", "treaty"],
            "“treaty” is none of sister_city_agreement,",
        ),
        (["agreement", "suspend"], "The agreement is missing. Give it with AGREEMENT, its id or name."),
        (["agreement", "suspend", MEMORANDUM], "The day it is suspended from is missing. Give it with --on DATE."),
        (["agreement", "suspend", MEMORANDUM, "--on", "29.2.2019"], "There is no such date as 29.2.2019."),
        (
            ["agreement", "suspend", MEMORANDUM, "--on", "1.2.2019"],
            "The reason is missing. Give it with --reason TEXT.",
        ),
        (["agreement", "terms", MEMORANDUM], "No term is given."),
        (["agreement", "terms", MEMORANDUM, "--notice-months", "six"], "“six” is no number."),
        (["agreement", "extend", MEMORANDUM, "--until", "2030", "--on", "24.11.2026"], "On 2026-11-24: It has ended."),
        (
            ["agreement", "review", MEMORANDUM, "--on", "1.1.2999", "--outcome", "x"],
            "The day of the review: 2999-01-01 is still to come.",
        ),
        (["agreement", "amend", MEMORANDUM, "--on", "2018", "--wording", "x", "--drop-theme", "y"], "“y” is no theme"),
        (["agreement", "advance", MEMORANDUM, "--to", "draft"], "It is signed. This step is only for what is not"),
        (["agreement", "document", "add", MEMORANDUM, "/no/such.pdf"], "There is no file /no/such.pdf."),
        (["partnership", "add", "Qwertyburg", "--kind", "contact"], "No city “Qwertyburg” is known."),
        (["partnership", "add", "Cambridge", "--kind", "contact"], "“Cambridge” may be one of several cities:"),
        (["partnership", "change", "Tartto", "--on", "2026"], "The kind (sister_city, friendship_city,"),
        (["partnership", "end", "Tartto", "--on", "2026"], "The reason is missing. Give it with --reason TEXT."),
        (["decision", "add", "--organ", "KH"], "The day of the decision is missing. Give it with --on DATE."),
    ],
)
def test_what_is_missing_or_wrong_is_named(kept_folder: Path, arguments: list[str], sentence: str) -> None:
    assert refused(kept_folder, *arguments).startswith(sentence)


def test_nobody_acts_without_an_account_that_may(kept_folder: Path) -> None:
    arguments = ["agreement", "suspend", MEMORANDUM, "--on", "2018", "--reason", "x"]

    finished = run_solmu(kept_folder, *arguments)

    assert (finished.returncode, finished.stderr) == (
        2,
        "solmu: Whose account acts is missing. Give it with --by EMAIL.\n",
    )


def on_terminal(folder: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    """The command with somebody at a terminal, and where to write what they answer."""
    master, slave = pty.openpty()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SOLMU_", "DJANGO_"))}
    env |= OFFICER | {"SOLMU_DIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "solmu.cli", *arguments]
    running = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=env, close_fds=True, start_new_session=True
    )
    os.close(slave)
    return running, master


def said_by(running: subprocess.Popen[bytes], master: int, until: str = "") -> str:
    """What the command says, to its end or as far as the words that are waited for."""
    said = b""
    try:
        while (not until or until not in said.decode(errors="replace")) and (piece := os.read(master, 4096)):
            said += piece
    except OSError:  # a pseudo-terminal says so when the other end has closed it
        pass
    if not until:
        running.wait()
        os.close(master)
    return said.decode()


def test_terminal_asks_for_what_is_lacking_and_again_after_a_mistake(folder: Path, done: Done) -> None:
    running, master = on_terminal(folder, "agreement", "terminate")
    answers = ["Tarttu", MEMORANDUM, "31.2.2018", "1.2.2018", "Sota"]
    os.write(master, "".join(f"{answer}\n" for answer in answers).encode())

    said = said_by(running, master)

    assert running.returncode == 0, said
    assert "No agreement “Tarttu” is recorded." in said
    assert "There is no such date as 31.2.2018." in said
    assert "with effect from 1 February 2018." in said
    assert "Terminated: with effect from 1 February 2018" in done("agreement", "show", MEMORANDUM.split(",")[0])


def test_interrupting_leaves_the_record_as_it_was(folder: Path) -> None:
    before = head(folder)
    running, master = on_terminal(folder, "agreement", "draft", "--with", "Norrköping")
    said_by(running, master, until="The kind")
    time.sleep(0.2)  # so that the prompt reads

    os.killpg(running.pid, signal.SIGINT)
    said = said_by(running, master)

    assert (running.returncode, "Stopped. The record is as it was." in said) == (130, True)
    assert head(folder) == before
