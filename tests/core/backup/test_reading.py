"""A backup that is not what was written is refused, whatever is wrong with it."""

from __future__ import annotations

import gzip
import io
import json
import random
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solmu.core.backup.reading import opened, verified
from solmu.core.errors import SolmuError
from tests.core.backup.conftest import Made
from tests.core.backup.workshop import work

SEED = 20261124

Members = list[tuple[tarfile.TarInfo, bytes]]


def unpacked(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return [(member, tar.extractfile(member).read()) for member in tar]


def packed(path: Path, members: Members) -> None:
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w|") as tar,
    ):
        for member, content in members:
            member.size = len(content) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(content))


def refusal(path: Path) -> str:
    with pytest.raises(SolmuError) as refused:
        verified(path)
    return str(refused.value).replace(str(path), "FILE")


def test_backup_says_what_is_in_it(made: Made) -> None:
    manifest = verified(made.backup)

    assert (manifest.city, manifest.head, manifest.missing) == ("Rantala", made.head, ())
    assert {table.name for table in manifest.tables} == set(made.state["tables"])
    assert {table.name: table.sha256 for table in manifest.tables} == made.state["tables"]
    assert [f"files/{file.sha256[:2]}/{file.sha256[2:]}" for file in manifest.files] == sorted(
        name for name in made.state["left"] if name.startswith("files/")
    )
    assert made.backup.stat().st_mode & 0o777 == 0o600


def test_backup_keeps_no_session_key_or_restoration(made: Made) -> None:
    with opened(made.backup) as (manifest, _):
        names = {name for name, _, _ in manifest.members()}

    assert {name for name in names if not name.startswith(("tables/", "files/"))} == {"config.toml"}
    assert not names & {"tables/restoration.jsonl", "tables/django_session.jsonl", "tables/auth_permission.jsonl"}


def test_any_flipped_byte_is_refused(made: Made, tmp_path: Path) -> None:
    content = made.backup.read_bytes()
    die = random.Random(SEED)
    path = tmp_path / "backup"
    for place in [*range(10), *die.sample(range(len(content)), 200), len(content) - 1]:
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 << die.randrange(8))]) + content[place + 1 :])
        with pytest.raises(SolmuError):
            verified(path)


def test_any_cut_is_refused(made: Made, tmp_path: Path) -> None:
    content = made.backup.read_bytes()
    path = tmp_path / "backup"
    for length in [0, 5, 10, *random.Random(SEED).sample(range(len(content)), 30), len(content) - 1]:
        path.write_bytes(content[:length])
        with pytest.raises(SolmuError):
            verified(path)


def test_something_after_the_end_is_refused(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_bytes(made.backup.read_bytes() + b"more")
    assert "FILE is damaged" in refusal(path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Tartu", encoding="utf-8")
    assert refusal(path) == (
        "FILE is damaged: it does not begin as a backup does. Nothing was changed; use another backup."
    )


def without_a_table(members: Members) -> None:
    del members[3]


def with_a_stranger(members: Members) -> None:
    members.append((tarfile.TarInfo("../../etc/cron.d/owned"), b"* * * * * root true"))


def with_a_stranger_among_them(members: Members) -> None:
    members.insert(2, (tarfile.TarInfo("/etc/passwd"), b"root::0:0::/:/bin/sh"))


def with_a_link(members: Members) -> None:
    link = tarfile.TarInfo(members[1][0].name)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    members[1] = (link, b"")


def with_another_row(members: Members) -> None:
    place = next(number for number, (member, _) in enumerate(members) if member.name == "tables/account.jsonl")
    members[place] = (members[place][0], members[place][1].replace(b"officer@example.org", b"afficer@example.org"))


def with_another_order(members: Members) -> None:
    members[3], members[4] = members[4], members[3]


def manifest_with(**values: Any) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        said = json.loads(members[0][1]) | values
        members[0] = (members[0][0], json.dumps(said).encode())

    return change


def escaping(members: Members) -> None:
    said = json.loads(members[0][1])
    said["files"][0]["sha256"] = "../../../../tmp/owned"
    members[0] = (members[0][0], json.dumps(said).encode())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (without_a_table, "stands where tables/"),
        (with_a_stranger, "“../../etc/cron.d/owned” is in it, which its manifest does not name"),
        (with_a_stranger_among_them, "“/etc/passwd” stands where tables/"),
        (with_a_link, "“config.toml” stands where config.toml should"),
        (with_another_row, "tables/account.jsonl is not what it was"),
        (with_another_order, "stands where tables/"),
        (manifest_with(format=2), "The backup is of format 2, which Solmu"),
        (manifest_with(format="1"), "its manifest cannot be read (the manifest names no format)"),
        (manifest_with(head="12"), "its manifest cannot be read (the manifest has “12”"),
        (escaping, "its manifest cannot be read (the manifest has “../../../../tmp/owned”"),
        (lambda members: members.pop(0), "it does not begin with a manifest"),
        (lambda members: members.pop(), "is missing"),
    ],
)
def test_what_is_not_as_its_manifest_says_is_refused(
    made: Made, tmp_path: Path, change: Callable[[Members], object], sentence: str
) -> None:
    members = unpacked(made.backup)
    packed(tmp_path / "same", members)
    assert verified(tmp_path / "same") == verified(made.backup)

    change(members)
    packed(tmp_path / "changed", members)

    assert sentence in refusal(tmp_path / "changed")


def test_damaged_backup_changes_nothing(made: Made, tmp_path: Path) -> None:
    folder, path = made.copy(tmp_path / "instance"), tmp_path / "backup"
    shutil.copy(made.backup, path)
    content = path.read_bytes()
    path.write_bytes(content[:-100] + bytes([content[-100] ^ 1]) + content[-99:])

    refused, state = work(folder, ["restore", path, None, True], ["state"])

    assert refused["refused"].endswith("Nothing was changed; use another backup.")
    assert state == made.state
