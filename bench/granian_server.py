"""Serves an application as `solmu serve` serves Solmu: `python granian_server.py MODULE:NAME PORT`.

It stands alone, since the peers' environment knows nothing of Solmu; a test holds its settings to those of
`solmu serve`.
"""

from __future__ import annotations

import sys
from typing import Any

SETTINGS: dict[str, Any] = {
    "interface": "wsgi",
    "workers": 1,
    "blocking_threads": 4,
    "log_access": False,
    "websockets": False,
}

if __name__ == "__main__":
    from granian.constants import Interfaces
    from granian.server import Server

    target, port = sys.argv[1:]
    interface = Interfaces(SETTINGS["interface"])
    Server(target, address="127.0.0.1", port=int(port), **{**SETTINGS, "interface": interface}).serve()
