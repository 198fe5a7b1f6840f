"""Links of the pages lead somewhere: to a file, to a heading of it, to a standard or licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.processes import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s]+)\)|<(https?://[^>\s]+)>")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)

# Standards, licences and the givers of data; and this machine, where the demo serves.
OUTSIDE = (
    "https://creativecommons.org/licenses/",
    "https://keepachangelog.com/",
    "https://semver.org/",
    "https://www.geonames.org/",
    "https://www.naturalearthdata.com/",
    "https://www.unicode.org/",
    "http://127.0.0.1:8000/",
)


def links_of(text: str) -> Iterator[str]:
    for found in LINK.finditer(CODE.sub("", text)):
        yield found[1] or found[2]


def anchor_of(heading: str) -> str:
    """A heading's anchor, as places that show Markdown make it."""
    words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return words.strip().replace(" ", "-")


def fault_of(link: str, page: Path) -> str | None:
    """What is wrong with a link of a page; None where it leads somewhere."""
    if re.match(r"[a-z]+:", link):
        return None if link.startswith(OUTSIDE) else f"{link} is an address outside that is not among those allowed"
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_file():
        return f"{link} leads to no file"
    if anchor and anchor not in map(anchor_of, HEADING.findall(target.read_text(encoding="utf-8"))):
        return f"{link} leads to no heading"
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    faults = [fault for link in links_of(page.read_text(encoding="utf-8")) if (fault := fault_of(link, page))]

    assert faults == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_stay_inside(page: Path) -> None:
    inside = [link.partition("#")[0] for link in links_of(page.read_text(encoding="utf-8")) if ":" not in link]

    assert [link for link in inside if not (page.parent / link).resolve().is_relative_to(ROOT)] == []


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in links_of(page.read_text(encoding="utf-8"))
        if ":" not in link
    }
    alone = [page for page in PAGES if page not in linked and page.name != "README.md"]

    assert [str(page.relative_to(ROOT)) for page in alone] == []


def test_fault_of_link_names_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here it is\n", encoding="utf-8")

    assert fault_of("page.md#here-it-is", page) is None
    assert fault_of("page.md#there", page) == "page.md#there leads to no heading"
    assert fault_of("other.md", page) == "other.md leads to no file"
    assert fault_of("https://example.org/", page) == (
        "https://example.org/ is an address outside that is not among those allowed"
    )


def test_links_of_code_are_none() -> None:
    assert list(links_of("[a](b.md) `[c](d.md)` <https://semver.org/>")) == ["b.md", "https://semver.org/"]
