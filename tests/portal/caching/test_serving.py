"""What the layer before Django answers: the same as Django, at once, and nothing for what it must not keep."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.changing_settings import change_settings
from solmu.core.models import system_actor
from solmu.portal.caching import serving
from solmu.portal.caching.serving import Keeping, accepts_gzip, is_among, keeping
from solmu.portal.caching.store import Store
from solmu.portal.copying.asking import undisturbed
from solmu.registry.actions.partnerships import set_partnership_since
from solmu.registry.models import Organisation
from tests.portal import published
from tests.portal.caching.meddling import ask
from tests.registry import founding

GZIP = {"HTTP_ACCEPT_ENCODING": "br;q=1, gzip;q=0.8"}


@pytest.fixture
def store() -> Store:
    return Store(10**7)


@pytest.fixture
def kept(city: Organisation, store: Store) -> Iterator[Keeping]:
    with undisturbed():
        yield Keeping(get_wsgi_application(), store)


def test_warm_answer_is_the_cold_one_and_asks_nothing_but_the_revision(kept: Keeping) -> None:
    published.add_partners(1)
    cold = ask(kept, "/fi/partners/")
    with CaptureQueriesContext(connection) as queries:
        warm = ask(kept, "/fi/partners/")

    assert warm == cold
    assert len(queries) == 0  # the revision is asked past Django's cursor
    assert cold[2] == ask(get_wsgi_application(), "/fi/partners/")[2]


def test_headers_are_those_of_django_and_of_what_is_kept(kept: Keeping) -> None:
    ours, own = ask(kept, "/en/")[1], ask(get_wsgi_application(), "/en/")[1]

    assert own.items() <= ours.items()
    assert ours.keys() - own.keys() == {"etag", "vary", "cache-control"}
    assert "content-security-policy" in own


def test_compressed_answer_has_a_tag_of_its_own(kept: Keeping) -> None:
    plain, zipped = ask(kept, "/en/"), ask(kept, "/en/", **GZIP)

    assert gzip.decompress(zipped[2]) == plain[2]
    assert zipped[1]["content-encoding"] == "gzip"
    assert zipped[1]["content-length"] == str(len(zipped[2]))
    assert zipped[1]["vary"] == plain[1]["vary"] == "Accept-Encoding"
    assert zipped[1]["etag"] != plain[1]["etag"]
    assert not plain[1]["etag"].startswith("W/")


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_known_tag_is_answered_without_a_body(kept: Keeping, headers: dict[str, str]) -> None:
    tag = ask(kept, "/en/", **headers)[1]["etag"]
    for condition in (tag, f'"other", W/{tag}', "*"):
        status, found, body = ask(kept, "/en/", HTTP_IF_NONE_MATCH=condition, **headers)
        assert (status, found["etag"], body) == ("304 Not Modified", tag, b"")
        assert "content-length" not in found

    assert ask(kept, "/en/", HTTP_IF_NONE_MATCH='"other"', **headers)[0] == "200 OK"


def test_condition_of_the_first_reader_does_not_shape_what_is_kept(kept: Keeping) -> None:
    assert ask(kept, "/en/", HTTP_IF_NONE_MATCH="*")[0] == "304 Not Modified"
    assert len(ask(kept, "/en/")[2]) > 1000


def test_conditions_reach_what_is_not_kept(kept: Keeping, store: Store) -> None:
    tag = ask(kept, "/en/feed.atom")[1]["etag"]

    status, _headers, body = ask(kept, "/en/feed.atom", HTTP_IF_NONE_MATCH=tag)
    assert (status[:3], body, len(store)) == ("304", b"", 0)


def test_head_has_the_headers_of_get(kept: Keeping) -> None:
    cold = ask(kept, "/en/", "HEAD")
    get = ask(kept, "/en/")

    assert (cold[1], cold[2]) == (get[1], b"")
    assert ask(kept, "/en/", "HEAD") == cold


def test_write_is_seen_by_the_next_reader(kept: Keeping) -> None:
    tie = published.add_partners(1)[0]
    path = f"/en/partners/{tie.pk}/farham00"
    before = ask(kept, path)
    set_partnership_since(by=founding.BY, source=None, partnership=tie, since=founding.on("1907"))
    after = ask(kept, path)

    assert b"1907" not in before[2]
    assert b"1907" in after[2]
    assert before[1]["etag"] != after[1]["etag"]


def test_a_setting_changed_at_the_desk_makes_pages_anew(kept: Keeping) -> None:
    before = ask(kept, "/fi/")[2]
    change_settings(by=system_actor(), values={"texts.home_heading": {"fi": "Ystävät"}})
    after = ask(kept, "/fi/")[2]
    with CaptureQueriesContext(connection) as queries:
        again = ask(kept, "/fi/")[2]

    assert ("Ystävät".encode() in before, "Ystävät".encode() in after) == (False, True)
    assert (again == after, len(queries)) == (True, 0)


def test_settings_and_the_day_make_pages_anew(kept: Keeping, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ask(kept, "/en/")[2]
    config = instance / "config.toml"
    config.write_text(published.SETTINGS + '[texts.site_title]\nen = "Ties of Rantala"\n', encoding="utf-8")
    os.utime(config, ns=(1, 1))
    renamed = ask(kept, "/en/")[2]
    monkeypatch.setattr("solmu.core.city.City.today", lambda _city: date(2031, 2, 3))

    assert b"Ties of Rantala" in renamed
    assert b"Ties of Rantala" not in before
    assert b"February 2031" in ask(kept, "/en/")[2]


@pytest.mark.parametrize(
    "path", ["/en/none/", "/nowhere", "/en/partners/222222222222/x", "/", "/en/?q=1", "/robots.txt"]
)
def test_addresses_anybody_can_make_up_fill_nothing(kept: Keeping, store: Store, path: str) -> None:
    assert ask(kept, path)[0] == ask(get_wsgi_application(), path)[0]
    assert len(store) == 0


def test_page_of_a_host_that_is_not_ours_is_refused_though_it_is_kept(kept: Keeping) -> None:
    assert ask(kept, "/en/")[0] == "200 OK"
    assert ask(kept, "/en/", HTTP_HOST="evil.example")[0].startswith("400 ")


def test_head_of_what_is_not_kept_has_no_body(kept: Keeping) -> None:
    status, _headers, body = ask(kept, "/en/none/", "HEAD")
    assert (status[:3], body) == ("404", b"")


def test_form_that_is_sent_goes_to_django(kept: Keeping) -> None:
    ask(kept, "/en/")
    assert ask(kept, "/en/", "POST")[0].startswith("405 ")


class Slow:
    """An application whose answer to the request it is told to hold comes when it is let go; True where kept."""

    def __init__(self, *, is_kept: bool) -> None:
        self.made: list[str] = []
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.is_held, self._is_kept = False, is_kept

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.made.append(environ["PATH_INFO"])
        if self.is_held:
            self.is_held = False
            self.entered.set()
            self.go_on.wait(10)
        if self._is_kept:
            environ["solmu.caching.made_as_of"] = serving.present_version()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"page"]


def test_kept_page_asked_for_by_many_at_once_is_made_anew_once(
    city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "present_version", lambda: "one")
    page = Slow(is_kept=True)
    layer, given = Keeping(page, Store(10**6)), []
    ask(layer, "/x")
    monkeypatch.setattr(serving, "present_version", lambda: "two")
    page.is_held = True
    threads = [threading.Thread(target=lambda: given.append(ask(layer, "/x")[2])) for _ in range(4)]
    threads[0].start()
    page.entered.wait(10)
    for thread in threads[1:]:
        thread.start()
    page.go_on.set()
    for thread in threads:
        thread.join(10)

    assert (page.made, given) == (["/x", "/x"], [b"page"] * 4)


def test_nobody_waits_for_what_is_not_kept(city: Organisation) -> None:
    page = Slow(is_kept=False)
    page.is_held = True
    layer, given = Keeping(page, Store(10**6)), []
    first = threading.Thread(target=lambda: given.append(ask(layer, "/x")[2]))
    first.start()
    page.entered.wait(10)

    assert ask(layer, "/x")[2] == b"page"
    assert given == []
    page.go_on.set()
    first.join(10)
    assert given == [b"page"]


def test_nothing_is_kept_while_developing(settings: Any) -> None:
    def application(_environ: object, _start: object) -> list[bytes]:
        return []

    settings.DEBUG = True
    assert keeping(application) is application
    settings.DEBUG, settings.PAGES_KEPT = False, 0
    assert keeping(application) is application


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip", True), ("", False), ("br", False), ("*", True), ("gzip;q=0, *", False), ("gzip; q=0.0", False),
     ("identity, GZIP;q=0.1", True), ("gzip;q=x", False), ("*;q=0", False)],
)  # fmt: skip
def test_encodings_accepted(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


def test_tags_are_compared_weakly() -> None:
    assert is_among('"a"', 'W/"b", W/"a"')
    assert not is_among('"a"', '"a-gzip"')
