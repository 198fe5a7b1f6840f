"""Every area has its guide in each language, and what a guide calls a button or an area is what the interface says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.translation import override

from house.processes import ROOT
from house.translations import kept
from solmu.desk.areas import AREAS
from solmu.desk.help.guides import GUIDES, Guide, guide

pytestmark = pytest.mark.sqlite

LANGUAGES = [code for code, _name in settings.LANGUAGES]
KEYS = [area.key for area in AREAS]

# What stands in bold names something of the interface.
NAMED = re.compile(r"\*\*(.+?)\*\*")


def named(of: Guide) -> list[str]:
    return NAMED.findall(of.text)


@functools.cache
def said(language: str) -> dict[str, set[str]]:
    """What the interface says for each English text, in each of its contexts."""
    found: dict[str, set[str]] = {}
    for message in kept("fi" if language == "en" else language):
        if isinstance(message.id, str) and message.string:
            found.setdefault(message.id, set()).add(message.id if language == "en" else str(message.string))
    return found


def words_for(text: str, language: str) -> set[str]:
    return said(language).get(text, set())


def written() -> Iterator[tuple[str, str]]:
    for path in GUIDES.glob("*/*.md"):
        yield path.parent.name, path.stem


def test_every_area_has_a_guide_in_every_language_and_no_other_has() -> None:
    assert set(written()) == {(language, key) for language in LANGUAGES for key in KEYS}


@pytest.mark.parametrize(("language", "key"), sorted(written()))
def test_guide_is_called_as_its_area_has_a_picture_and_fits_a_screen(language: str, key: str) -> None:
    found = guide(key, language)
    assert found is not None
    with override(language):
        assert found.heading == next(str(area.word) for area in AREAS if area.key == key)
    assert found.picture == GUIDES / language / f"{key}.png"
    assert found.picture.is_file(), "SOLMU_WRITE_DOCS=1 python3 run test tests/browser/test_desk_pages.py makes it."
    assert len(found.text) < 1700


@pytest.mark.parametrize("key", KEYS)
def test_what_a_guide_names_is_said_so_by_the_interface(key: str) -> None:
    english = guide(key, "en")
    assert english is not None
    texts = named(english)
    assert texts != []
    for language in LANGUAGES:
        other = guide(key, language)
        assert other is not None
        unsaid = [text for text in texts if not words_for(text, language)]
        assert unsaid == []
        allowed = [words_for(text, language) for text in texts]
        assert [name for name in named(other) if not any(name in words for words in allowed)] == []
        assert [texts[at] for at, words in enumerate(allowed) if not words & set(named(other))] == []


def test_help_leads_to_the_guide_of_the_page_in_the_accounts_language(city, officer, desk_of) -> None:
    officer.language = "sv"
    officer.save(update_fields=["language"])
    desk = desk_of(officer)

    assert '<a href="/desk/help/stories/">' in desk.get("/desk/stories/new/").text
    assert '<a href="/desk/help/">' in desk.get("/desk/you/").text
    page = desk.get("/desk/help/stories/")
    assert "<h1>Berättelser</h1>" in page.text
    assert "<strong>Skriv en berättelse</strong>" in page.text
    assert '<img src="/desk/help/stories/picture.png" alt="Listan' in page.text
    assert desk.get("/desk/help/stories/picture.png").headers["Content-Type"] == "image/png"


def test_guides_are_listed_to_those_who_may_open_the_area(city, officer, auditor, desk_of) -> None:
    log = '<a href="/desk/help/audit/">'
    assert log not in desk_of(officer).get("/desk/help/").text
    assert log in desk_of(auditor).get("/desk/help/").text


@pytest.mark.parametrize("area", ["nothing", "..", "guides"])
def test_there_is_no_guide_to_what_is_no_area(city, officer, desk_of, area: str) -> None:
    assert desk_of(officer).get(f"/desk/help/{area}/").status_code == 404
    assert desk_of(officer).get(f"/desk/help/{area}/picture.png").status_code == 404


def test_the_docs_lead_to_every_guide() -> None:
    text = (ROOT / "docs" / "guides.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\(\.\./src/solmu/desk/help/guides/(\w+)/(\w+)\.md\)", text))
    assert linked == set(written())
