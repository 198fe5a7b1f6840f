"""Writes the locks again: `python -m house.locks`. Hashes in, addresses of package hosts out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from house.processes import ROOT, run_quietly

# A later file may be held to the versions of an earlier one.
REQUIREMENTS = ("base", "build", "dev", "installer", "node", "postgresql", "peers")
NPM = ("assets", "bench", "tests/desk/signing_in/provider")


def lock_requirements() -> None:
    """Resolve every requirements/*.in for every platform and Python that Solmu runs on."""
    for name in REQUIREMENTS:
        run_quietly(
            [
                ROOT / ".venv/bin/uv",
                *("pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate"),
                *("--python-version", "3.11", "--output-file", f"{name}.txt", f"{name}.in"),
            ],
            doing=f"Locking requirements/{name}.in",
            cwd=ROOT / "requirements",
        )


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """An npm lock without the keys that hold addresses; npm finds packages by name and checks them by hash."""
    packages = {
        path: {key: value for key, value in package.items() if key not in ("resolved", "funding")}
        for path, package in lock["packages"].items()
    }
    return lock | {"packages": packages}


def lock_npm(folder: Path) -> None:
    """Resolve the package.json of a folder; needs a Node on the machine."""
    run_quietly(
        ["npm", "install", "--package-lock-only", "--ignore-scripts"],
        doing=f"Locking {folder.name}/package.json",
        cwd=folder,
    )
    path = folder / "package-lock.json"
    lock = without_addresses(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    lock_requirements()
    for name in NPM:
        lock_npm(ROOT / name)
