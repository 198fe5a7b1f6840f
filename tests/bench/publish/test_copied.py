"""Which pages of a static copy the peer is given, and under which slugs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.publish.copied import built_file, pages_of, site_of_copy

PAGE = "<body><header><a>Ties</a></header><main><h1>{}</h1><p>Words.</p></main><footer><p>Foot.</p></footer></body>"
STUB = '<meta http-equiv="refresh" content="0; url=/fi/">'
PAGES = {"": "Home", "agreements": "All", "partners/2a/Tartu": "Tartu"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for language in ("fi", "sv", "en"):
        for path, title in PAGES.items():
            folder = tmp_path / language / path
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(PAGE.format(title))
        moved = tmp_path / language / "partners" / "2b"
        moved.mkdir()
        (moved / "index.html").write_text(STUB)
    return tmp_path


def test_pages_have_slugs_and_those_that_lead_on_are_none(copy: Path) -> None:
    assert pages_of(copy, "sv") == {
        "": copy / "sv" / "index.html",
        "agreements": copy / "sv" / "agreements" / "index.html",
        "2a-tartu": copy / "sv" / "partners" / "2a" / "Tartu" / "index.html",
    }


def test_site_has_every_page_in_every_language_with_its_text(copy: Path) -> None:
    site = site_of_copy(copy)
    assert list(site) == ["fi", "sv", "en"]
    home = {"title": "Home", "intro": "<p>Words.</p>", "body": []}
    assert site["en"] == {
        "brand": "Ties",
        "footer": "<p>Foot.</p>",
        "home": home,
        "pages": [
            {"slug": "agreements", "is_in_menu": True, "text": home | {"title": "All"}},
            {"slug": "2a-tartu", "is_in_menu": False, "text": home | {"title": "Tartu"}},
        ],
    }


def test_peer_builds_a_page_into_a_folder_of_its_slug(tmp_path: Path) -> None:
    assert built_file(tmp_path, "fi", "") == tmp_path / "fi" / "index.html"
    assert built_file(tmp_path, "fi", "2a-tartu") == tmp_path / "fi" / "2a-tartu" / "index.html"
