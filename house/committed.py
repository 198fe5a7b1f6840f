"""What no committed file may hold: addresses in locks, paths of somebody's machine. `python -m house.committed`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from house.processes import ROOT

LOCKS = ("requirements/*.txt", "assets/package-lock.json", "bench/package-lock.json")
ADDRESS = re.compile(r"[a-z+]+://|\"resolved\"|--(?:extra-)?index-url|--find-links")
# A home folder or a container's workplace as an absolute path; the slash before it may not belong to an address.
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:home/\w|root/|work/|Users/\w)")
LONGEST = 500


def committed_files(root: Path = ROOT) -> list[Path]:
    """What git keeps, and what it would if added now."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        return []
    return [path for line in said.stdout.splitlines() if (path := root / line).is_file()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def addresses_in_locks(root: Path = ROOT) -> Iterator[str]:
    for path in sorted(path for pattern in LOCKS for path in root.glob(pattern)):
        for number, line in enumerate(_lines(path), 1):
            if ADDRESS.search(line):
                yield f"{path.relative_to(root)}:{number}: an address in a lock. Write it again: python -m house.locks"


def machine_paths(files: list[Path], root: Path = ROOT) -> Iterator[str]:
    for path in files:
        for number, line in enumerate(_lines(path), 1):
            if MACHINE_PATH.search(line):
                yield f"{path.relative_to(root)}:{number}: a path of one machine: {line.strip()[:100]}"


def long_files(files: list[Path], root: Path = ROOT) -> Iterator[str]:
    """Past 500 lines a module becomes a folder of the same name."""
    for path in files:
        if path.suffix in (".py", ".mjs", ".js") and "migrations" not in path.parts and len(_lines(path)) > LONGEST:
            yield f"{path.relative_to(root)}: {len(_lines(path))} lines. Past {LONGEST} a file becomes a folder."


def main() -> int:
    files = committed_files()
    lines = [*addresses_in_locks(), *machine_paths(files), *long_files(files)]
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
