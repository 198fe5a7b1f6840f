"""Renewals on the command line: what is asked for and answered to mistakes. The whole way is in tests/docs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Solmu, run_solmu

NAME = "Tartto: yhteisymmärryspöytäkirja, vuoteen 2019"


@pytest.fixture(scope="module")
def planned_folder(kept_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance with a renewal planned and taken to its drafting; nobody may change it."""
    folder = tmp_path_factory.mktemp("renewals") / "instance"
    shutil.copytree(kept_folder, folder)
    for arguments in (
        ["renewal", "plan", NAME, "--on", "24.11.2026", "--in-force-by", "1.6.2027", "--owner", "officer@example.org"],
        ["renewal", "advance", "Tartto", "--on", "25.11.2026"],
    ):
        done = run_solmu(folder, *arguments, SOLMU_ACCOUNT="officer@example.org")
        assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def renewing(planned_folder: Path) -> Solmu:
    """Runs `solmu` as the officer; for commands that only read or are refused."""
    return lambda *arguments: run_solmu(planned_folder, *arguments, SOLMU_ACCOUNT="officer@example.org")


@pytest.fixture
def renewing_anew(planned_folder: Path, tmp_path: Path) -> Callable[..., object]:
    """The same in a copy, for commands that write."""
    folder = tmp_path / "instance"
    shutil.copytree(planned_folder, folder)
    return lambda *arguments: run_solmu(folder, *arguments, SOLMU_ACCOUNT="officer@example.org")


def test_renewal_is_told_as_an_object(renewing: Solmu) -> None:
    (listed,) = json.loads(renewing("renewal", "list", "--json", "--on", "25.11.2026").stdout)
    shown = json.loads(renewing("renewal", "show", "Tartto", "--json", "--on", "25.11.2026").stdout)

    assert listed == shown
    assert {
        key: shown[key] for key in ("stage", "owner", "begun_on", "ended_on", "reason", "successor", "documents")
    } == {
        "stage": "drafting",
        "owner": "officer@example.org",
        "begun_on": "2026-11-24",
        "ended_on": None,
        "reason": None,
        "successor": None,
        "documents": [],
    }
    assert [(each["stage"], each["done_on"], each["late"]) for each in shown["stages"]][:2] == [
        ("planned", "2026-11-25", False),
        ("drafting", None, False),
    ]
    assert shown["stages"][-1]["due"] == "2027-06-01"
    assert len(shown["checks"]) == 9


@pytest.mark.parametrize("name", ["Tartto", "tartu", NAME])
def test_renewal_is_found_by_partner_and_agreement(renewing: Solmu, name: str) -> None:
    assert renewing("renewal", "show", name, "--lang", "en").stdout.splitlines()[1] == "Stage: Drafting"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan"], "Which agreement is missing. Give it with AGREEMENT, as solmu show agreements tells it."),
        (["plan", NAME], "A renewal of this agreement is under way already."),
        (["plan", "Riika"], "Riika"),
        (["show"], "Which renewal is missing. Give it with RENEWAL, as solmu renewal list tells it."),
        (["show", "Norrköping"], "Norrköping"),
        (["advance", "Tartto"], "There is no draft yet."),
        (["advance", "Tartto", "--to", "dance"], "There is no stage “dance”. The stages are planned, drafting,"),
        (["check", "Tartto"], "Which number of the checklist is missing. Give it with NUMBER,"),
        (["check", "Tartto", "10"], "The checklist has no number “10”. It has 1 to 9."),
        (["note", "Tartto"], "The note is missing. Give it with TEXT."),
        (["note", "Tartto", " "], "Nothing was written. Write at least one word."),
        (["draft", "Tartto", "--until", "31.2.2030"], "31.2.2030"),
        (["draft", "Tartto", "--until", "soon"], "“soon” is not a date"),
        (["draft", "Tartto", "--languages", "de"], "No draft can be written in “de”"),
        (["draft", "Tartto", "--file", "nowhere.docx"], "There is no file nowhere.docx. Check the name."),
        (["draft", "Tartto", "--term-months", "12"], "Only an agreement that renews itself has a term"),
        (["decide", "Tartto", "--organ", "Kaupunginhallitus", "--decided", "2026"], "“2026” is not a day."),
        (["decide", "Tartto", "--decided", "24.11.2026"], "Which organ decided is missing. Give it with --organ NAME."),
        (
            ["decide", "Tartto", "--organ", "Kaupunginhallitus", "--decided", "24.11.2026"],
            "This renewal is not at the decision but at: drafting.",
        ),
        (
            ["sign", "Tartto", "--party", "Tartto", "--signed", "24.11.2026"],
            "This renewal is not at the signing but at: drafting.",
        ),
        (["sign", "Tartto", "--party", "Tartto"], "On which day is missing. Give it with --signed DAY."),
        (["complete", "Tartto"], "A renewal does not go from drafting to in force."),
        (["drop", "Tartto"], "Why is missing. Give it with --reason TEXT."),
        (["drop", "Tartto", "--no-successor"], "Why is missing. Give it with --reason TEXT or --decision DECISION."),
        (["drop", "Tartto", "--decision", "x"], "A decision is named only where nothing is to follow."),
        (["assign", "Tartto"], "Who sees to it is missing. Give it with --to EMAIL."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(renewing: Solmu, arguments: list[str], sentence: str) -> None:
    done = renewing("renewal", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_acts_without_an_account(planned_folder: Path) -> None:
    done = run_solmu(planned_folder, "renewal", "note", "Tartto", "x")

    assert done.returncode == 2
    assert "Give it with --by EMAIL." in done.stderr


def test_decision_that_the_renewal_cannot_take_is_not_recorded_either(renewing: Solmu) -> None:
    renewing("renewal", "decide", "Tartto", "--organ", "Kaupunginhallitus", "--decided", "24.11.2026")

    done = renewing("renewal", "drop", "Tartto", "--no-successor", "--decision", "Kaupunginhallitus 2026-11-24")

    assert "No decision “Kaupunginhallitus 2026-11-24” is recorded." in done.stderr


def test_that_nothing_follows_ends_the_matter(renewing_anew: Solmu) -> None:
    on_the_day = ("--on", "26.11.2026", "--json")
    before = json.loads(renewing_anew("check", "--severity", "overdue", *on_the_day).stdout)

    done = renewing_anew(
        "renewal", "drop", "Tartto", "--no-successor", "--reason", "Neither side wants it.", "--on", "26.11.2026"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert [each["rule"] for each in before] == ["ended_without_successor"]
    assert json.loads(renewing_anew("check", "--severity", "overdue", *on_the_day).stdout) == []
    assert json.loads(renewing_anew("renewal", "list", "--json").stdout) == []
    assert [each["stage"] for each in json.loads(renewing_anew("renewal", "list", "--all", "--json").stdout)] == [
        "no_successor"
    ]
