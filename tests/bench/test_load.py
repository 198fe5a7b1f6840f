"""One reader after every write, against a small server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.load import ask_after_writes
from bench.serving import Server
from house.processes import TroubleError


class Counter(ThreadingHTTPServer):
    """Answers every page with how often it was written to."""

    writes = 0

    def write(self) -> None:
        self.writes += 1


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counter

    def do_GET(self) -> None:
        body = str(self.server.writes).encode()
        self.send_response(200 if self.path == "/page" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        return


@pytest.fixture
def counter() -> Iterator[Counter]:
    with Counter(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_ask_after_writes_writes_before_every_request(counter: Counter) -> None:
    rate = ask_after_writes(Server("It", counter.server_port), "/page", counter.write, times=3)
    assert counter.writes == 3
    assert rate > 0


def test_ask_after_writes_refuses_a_page_that_does_not_show_the_change(counter: Counter) -> None:
    with pytest.raises(TroubleError, match="showed the page as it was before the write"):
        ask_after_writes(Server("It", counter.server_port), "/page", lambda: None, times=3)


def test_ask_after_writes_refuses_another_status(counter: Counter) -> None:
    with pytest.raises(TroubleError, match="status 404"):
        ask_after_writes(Server("It", counter.server_port), "/nowhere", counter.write, times=3)
