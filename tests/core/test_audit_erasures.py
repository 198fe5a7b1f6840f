"""The list of erasures beside the database: complete, with ids only, and replayed where it belongs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from solmu.core.actions import add_source
from solmu.core.audit import ERASURE, chain_faults, erase_audit_values, recorded, revision
from solmu.core.audit.erasures import LIST, Erasure, append_to_list, read_list, replay_erasures
from solmu.core.errors import SolmuError
from solmu.core.models import Account, AuditEntry, AuditValue, Source, system_actor
from solmu.core.vocabulary import SourceKind

GROUND = "GDPR article 17 (1) (b)"


def erase(administrator: Account, *values: tuple[int, str]) -> list[Erasure]:
    """Erase in a transaction of its own; what the list then says."""
    erase_audit_values(by=administrator, values=values, ground=GROUND)
    return read_list(list_of_instance())


def list_of_instance() -> Path:
    from solmu.core.city import instance_folder

    return instance_folder() / LIST


@pytest.fixture(autouse=True)
def first(officer: Account) -> None:
    """The first entry is of the officer."""
    assert AuditEntry.objects.get(sequence=1).record_id == officer.pk


@pytest.fixture
def promised(officer: Account) -> dict[str, str]:
    commitments: dict[str, str] = json.loads(AuditEntry.objects.get(sequence=1).commitments)
    return commitments


def test_each_erased_value_is_a_line_with_ids_only(administrator: Account, promised: dict[str, str]) -> None:
    found = erase(administrator, (1, "name"), (1, "email"))

    entry = AuditEntry.objects.get(action=ERASURE)
    assert found == [
        Erasure(1, name, promised[name], entry.sequence, entry.at, GROUND, administrator.pk)
        for name in ("email", "name")
    ]
    text = list_of_instance().read_text(encoding="utf-8")
    assert "Oona" not in text
    assert "officer@example.org" not in text
    assert list_of_instance().stat().st_mode & 0o777 == 0o600


def test_erasure_that_is_undone_before_its_end_is_on_no_list(administrator: Account) -> None:
    def erase_and_fail() -> None:
        with recorded(by=administrator, action="outer") as journal:
            erase_audit_values(by=administrator, values=[(1, "email")], ground=GROUND)
            journal.details(share=1 / 0)

    with pytest.raises(ZeroDivisionError):
        erase_and_fail()

    assert not list_of_instance().exists()
    assert AuditValue.objects.filter(entry_id=1, field="email").exists()


def test_nothing_is_erased_where_the_list_cannot_be_written(administrator: Account, instance: Path) -> None:
    (instance / LIST).mkdir(parents=True)

    with pytest.raises(SolmuError, match="Nothing was erased"):
        erase_audit_values(by=administrator, values=[(1, "email")], ground=GROUND)

    assert AuditValue.objects.filter(entry_id=1, field="email").exists()


def test_line_cut_off_by_an_interruption_is_passed_over(administrator: Account) -> None:
    [email] = erase(administrator, (1, "email"))
    path = list_of_instance()
    with path.open("a", encoding="utf-8") as file:
        file.write('{"at":"2026-11-24T0')
    assert read_list(path) == [email]

    found = erase(administrator, (1, "name"))

    assert [each.field for each in found] == ["email", "name"]
    assert path.read_text(encoding="utf-8").count("\n") == 3


@pytest.mark.parametrize(
    "line",
    ["{}", '{"entry": "1"}', "[1]", "null", '"text"', '{"at":1,"by":"","commitment":"","entry":1,"erased_in":2}'],
)
def test_line_that_is_no_erasure_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")

    with pytest.raises(SolmuError) as refused:
        read_list(path)
    assert str(refused.value) == (
        f"Line 1 of {path} is no erasure. Name the erasures.jsonl that this instance kept, as it is."
    )


@pytest.mark.parametrize(
    "write", [lambda path: None, lambda path: path.write_bytes(b"\xff\xfe\n"), lambda path: path.mkdir()]
)
def test_list_that_cannot_be_read_is_named(tmp_path: Path, write: Callable[[Path], Any]) -> None:
    path = tmp_path / "list"
    write(path)
    with pytest.raises(SolmuError, match="cannot be read"):
        read_list(path)


def test_same_line_twice_is_one_erasure(instance: Path) -> None:
    erasure = Erasure(1, "email", "c" * 64, 2, "2026-11-24", GROUND, "system")
    append_to_list([erasure])
    append_to_list([erasure])
    assert read_list(list_of_instance()) == [erasure]


# --- replaying --------------------------------------------------------------------------------------------------------


@pytest.fixture
def later(administrator: Account, promised: dict[str, str]) -> list[Erasure]:
    """What a list says of an erasure after this record's head, as when the record is restored from a backup."""
    return [
        Erasure(1, name, promised[name], revision() + 5, "2026-11-25", GROUND, administrator.pk)
        for name in ("name", "email")
    ]


def test_later_erasure_is_done_again_and_said_in_the_chain(
    later: list[Erasure], officer: Account, administrator: Account
) -> None:
    done = replay_erasures(later)

    assert (done.erased, done.passed_over, done.left) == (2, 0, ())
    assert not AuditValue.objects.filter(entry_id=1, field__in=["name", "email"]).exists()
    entry = AuditEntry.objects.get(action=ERASURE)
    assert entry.actor_id == system_actor().pk
    assert json.loads(entry.details) == {
        "erased": [[1, "email"], [1, "name"]],
        "ground": GROUND,
        "replayed": {"at": "2026-11-25", "by": administrator.pk, "entry": later[0].erased_in},
        "struck": ["account.email", "account.name"],
    }
    officer.refresh_from_db()
    assert (officer.name, officer.email) == ("", f"{officer.pk}@erased.invalid")
    assert list(chain_faults()) == []


def test_replaying_again_changes_nothing(later: list[Erasure]) -> None:
    replay_erasures(later)
    head = revision()

    assert replay_erasures(later).erased == 0
    assert revision() == head


def test_row_that_says_something_else_now_keeps_it(later: list[Erasure], officer: Account) -> None:
    with recorded(by=system_actor(), action="rename") as journal:
        journal.update(officer, name="Another Name")

    done = replay_erasures(later)

    officer.refresh_from_db()
    assert (done.erased, officer.name) == (2, "Another Name")


def test_value_whose_column_must_say_something_is_left_to_a_person(administrator: Account) -> None:
    source = add_source(
        by=administrator, kind=SourceKind.PERSON, title="Told", read_on=date(2026, 11, 24), is_public=False
    )
    promised = json.loads(AuditEntry.objects.get(record_id=source.pk).commitments)
    number = AuditEntry.objects.get(record_id=source.pk).sequence

    done = replay_erasures(
        [Erasure(number, name, promised[name], 99, "2026-11-25", GROUND, "x") for name in ("read_on", "title")]
    )

    assert (done.erased, done.left) == (2, (f"read_on of the source {source.pk}",))
    assert Source.objects.get(pk=source.pk).title == ""


def test_erasure_before_the_backup_is_not_done_again(administrator: Account, promised: dict[str, str]) -> None:
    erasures = [Erasure(1, "email", promised["email"], revision(), "2026-11-23", GROUND, "x")]

    assert replay_erasures(erasures).erased == 0
    assert AuditValue.objects.filter(entry_id=1, field="email").exists()


def test_entry_of_another_record_is_passed_over(later: list[Erasure]) -> None:
    foreign = Erasure(1, "role", "0" * 64, 99, "2026-11-25", GROUND, "x")
    beyond = Erasure(500, "name", "0" * 64, 600, "2026-11-25", GROUND, "x")

    done = replay_erasures([*later, foreign, beyond])

    assert (done.erased, done.passed_over) == (2, 1)
    assert AuditValue.objects.filter(entry_id=1, field="role").exists()


def test_list_of_another_instance_is_refused(later: list[Erasure]) -> None:
    foreign = [Erasure(1, each.field, "0" * 64, each.erased_in, each.at, GROUND, "x") for each in later]

    with pytest.raises(SolmuError, match="it is of another instance"):
        replay_erasures(foreign)
    assert replay_erasures(foreign, may_be_foreign=True).passed_over == 2
    assert replay_erasures([]).erased == 0
    assert AuditValue.objects.filter(entry_id=1, field="email").exists()
