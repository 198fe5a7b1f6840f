"""What the pages of a static copy say, as the Wagtail site is given them, and where it builds each."""

from __future__ import annotations

import re
from pathlib import Path

from bench.portal_page.solmu_side import LANGUAGES, frame_of, slug_of
from bench.portal_page.text import Block, page_text

REGISTER = "agreements"
INDEX = "index.html"
_MAIN = re.compile(rb"<main\b")


def pages_of(copy: Path, language: str) -> dict[str, Path]:
    """The copy's pages of a language by their slug in the peer, home's empty; pages that only lead on are none."""
    root = copy / language
    files = sorted(root.rglob(INDEX))
    return {
        slug_of(file.parent.relative_to(root).as_posix()).strip(".").lower(): file
        for file in files
        if _MAIN.search(file.read_bytes())
    }


def site_of_copy(copy: Path) -> dict[str, Block]:
    """What every page says in every language: {language: {brand, footer, home, pages}}."""
    site = {}
    for language in LANGUAGES:
        pages = pages_of(copy, language)
        home = pages.pop("").read_bytes()
        texts = [
            {"slug": slug, "is_in_menu": slug == REGISTER, "text": page_text(file.read_bytes())}
            for slug, file in pages.items()
        ]
        site[language] = {**frame_of(home), "home": page_text(home), "pages": texts}
    return site


def built_file(build: Path, language: str, slug: str) -> Path:
    """Where the peer writes the page."""
    return build / language / slug / INDEX
