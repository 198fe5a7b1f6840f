"""Peers and limits are served as Solmu is."""

from __future__ import annotations

from typing import Any

import pytest

from bench.granian_server import SETTINGS
from bench.serving import free_port
from solmu.cli.serve import run_server, serve


class NotedServer:
    """Takes the place of granian's: keeps what it is given and serves nothing."""

    given: dict[str, Any] = {}

    def __init__(self, target: str, **settings: Any) -> None:
        NotedServer.given = settings

    def serve(self) -> None:
        return


def test_settings_are_those_of_solmu_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("granian.server.Server", NotedServer)
    workers = next(option.default for option in serve.params if option.name == "workers")
    run_server("127.0.0.1", free_port(), workers, "")
    given = {name: value for name, value in NotedServer.given.items() if name not in ("address", "port")}
    assert given == SETTINGS
