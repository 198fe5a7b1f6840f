"""What no committed file may hold is found where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from house.committed import addresses_in_locks, long_files, machine_paths


@pytest.mark.parametrize(
    "line",
    ["--index-url x", "--extra-index-url x", "package @ git+ssh://host/p", '"resolved": "p.tgz"', "# via http://host/"],
)
def test_address_in_a_lock_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text(f"django==5.2 \\\n{line}\n")

    assert [found.split(": ")[0] for found in addresses_in_locks(tmp_path)] == ["requirements/base.txt:2"]


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("cd /{}/someone/solmu", True),
        ("path = '/{}/someone'", True),
        ("see example.org/{}/someone", False),
        ("templates/{}/someone.html", False),
        ("../{}/someone", False),
    ],
)
def test_path_of_a_machine_is_found(tmp_path: Path, line: str, is_found: bool) -> None:
    file = tmp_path / "file.txt"
    file.write_text(line.format("home"))

    assert bool(list(machine_paths([file], tmp_path))) == is_found


def test_file_past_500_lines_is_found(tmp_path: Path) -> None:
    short, long = tmp_path / "short.py", tmp_path / "long.py"
    short.write_text("x\n" * 500)
    long.write_text("x\n" * 501)

    assert list(long_files([short, long], tmp_path)) == ["long.py: 501 lines. Past 500 a file becomes a folder."]
