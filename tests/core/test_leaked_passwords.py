"""Passwords known from leaks: asked of a service that really answers, by five characters of a figure."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from solmu.core.leaked_passwords import NoAnswer, forget, is_leaked
from solmu.core.models import Account
from solmu.core.passwords import NotLeaked
from tests.portal import published

LEAKED = "a quiet river bend"
FIGURE = hashlib.sha1(LEAKED.encode(), usedforsecurity=False).hexdigest().upper()
PADDING = "".join(f"{number:035X}:0\r\n" for number in range(300))


@dataclass
class Service:
    """What a running service answers, and what it was asked."""

    address: str
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None

    def says(self, status: int, text: str, **headers: str) -> None:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in ({"Content_Length": str(len(text))} | headers).items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(text.encode())

        self.answer = answer


@pytest.fixture
def service() -> Iterator[Service]:
    """It knows one password, seen 42 times, and pads its answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, self.headers["Add-Padding"], self.headers["User-Agent"]))
            assert known.answer is not None
            known.answer(self)

        def log_message(self, *_arguments: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Service(f"http://127.0.0.1:{server.server_port}")
    known.says(200, f"{PADDING}{FIGURE[5:]}:42")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    forget()
    yield known
    server.shutdown()
    server.server_close()
    thread.join()
    forget()


def told_why(service: Service, seconds: float = 20) -> str:
    with pytest.raises(NoAnswer) as trouble:
        is_leaked(LEAKED, address=service.address, seconds=seconds)
    return trouble.value.why


def test_five_characters_are_sent_and_the_rest_is_found_here(service: Service) -> None:
    assert is_leaked(LEAKED, address=f"{service.address}/", seconds=20)
    assert service.asked == [(f"/range/{FIGURE[:5]}", "true", "Solmu")]


def test_what_is_not_named_or_is_padding_is_not_leaked(service: Service) -> None:
    service.says(200, f"{PADDING}{FIGURE[5:]}:0\r\n{'F' * 35}:7")
    assert not is_leaked(LEAKED, address=service.address, seconds=20)


@pytest.mark.parametrize(
    ("status", "text", "why"),
    [
        (503, "", "status-503"),
        (429, "slower", "status-429"),
        (200, "", "wrong-answer"),
        (200, "<html>Sign in to the network</html>", "wrong-answer"),
        (200, f"{FIGURE[5:]}:many", "wrong-answer"),
        (200, f"{FIGURE}:42", "wrong-answer"),
        (200, PADDING * 100, "wrong-answer"),
    ],
)
def test_another_answer_says_nothing(service: Service, status: int, text: str, why: str) -> None:
    service.says(status, text)
    assert told_why(service) == why


def test_half_an_answer_says_nothing(service: Service) -> None:
    service.says(200, PADDING, Content_Length=str(len(PADDING) + 40))
    assert told_why(service) == "wrong-answer"


def test_a_redirect_is_not_followed(service: Service) -> None:
    service.says(302, "", Location=f"{service.address}/elsewhere")
    assert told_why(service) == "status-302"
    assert len(service.asked) == 1


def test_what_is_no_http_says_nothing(service: Service) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    service.answer = answer
    assert told_why(service) == "unreachable"


def test_who_dribbles_is_not_waited_for(service: Service) -> None:
    gone = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not gone.wait(0.02):
            handler.wfile.write(b"0")

    service.answer = answer
    try:
        # Each byte comes in time; the answer as a whole never does.
        assert told_why(service, seconds=0.3) == "late"
    finally:
        gone.set()


def test_who_gave_no_answer_is_not_asked_again_for_a_while(service: Service) -> None:
    service.says(503, "")
    assert [told_why(service), told_why(service)] == ["status-503", "resting"]
    assert len(service.asked) == 1


def test_what_is_not_encrypted_is_not_asked() -> None:
    with pytest.raises(NoAnswer, match="not-encrypted"):
        is_leaked(LEAKED, address="http://leaks.example.org", seconds=20)


# --- choosing a password ----------------------------------------------------------------------------------------------


def ask_of(instance: Path, address: str) -> None:
    """Have the city's settings name a service."""
    path = instance / "config.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[sign_in]\nleaked_passwords = "{address}"\n', "utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


@pytest.mark.sqlite
def test_a_leaked_password_is_refused_and_no_other(db: None, instance: Path, service: Service) -> None:
    published.found_city(instance)
    ask_of(instance, service.address)
    validator = NotLeaked(seconds=20)
    with pytest.raises(ValidationError, match=r"^\['This password is known from a leak. Choose another.'\]$"):
        validator.validate(LEAKED)
    validator.validate("a quiet river bend, and its heron")
    assert len(service.asked) == 2


@pytest.mark.sqlite
def test_without_an_answer_it_is_taken_and_the_log_tells_nothing_of_it(
    db: None, instance: Path, service: Service, caplog
) -> None:
    published.found_city(instance)
    ask_of(instance, service.address)
    service.says(503, "")
    with caplog.at_level(logging.INFO):
        NotLeaked(seconds=20).validate(LEAKED, Account(pk="n96y3fd6kpc8"))
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["password-not-compared account=n96y3fd6kpc8 from=- why=status-503"]


@pytest.mark.sqlite
def test_nobody_is_asked_where_the_city_names_nobody(db: None, instance: Path, service: Service) -> None:
    NotLeaked(seconds=20).validate(LEAKED)
    published.found_city(instance)
    NotLeaked(seconds=20).validate(LEAKED)
    assert service.asked == []
