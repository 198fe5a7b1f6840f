"""A static copy of the portal: every file is what the portal answers, and everything a page leads to is there."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from solmu.core.errors import SolmuError
from solmu.portal.composing.reader import LIVE, Profile
from solmu.portal.copying.asking import Portal, undisturbed
from solmu.portal.copying.publishing import Published
from solmu.portal.copying.publishing import publish as publish_copy
from solmu.portal.drawing.sharing.picture import picture_of
from solmu.registry.actions.partnerships import set_partnership_since
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Organisation, Partnership
from tests.portal import published
from tests.registry import founding

# Asked on one database: files are written from the same pages on both.
pytestmark = pytest.mark.sqlite

ELSEWHERE = Profile(is_static=True, live_address="https://live.example")
ALONE = Profile(is_static=True)

MARKED = {
    "a-z": set(),
    "feedback": {"form.letter", "form.day-form"},
    "search": {"main", "script", "form.day-form"},
}
"""What the live portal alone has, by the page it is on; on all other pages it is the form for another day."""


@pytest.fixture
def ties(city: Organisation) -> list[Partnership]:
    return published.add_partners(2)


def publish(folder: Path, profile: Profile = ELSEWHERE) -> Published:
    return publish_copy(folder, profile)


def addresses(folder: Path) -> dict[str, bytes]:
    """Every file by the address it answers."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.endswith(".gz") and not path.name.startswith((".solmu", ".ht", "_redirects")):
            found[f"/{name.removesuffix('index.html')}"] = path.read_bytes()
    return found


def answers(folder: Path, profile: Profile) -> dict[str, tuple[bytes, bytes]]:
    """For each address of the copy that is no stub: the file, and what the portal answers under a profile."""
    portal, found = Portal(profile), {}
    with undisturbed():
        for address, body in addresses(folder).items():
            for asked in (address, address.rstrip("/")):
                answered = portal.ask(asked)
                if answered.status == 200:
                    found[asked] = body, answered.body
                    break
    return found


def test_every_file_is_byte_for_byte_what_the_portal_answers(ties: list[Partnership], tmp_path: Path) -> None:
    publish(tmp_path)
    found = answers(tmp_path, ELSEWHERE)

    assert [address for address, (kept, answered) in found.items() if kept != answered] == []
    assert addresses(tmp_path).keys() - found.keys() - {f"{address}/" for address in found} == {
        "/", "/404.html", "/audit-head.json", "/nginx-redirects.conf",
    }  # fmt: skip
    assert {f"/{language}/partners/{ties[0].pk}" for language in ("fi", "sv", "en")} <= {
        address.rpartition("/")[0] for address in found
    }


def test_copy_differs_from_the_live_portal_only_where_the_page_is_marked(
    ties: list[Partnership], tmp_path: Path
) -> None:
    publish(tmp_path)
    for address, (kept, live) in answers(tmp_path, LIVE).items():
        if kept == live:
            continue
        assert without_marked(kept)[0] == without_marked(live)[0], address
        part = address.strip("/").partition("/")[2].partition("/")[0]
        assert without_marked(live)[1] == MARKED.get(part, set()) | {"form.day-form"}, address


def without_marked(body: bytes) -> tuple[str, set[str]]:
    """A page without what is marked, and what that was."""
    page = LexborHTMLParser(body)
    marked = page.css("[data-live]")
    names = {node.tag + "".join(f".{name}" for name in (node.attributes.get("class") or "").split()) for node in marked}
    for node in marked:
        node.decompose()
    return re.sub(r"\s+", "", page.html or ""), {name.removesuffix(".wrap") for name in names}


def test_nothing_leads_nowhere(ties: list[Partnership], tmp_path: Path) -> None:
    assert publish(tmp_path).dead_links == ()


def test_what_needs_an_answer_leads_to_the_live_portal_or_gives_an_address(
    ties: list[Partnership], tmp_path: Path, instance: Path
) -> None:
    config = instance / "config.toml"
    config.write_text(f'{published.SETTINGS}[contact]\nemail = "ties@example.org"\n', encoding="utf-8")
    publish(tmp_path / "a")
    publish(tmp_path / "b", ALONE)
    with_live, alone = (addresses(tmp_path / name) for name in "ab")

    assert b'href="https://live.example/en/feedback/"' in with_live["/en/feedback/"]
    assert b'href="https://live.example/en/search/"' in with_live["/en/search/"]
    assert b'href="https://live.example/en/days/"' in with_live["/en/"]
    assert b'href="mailto:ties@example.org"' in alone["/en/feedback/"]
    for files in (with_live, alone):
        assert not [address for address, body in files.items() if b"<form" in body]


def test_list_of_names_is_what_a_copy_is_searched_by(ties: list[Partnership], tmp_path: Path) -> None:
    publish(tmp_path)
    page = LexborHTMLParser(addresses(tmp_path)["/sv/search/"])
    lines = {node.attributes["data-key"]: node.css_first("a").attributes["href"] for node in page.css("[data-key]")}

    assert lines["fjarrby01"] == lines["kaukola01"] == f"/sv/partners/{ties[1].pk}/fjarrby01"


def test_after_one_change_only_what_it_changed_is_written(ties: list[Partnership], tmp_path: Path) -> None:
    publish(tmp_path)
    assert publish(tmp_path).changed == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    set_partnership_since(by=founding.BY, source=None, partnership=ties[0], since=founding.on("1907"))
    done = publish(tmp_path)

    # A picture's address says what is in it: another one stands elsewhere, and the old one is taken away.
    gone = {path for path in before if not path.exists()}
    assert {path.parent.name for path in gone} == {"pictures"}
    touched = {path for path in before.keys() - gone if path.stat().st_mtime_ns != before[path]}
    pages = {path.relative_to(tmp_path).as_posix() for path in touched}
    assert any(f"partners/{ties[0].pk}/" in page for page in pages)
    assert not any(f"partners/{ties[1].pk}/" in page or page.startswith("static/") for page in pages)
    assert 0 < done.changed < done.files / 2


def test_pictures_that_are_there_are_not_made_again(ties: list[Partnership], tmp_path: Path) -> None:
    publish(tmp_path)
    gone, *others = sorted(tmp_path.glob("*/pictures/*.png"))
    drawn = gone.read_bytes()
    gone.unlink()
    picture_of.cache_clear()

    done = publish(tmp_path)

    assert len(others) > 1
    assert (done.changed, done.removed) == (1, 0)
    assert gone.read_bytes() == drawn
    assert picture_of.cache_info().misses == 1


def test_removed_record_is_said_to_be_gone(city: Organisation, tmp_path: Path) -> None:
    source = founding.page()
    tie = founding.partnership(source, founding.place(source, en="Gone"))
    publish(tmp_path)
    remove_record(by=founding.BY, source=None, record=tie.record, reason="Entered twice.")
    done = publish(tmp_path)
    prefix = f"/en/partners/{tie.pk}/"

    assert done.removed > 0
    assert b"Entered twice." in addresses(tmp_path)[prefix]
    assert f"{prefix}* {prefix}index.html 410" in (tmp_path / "_redirects").read_text(encoding="utf-8")
    assert f"RewriteRule ^{prefix[1:]} - [G,L]" in (tmp_path / ".htaccess").read_text(encoding="utf-8")
    nginx = (tmp_path / "nginx-redirects.conf").read_text(encoding="utf-8")
    assert f'"~^{prefix[:-1]}(/|$)" {prefix}index.html;' in nginx


def test_older_names_lead_to_the_page(ties: list[Partnership], tmp_path: Path) -> None:
    publish(tmp_path)
    rules = (tmp_path / "_redirects").read_text(encoding="utf-8").splitlines()
    assert f"/sv/partners/{ties[0].pk}/* /sv/partners/{ties[0].pk}/fjarrby00 301" in rules


def test_copy_carries_the_head_of_the_audit(ties: list[Partnership], tmp_path: Path) -> None:
    done = publish(tmp_path)
    assert json.loads((tmp_path / "audit-head.json").read_text(encoding="utf-8"))["head"] == done.head


def test_entrance_leads_to_the_city_s_first_language(city: Organisation, tmp_path: Path) -> None:
    publish(tmp_path)
    assert b'content="0; url=/sv/"' in (tmp_path / "index.html").read_bytes()


def test_copy_is_of_one_day(ties: list[Partnership], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([date(2026, 12, 31), *[date(2027, 1, 1)] * 100_000])
    monkeypatch.setattr("solmu.core.city.City.today", lambda _city: next(days))
    publish(tmp_path)

    assert not [address for address, body in addresses(tmp_path).items() if b"December 2026" in body]
    assert json.loads((tmp_path / "audit-head.json").read_text(encoding="utf-8"))["day"] == "2027-01-01"


def test_settings_that_never_rest_are_said(
    ties: list[Partnership], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (date.fromordinal(738_000 + number) for number in range(100_000))
    monkeypatch.setattr("solmu.core.city.City.today", lambda _city: next(days))
    with pytest.raises(SolmuError, match="again and again"):
        publish(tmp_path)
