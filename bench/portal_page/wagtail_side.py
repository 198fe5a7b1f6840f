"""The peer's side: the Wagtail site of bench/peers, in a folder of its own, with the pages that Solmu shows."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from house.processes import ROOT, TroubleError, environment, run_quietly

PEERS = ROOT / ".peers"
PYTHON = PEERS / "bin" / "python"


def environment_of(folder: Path, *, cache: bool = False) -> dict[str, str]:
    return environment(
        DJANGO_SETTINGS_MODULE="wagtail_site.settings",
        PYTHONPATH=str(ROOT / "bench" / "peers"),
        PYTHONDONTWRITEBYTECODE="1",
        WAGTAIL_SITE_DIR=str(folder),
        WAGTAIL_SITE_CACHE="1" if cache else "0",
        WAGTAIL_SITE_KEY=secrets.token_urlsafe(48),
    )


def admin(*words: str) -> list[str | Path]:
    return [PYTHON, "-m", "django", *words]


def make_site(folder: Path, site: dict[str, Any], *options: str) -> None:
    """`options` are those of the site's command `load_pages`."""
    if not PYTHON.exists():
        raise TroubleError("There is no Wagtail to compare with. Make its environment with: python3 run bench")
    folder.mkdir(parents=True, exist_ok=True)
    pages = folder / "pages.json"
    pages.write_text(json.dumps(site, ensure_ascii=False), encoding="utf-8")
    for words in (("migrate", "--verbosity", "0"), ("load_pages", *options, str(pages))):
        run_quietly(admin(*words), doing=f"Making the Wagtail site ({words[0]})", env=environment_of(folder))


def count_queries(folder: Path, path: str) -> int:
    said = run_quietly(admin("count_queries", path), doing="Counting Wagtail's queries", env=environment_of(folder))
    return int(said.split()[-1])


def writer(language: str, slug: str) -> list[str | Path]:
    """The command of a process that publishes a change of the page for every line it reads."""
    return admin("edit_when_asked", language, slug)
