"""The limit of a page: its bytes from a file, by WhiteNoise alone. The folder is BENCH_STATIC_DIR."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from whitenoise import WhiteNoise  # type: ignore[import-untyped]


def nothing(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


application = WhiteNoise(nothing, root=os.environ["BENCH_STATIC_DIR"])
