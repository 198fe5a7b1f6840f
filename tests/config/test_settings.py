"""What the environment may say of mail, and what is refused with a sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from solmu.config.settings import _mail_server, _proxies, _sender, _site_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, "", "", False, False)),
        ("smtps://a%40b:p%3Aw@mail.example.org", ("mail.example.org", 465, "a@b", "p:w", True, False)),
        ("smtp+starttls://a:b@mail.example.org", ("mail.example.org", 587, "a", "b", False, True)),
        ("", ("", 0, "", "", False, False)),
        (None, ("", 0, "", "", False, False)),
    ],
    ids=["plain", "a port", "encrypted from the start", "starttls", "empty", "not set"],
)
def test_mail_server_is_read_from_its_address(url: str | None, expected: tuple[object, ...]) -> None:
    assert tuple(_mail_server(url).values()) == expected


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://mail:x", "smtp://mail/x", "smtp://mail?tls=1"],
)
def test_mail_server_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SOLMU_SMTP_URL is not understood\."):
        _mail_server(url)


def test_password_is_not_repeated_where_the_address_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        _mail_server("imap://user:s3cret@mail.example.org")

    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://ties.example.org/", "https://ties.example.org"), ("http://localhost:8000", "http://localhost:8000")],
)
def test_site_address_ends_without_a_slash(text: str, expected: str) -> None:
    assert (_site_address(text), _site_address(None)) == (expected, "")


@pytest.mark.parametrize("text", ["ties.example.org", "ftp://ties.example.org", "https://", "http://["])
def test_site_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SOLMU_ADDRESS is no address"):
        _site_address(text)


@pytest.mark.parametrize("text", ["ties", "ties@", "Ties <ties@example.org>", "a b@example.org"])
def test_sender_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SOLMU_MAIL_FROM is no e-mail address"):
        _sender(text)


def test_sender_is_an_address() -> None:
    assert (_sender(" ties@example.org "), _sender(None)) == ("ties@example.org", "")


@pytest.mark.parametrize(("text", "expected"), [("2", 2), ("0", 0), ("", 0), (None, 0)])
def test_proxies_are_a_number(text: str | None, expected: int) -> None:
    assert _proxies(text) == expected


@pytest.mark.parametrize("text", ["-1", "one", "1.5"])
def test_proxies_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SOLMU_PROXIES is no number"):
        _proxies(text)
