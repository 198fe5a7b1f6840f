"""`solmu check` and `solmu matter`: what needs attention, who sees to it, what can wait."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from solmu.cli.__main__ import main
from solmu.core.city import CONFIG, City
from solmu.core.models import Account, Source
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from tests.registry import founding
from tests.registry.founding import BY

SETTINGS = """
[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["en", "fi", "sv"]
"""


@pytest.fixture(autouse=True)
def city(instance: Path, db: None) -> None:
    instance.mkdir()
    (instance / CONFIG).write_text(SETTINGS, encoding="utf-8")


@pytest.fixture
def source() -> Source:
    return founding.page()


@pytest.fixture
def home(source: Source) -> Organisation:
    return founding.home(source)


@pytest.fixture
def tartu(source: Source, home: Organisation) -> Partnership:
    return founding.partnership(source, founding.place(source, en="Tartu"))


@pytest.fixture
def ended(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="2010", valid_until="2019")


@pytest.fixture
def officer(ended: Agreement) -> Account:
    return founding.account("officer")


class Run:
    """Runs a verb in this process and keeps what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        monkeypatch.setenv("COLUMNS", "80")

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            main(list(arguments))
            status = 0
        except SystemExit as ending:
            status = int(ending.code or 0)
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def objects(self, *arguments: str) -> list[dict[str, Any]]:
        _status, out, err = self("check", "--json", *arguments)
        assert err == ""
        found: list[dict[str, Any]] = json.loads(out)
        return found


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(capsys, monkeypatch)


# --- what is listed ---------------------------------------------------------------------------------------------------


def test_nothing_needs_attention(run: Run, home: Organisation) -> None:
    assert run("check", "--on", "24.11.2026") == (0, "Nothing needs attention on 24\u00a0November 2026.\n", "")
    assert run("check", "--on", "24.11.2026", "--severity", "soon") == (
        0, "Nothing of what was asked for needs attention on 24\u00a0November 2026.\n", "",
    )  # fmt: skip


def test_overdue_and_tidy_up_are_told(run: Run, ended: Agreement, source: Source) -> None:
    founding.partnership(source, founding.place(source, "Narva"))
    status, out, err = run("check", "--on", "24.11.2026")

    assert (status, err) == (1, "")
    assert out.replace("\u00a0", " ") == (
        "Needs attention on 24 November 2026\n"
        "\n"
        "Overdue: Tartu: memorandum of understanding, 2010–2019\n"
        "  It was in force until 2019. No successor is recorded.\n"
        "  Since 1 January 2020, for over 6 years.\n"
        f"  [ended_without_successor {ended.pk}]\n"
        "\n"
        "Tidy-up:\n"
        "  2 partnerships have no activity recorded.\n"
        "  2 records have no owner.\n"
        "  One by one: solmu check --severity tidy-up --all\n"
    )
    assert max(map(len, out.splitlines())) <= 80


def test_tidy_up_is_told_one_by_one_when_asked(run: Run, tartu: Partnership) -> None:
    status, out, _ = run("check", "--all", "--kind", "no_owner")

    assert status == 0
    assert f"Tidy-up: Tartu\n  It has no owner.\n  [no_owner {tartu.pk}]\n" in out


def test_json_carries_every_key_in_its_order(run: Run, ended: Agreement, home: Organisation, source: Source) -> None:
    unit = add_unit(by=BY, source=source, organisation=home, name="Culture")
    add_unit_member(by=BY, source=source, unit=unit, account=founding.account("officer"))
    set_owner(by=BY, source=source, record=ended.record, unit=unit)

    (found,) = run.objects("--severity", "overdue", "--on", "2026-11-24")
    assert found == {
        "rule": "ended_without_successor",
        "severity": "overdue",
        "record": ended.pk,
        "occurrence": "2019",
        "due_on": None,
        "owner": unit.pk,
        "sentence": "Tartu: memorandum of understanding, 2010–2019. It was in force until 2019. No successor is"
        " recorded. Since 1\u00a0January 2020, for over 6 years.",
        "kind": "agreement",
        "since": "2020-01-01",
        "name": "Tartu: memorandum of understanding, 2010–2019",
        "owner_name": "Culture",
        "assigned_to": None,
        "snoozed_until": None,
    }
    assert list(found)[:7] == ["rule", "severity", "record", "occurrence", "due_on", "owner", "sentence"]


def test_filters(run: Run, ended: Agreement, home: Organisation, source: Source) -> None:
    officer, other = founding.account("officer"), founding.account("administrator")
    unit = add_unit(by=BY, source=source, organisation=home, name="Culture")
    add_unit_member(by=BY, source=source, unit=unit, account=officer)
    set_owner(by=BY, source=source, record=ended.record, unit=unit)
    MatterAssignment.objects.create(rule="ended_without_successor", about=ended.pk, occurrence="2019", account=other)

    def rules(*arguments: str) -> list[str]:
        return sorted(each["rule"] for each in run.objects("--on", "2026-11-24", *arguments))

    assert rules() == ["ended_without_successor", "no_owner", "tie_dormant"]
    assert rules("--severity", "tidy-up") == ["no_owner", "tie_dormant"]
    assert rules("--severity", "tidy-up", "--severity", "overdue") == rules()
    assert rules("--kind", "agreement") == ["ended_without_successor"]
    assert rules("--kind", "tie-dormant", "--kind", "agreement") == ["ended_without_successor", "tie_dormant"]
    assert rules("--owner", "Culture") == rules("--owner", unit.pk) == ["ended_without_successor"]
    assert rules("--owner", officer.email) == ["ended_without_successor"]
    assert rules("--owner", other.email) == []
    assert rules("--owner", "nobody") == ["no_owner", "tie_dormant"]
    assert rules("--assigned", other.email) == ["ended_without_successor"]
    assert rules("--assigned", officer.email) == []
    assert rules("--snoozed") == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--kind", "unknown"], "There is no rule and no kind of record “unknown”."),
        (["--owner", "Tartu"], "“Tartu” is no unit."),
        (["--owner", "nobody@example.org"], "No account “nobody@example.org” is recorded."),
        (["--severity", "mild"], "mild"),
    ],
)
def test_filters_that_mean_nothing(run: Run, ended: Agreement, arguments: list[str], sentence: str) -> None:
    status, out, err = run("check", *arguments)

    assert (status, out) == (2, "")
    assert sentence in err


# --- who sees to it ---------------------------------------------------------------------------------------------------


def test_matter_is_assigned_by_the_name_of_its_record(run: Run, ended: Agreement, officer: Account) -> None:
    status, out, err = run("matter", "assign", ended.pk, "--to", officer.email, "--by", officer.email)
    assert (status, err) == (0, "")
    assert out.startswith(f"{officer.email} sees to it: Tartu: memorandum of understanding")
    assert MatterAssignment.objects.get().identity == ("ended_without_successor", ended.pk, "2019")
    assert f"Sees to it: {officer.email}." in run("check")[1]

    assert run("matter", "unassign", ended.pk, "--by", officer.email)[0] == 0
    assert not MatterAssignment.objects.exists()


def test_matter_waits_and_is_woken(run: Run, ended: Agreement, officer: Account) -> None:
    until = f"{City('x', 'FI', 0, 0, ('en',)).today().year + 1}-01-01"
    given = ("--until", until, "--reason", "Later.", "--by", officer.email)
    status, out, _ = run("matter", "snooze", ended.pk, *given)
    assert (status, out.partition(":")[0]) == (0, f"Waits until {until}")
    assert [each["rule"] for each in run.objects("--kind", "agreement")] == []
    (waiting,) = run.objects("--snoozed")
    assert (waiting["record"], waiting["snoozed_until"]) == (ended.pk, until)
    assert run("check", "--snoozed")[0] == 1

    assert run("matter", "wake", ended.pk, "--by", officer.email)[0] == 0
    assert not MatterSnooze.objects.exists()


def test_one_of_several_matters_is_named(run: Run, tartu: Partnership, officer: Account) -> None:
    given = ("--to", officer.email, "--by", officer.email)
    status, _, err = run("matter", "assign", "Tartu", *given)
    assert (status, MatterAssignment.objects.count()) == (2, 0)
    assert "Which matter (no_owner, tie_dormant) is missing. Give it with --rule RULE." in err

    assert run("matter", "assign", "Tartu", "--rule", "no-owner", *given)[0] == 0
    assert MatterAssignment.objects.get().identity == ("no_owner", tartu.pk, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["assign"], "Which record is missing. Give it with RECORD"),
        (["assign", "Nowhere"], "No record “Nowhere” is recorded."),
        (["assign", "Tartu", "--rule", "decision_due"], "“decision_due” is none of these: no_owner, tie_dormant."),
        (["assign", "Rantala"], "Nothing about “Rantala” needs anybody today."),
        (["assign", "claims"], "Nothing about “claims” needs anybody today."),
        (["assign", "Tartu", "--rule", "no_owner"], "Who sees to it is missing. Give it with --to EMAIL."),
        (["snooze", "Tartu", "--rule", "no_owner"], "Until which day is missing. Give it with --until DAY."),
        (["snooze", "Tartu", "--rule", "no_owner", "--until", "2027"], "is not a day"),
        (["snooze", "Tartu", "--rule", "no_owner", "--until", "1.1.2020", "--reason", "x"], "until a day to come"),
        (["snooze", "Tartu", "--rule", "no_owner", "--until", "1.1.2020", "--reason", " "], "Give the reason"),
        (["wake", "Tartu", "--rule", "no_owner"], "This matter does not wait."),
    ],
)
def test_matter_is_refused_with_a_sentence(
    run: Run, officer: Account, arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOLMU_ACCOUNT", officer.email)
    with override("en"):
        status, out, err = run("matter", *arguments)

    assert (status, out) == (2, "")
    assert sentence in err


def test_source_was_looked_at(run: Run, source: Source, officer: Account) -> None:
    today = City("x", "FI", 0, 0, ("en",)).today()
    Source.objects.filter(pk=source.pk).update(read_on="2020-01-01")
    status, out, err = run("source", "looked", source.pk, "--by", officer.email)
    assert (status, out, err) == (0, "Looked at: A page\n", "")
    source.refresh_from_db()
    assert source.looked_at_on == today

    status, _, err = run("source", "looked", "nothing", "--by", officer.email)
    assert (status, "There is no source nothing." in err) == (2, True)
