"""Backup, wipe, restore: everything is there again, from one database to the other, and nothing erased comes back."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from pathlib import Path

import pytest

from tests.core.backup.conftest import Made
from tests.core.backup.workshop import OTHER_FILE, SECRET, killed, work

SEED = 20261124
POINTS = (8, pytest.param(50, marks=pytest.mark.long))
LAST = 60
"""The steps at the end of a restore in which the instance itself changes, after the new database is ready."""

KILLED = 1
"""Restores that are really killed; at all other points the folder is copied as the killed process would leave it."""


@pytest.mark.sqlite
def test_restored_instance_equals_the_one_that_was_backed_up(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again"

    refused, restored, state, faults, head, refused_again = work(
        tmp_path / "instance",
        ["restore", made.backup, made.folder / "config.toml"],
        ["restore", made.backup],
        ["state"],
        ["doctor", made.head],
        ["backup", again],
        ["restore", made.backup],
    )

    assert refused["refused"].startswith("Line 1 of ")
    assert restored == {"replayed": None}
    assert state == made.state
    assert faults == []
    assert head == made.head
    assert "holds an instance already" in refused_again["refused"]


@pytest.mark.sqlite
def test_later_erasure_is_replayed_and_the_value_gone(made: Made, tmp_path: Path) -> None:
    folder, list_, foreign = made.copy(tmp_path / "instance"), tmp_path / "list.jsonl", tmp_path / "foreign.jsonl"
    pairs, email, gone = work(folder, ["erase", "name"], ["erase", "email"], ["says", SECRET])
    assert (len(pairs), len(email), gone) == (1, 1, False)
    shutil.copy(folder / "erasures.jsonl", list_)
    lines = list_.read_text(encoding="utf-8").splitlines()
    assert [sorted(json.loads(line)) for line in lines] == [
        ["at", "by", "commitment", "entry", "erased_in", "field", "ground"]
    ] * 2
    assert SECRET not in list_.read_text(encoding="utf-8")
    foreign.write_text(json.dumps(json.loads(lines[0]) | {"commitment": "0" * 64}), encoding="utf-8")

    belongs, restored, canary, faults, state, again = work(
        tmp_path / "restored",
        ["restore", made.backup, foreign],
        ["restore", made.backup, list_],
        ["says", SECRET],
        ["doctor", made.head],
        ["state"],
        ["restore", made.backup, None, True],
    )

    assert "it is of another instance" in belongs["refused"]
    assert restored == {"replayed": {"erased": 2, "passed_over": 0, "left": []}}
    assert canary is False
    assert faults == []
    sequence = int(made.head.partition(":")[0])
    assert state["head"].startswith(f"{sequence + 2}:")
    # The restored instance keeps the list itself now, so that restoring once more erases once more.
    assert again == {"replayed": {"erased": 2, "passed_over": 0, "left": []}}


@pytest.mark.sqlite
@pytest.mark.parametrize("number", POINTS)
def test_interrupted_restore_leaves_the_old_state_or_the_new(made: Made, tmp_path: Path, number: int) -> None:
    folder, other, kept = made.copy(tmp_path / "instance"), tmp_path / "other", tmp_path / "kept"
    _, old = work(folder, ["change"], ["state"])
    assert old != made.state
    for place in (other, kept):
        shutil.copytree(folder, place)
    [total] = work(other, ["steps_of_restore", made.backup])
    die = random.Random(SEED)
    # Most steps make the new database ready; half of the points are where files, database and settings change.
    steps = sorted(
        {*die.sample(range(total - LAST), number // 2), *die.sample(range(total - LAST, total), number // 2)}
    )

    [again] = work(folder, ["snapshots_of_restore", made.backup, tmp_path / "points", steps])

    points = [tmp_path / "points" / str(step) for step in steps]
    assert (again, len(points)) == (total, number)
    [found] = work(folder, ["states", points])
    assert all(state in (old, made.state) for state in found)
    # Both kinds are among the points, and what was new stays so.
    news = [state == made.state for state in found]
    assert (False in news, True in news, news) == (True, True, sorted(news))
    assert work(folder, ["state"]) == [made.state]
    for step in die.sample(range(total), KILLED):
        point = tmp_path / f"killed-{step}"
        shutil.copytree(kept, point)

        assert killed(point, ["killed_restore", made.backup, step]) == signal.SIGKILL

        assert work(point, ["state"])[0] in (old, made.state)


@pytest.mark.sqlite
def test_file_of_the_old_record_only_goes_and_a_damaged_database_is_replaced(made: Made, tmp_path: Path) -> None:
    folder = made.copy(tmp_path / "instance")
    work(folder, ["change"])
    assert [path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == OTHER_FILE]
    (folder / "solmu.sqlite3").write_bytes(b"no database at all" * 1000)

    restored, state = work(folder, ["restore", made.backup, None, True], ["state"])

    assert (restored, state) == ({"replayed": None}, made.state)
    assert not [path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == OTHER_FILE]


@pytest.mark.sqlite
def test_backup_of_a_newer_version_is_refused(made: Made, tmp_path: Path) -> None:
    from tests.core.backup.test_reading import packed, unpacked

    members = unpacked(made.backup)
    said = json.loads(members[0][1])
    said["migrations"]["core"].append("0999_from_the_future")
    members[0] = (members[0][0], json.dumps(said | {"solmu": "9.0"}).encode())
    packed(tmp_path / "backup", members)

    refused, state = work(tmp_path / "instance", ["restore", tmp_path / "backup"], ["state"])

    assert "The backup was made by Solmu 9.0, which is newer than this one" in refused["refused"]
    assert state == {"left": {}}


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db
def test_backup_goes_from_sqlite_to_postgresql_and_back(made: Made, tmp_path: Path, other_database: str) -> None:
    there, back = tmp_path / "postgresql.backup", tmp_path / "sqlite"

    _, state, faults, head = work(
        tmp_path / "instance", ["restore", made.backup], ["state"], ["doctor", made.head], ["backup", there],
        database=other_database,
    )  # fmt: skip
    assert (state, faults, head) == (made.state, [], made.head)

    _, state, faults = work(back, ["restore", there], ["state"], ["doctor", made.head])
    assert (state, faults) == (made.state, [])


@pytest.mark.postgresql
@pytest.mark.django_db
def test_killed_restore_into_postgresql_leaves_the_old_state_or_the_new(
    made: Made, tmp_path: Path, other_database: str
) -> None:
    folder = tmp_path / "instance"
    _, total = work(
        folder, ["restore", made.backup], ["steps_of_restore", made.backup], database=other_database
    )  # fmt: skip
    again = tmp_path / "again"
    _, _, old = work(folder, ["change"], ["backup", again], ["state"], database=other_database)
    die, points = random.Random(SEED), int(os.environ.get("SOLMU_KILLED_RESTORES", KILLED))
    last = points // 2 + 1
    for step in [*die.sample(range(total - LAST), points - last), *die.sample(range(total - LAST, total), last)]:
        assert killed(folder, ["killed_restore", made.backup, step], database=other_database) == signal.SIGKILL

        [state] = work(folder, ["state"], database=other_database)
        assert state in (old, made.state)
        if state == made.state:
            work(folder, ["restore", again, None, True], database=other_database)
