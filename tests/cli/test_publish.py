"""`solmu publish`: what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Solmu

pytestmark = pytest.mark.sqlite


def test_copy_is_written_once_and_then_only_what_changed(solmu: Solmu, tmp_path: Path) -> None:
    assert solmu("init", "--city", "Tampere").returncode == 0
    first = solmu("publish", str(tmp_path / "copy"))
    again = solmu("publish", str(tmp_path / "copy"))

    assert (first.returncode, first.stderr) == (0, "")
    assert (tmp_path / "copy" / "fi" / "index.html").is_file()
    assert ", 0 of them written, 0 removed." in again.stdout
    assert first.stdout.splitlines()[1] == again.stdout.splitlines()[1]
    assert first.stdout.splitlines()[1].startswith("Head: ")


def test_several_processes_write_what_one_does(solmu: Solmu, tmp_path: Path) -> None:
    assert solmu("init", "--city", "Tampere").returncode == 0
    alone = solmu("publish", "--processes", "1", str(tmp_path / "alone"))
    together = solmu("publish", "--processes", "2", str(tmp_path / "together"))

    assert (alone.returncode, together.returncode, together.stderr) == (0, 0, "")
    assert files(tmp_path / "together") == files(tmp_path / "alone")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_cannot_be_a_copy_or_an_address_is_refused(solmu: Solmu, tmp_path: Path) -> None:
    assert solmu("init", "--city", "Tampere").returncode == 0
    (tmp_path / "notes").write_text("mine", encoding="utf-8")

    of_mine = solmu("publish", str(tmp_path))
    address = solmu("publish", str(tmp_path / "copy"), "--live", "example.org")
    both = solmu("publish", str(tmp_path / "copy"), "--live", "https://example.org", "--no-live")

    assert (of_mine.returncode, address.returncode, both.returncode) == (2, 2, 2)
    assert "holds something else than a static copy" in of_mine.stderr
    assert "“example.org” is no address." in address.stderr
    assert "exclude each other" in both.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]
