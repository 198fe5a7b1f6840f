"""Every answer carries the headers that keep it from being misused: pages, static files, redirects and errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from solmu.config.headers import UNUSED
from tests.portal import published

pytestmark = pytest.mark.sqlite

STATIC = "/static/solmu/portal.css"
FEED = "/fi/calendar/activities.ics"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("said to nobody")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def static(client: Client) -> HttpResponse:
    response = client.get(STATIC)
    response.close()
    return response


urlpatterns = [path("broken", broken), path("forbidden", forbidden), path("", include("solmu.config.urls"))]


@pytest.fixture(autouse=True)
def city(db: None, instance: Path, settings) -> None:
    published.found_city(instance)
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


ASKED: dict[str, tuple[Callable[[Client], HttpResponse], int]] = {
    "page": (lambda client: client.get("/fi/"), 200),
    "redirect": (lambda client: client.get("/"), 302),
    "feed": (lambda client: client.get(FEED), 200),
    "static file": (static, 200),
    "missing static file": (lambda client: client.get("/static/nothing.css"), 404),
    "robots.txt": (lambda client: client.get("/robots.txt"), 200),
    "no page": (lambda client: client.get("/nowhere"), 404),
    "no record": (lambda client: client.get("/fi/partners/222222222222/nobody"), 404),
    "post": (lambda client: client.post("/fi/"), 405),
    "feedback from elsewhere": (lambda client: client.post("/fi/feedback/"), 403),
    "wrong host": (lambda client: client.get("/fi/", headers={"host": "evil.example"}), 400),
    "forbidden": (lambda client: client.get("/forbidden"), 403),
    "broken": (lambda client: client.get("/broken"), 500),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_carries_the_headers(client: Client, name: str) -> None:
    ask, status = ASKED[name]
    response = ask(client)

    headers = response.headers
    assert response.status_code == status
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy)
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].split(", ") == [f"{feature}=()" for feature in UNUSED]
    assert not response.cookies
    assert "Server" not in headers
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("name", ["page", "static file", "broken"])
def test_site_over_https_asks_for_https_from_then_on(client: Client, settings, name: str) -> None:
    settings.SITE_ADDRESS = "https://ties.example.org"

    assert ASKED[name][0](client).headers["Strict-Transport-Security"] == "max-age=63072000"


def test_site_over_http_does_not(client: Client, settings) -> None:
    settings.SITE_ADDRESS = "http://ties.example.org"

    assert "Strict-Transport-Security" not in client.get("/fi/").headers


@pytest.mark.parametrize("name", ["no page", "post", "wrong host", "forbidden", "broken"])
def test_errors_are_told_in_every_language(client: Client, name: str) -> None:
    ask, _ = ASKED[name]
    page = ask(client).content.decode()

    assert [re.search(rf'<h\d{mark}>[^<]+</h', page) is not None for mark in (' lang="fi"', ' lang="sv"', "")] == [
        True, True, True,
    ]  # fmt: skip
    assert [f'href="/{code}/"' in page for code in published.LANGUAGES] == [True, True, True]
    assert "said to nobody" not in page
    assert "{%" not in page


def test_refused_way_of_asking_names_those_there_are(client: Client) -> None:
    assert client.post("/fi/").headers["Allow"] == "GET, HEAD"


def test_error_pages_are_valid(client: Client, nu_checker: Callable[[Path], list[str]], tmp_path: Path) -> None:
    for name in ("no page", "post", "wrong host", "forbidden", "broken"):
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(ASKED[name][0](client).content)
    assert nu_checker(tmp_path) == []
