"""The partner's page: repeated as it is, and first after a write, beside Wagtail's and beside its bytes from a file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

from bench.figures import Rates, rounds, turns
from bench.granian_server import SETTINGS as SERVED
from bench.load import ask_after_writes, ask_in_a_loop
from bench.machine import peers_version
from bench.portal_page import solmu_side, wagtail_side
from bench.portal_page.text import said
from bench.report import Measured, Row, Side
from bench.report import number as number_words
from bench.serving import Server, free_port, helping, serving
from house.processes import PYTHON, ROOT, VENV, TroubleError, environment

LEAST_ROUNDS, MOST_ROUNDS = 3, 7
TIME_FOR_ROUNDS = 45.0  # seconds for each of the two rows; a slow machine gets fewer rounds
CONNECTIONS = 8
SECONDS = 2
WARMING = 1  # seconds, not counted
WRITES = 10  # a round
MOST_QUERIES = 12
LANGUAGE = solmu_side.LANGUAGES[0]
SERVING: tuple[str | Path, ...] = ("-P", ROOT / "bench" / "granian_server.py")
"""Not with its own folder in the path, whose packages may be called as Python's own are."""
STATIC = "/page.html"


def measure(node: str) -> Measured:
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as name, ExitStack() as running:
        return _measure(node, Path(name), running)


def _say(words: str) -> None:
    print(words, flush=True)


def _measure(node: str, folder: Path, running: ExitStack) -> Measured:
    _say("Making the instance, as solmu demo does …")
    instance = folder / "instance"
    solmu_side.make_instance(instance)
    port = free_port()
    command: list[str | Path] = [VENV / "bin" / "solmu", "serve", "--port", str(port)]
    solmu = running.enter_context(serving("Solmu", command, port=port, env=solmu_side.environment_of(instance)))
    partners = solmu_side.partner_paths(solmu)
    if not partners:
        raise TroubleError("The portal's home lists no partner, so there is no page to measure.")
    record_id, path = max(partners.items(), key=lambda partner: len(solmu.page(f"/{LANGUAGE}{partner[1]}")))
    page = f"/{LANGUAGE}{path}"
    body = solmu.page(page)

    _say("Making the Wagtail site with the same pages …")
    site = folder / "wagtail"
    wagtail_side.make_site(site, solmu_side.site_of(solmu, partners))
    slug = solmu_side.slug_of(path)
    peer_page = f"/{LANGUAGE}/{slug}/"
    cached = running.enter_context(_wagtail(site, cache=True))
    uncached = running.enter_context(_wagtail(site, cache=False))
    peer_body = uncached.page(peer_page)
    if said(peer_body) != said(body):
        raise TroubleError("The page in Wagtail does not say what Solmu's says. Nothing can be compared.")
    static = running.enter_context(_static(folder / "static", body))
    if static.page(STATIC) != body:
        raise TroubleError("WhiteNoise does not serve the page's own bytes. Nothing can be compared.")

    warm = _repeated(node, {"solmu": (solmu, page), "peer": (cached, peer_page), "limit": (static, STATIC)})
    with (
        helping("Solmu", solmu_side.writer(record_id), env=solmu_side.environment_of(instance)) as ours,
        helping("Wagtail", wagtail_side.writer(LANGUAGE, slug), env=wagtail_side.environment_of(site)) as theirs,
    ):
        first = _after_writes({"solmu": (solmu, page, ours.write), "peer": (uncached, peer_page, theirs.write)})
    _say("Counting queries …")
    queries = solmu_side.count_queries(instance, [f"/{LANGUAGE}{each}" for each in partners.values()])
    counted = (
        f"Queries of Solmu's page made anew: {queries[page]}; of all {len(queries)} partners' pages: "
        f"{min(queries.values())}–{max(queries.values())}; of Wagtail's page: "
        f"{wagtail_side.count_queries(site, peer_page)}.",
        f"Body of the page: Solmu {len(body):,} bytes with its drawings, Wagtail {len(peer_body):,} bytes without.",
    )
    return Measured(
        _rows(warm, first, max(queries.values())),
        _method(len(warm["solmu"].per_round), len(first["solmu"].per_round)),
        counted,
    )


def _wagtail(folder: Path, *, cache: bool) -> AbstractContextManager[Server]:
    port = free_port()
    command: list[str | Path] = [wagtail_side.PYTHON, *SERVING, "wagtail_site.wsgi:application", str(port)]
    name = "Wagtail with its cache" if cache else "Wagtail without cache"
    return serving(name, command, port=port, env=wagtail_side.environment_of(folder, cache=cache))


def _static(folder: Path, body: bytes) -> AbstractContextManager[Server]:
    folder.mkdir()
    (folder / STATIC.strip("/")).write_bytes(body)
    port = free_port()
    command: list[str | Path] = [PYTHON, *SERVING, "bench.static_page:application", str(port)]
    env = environment(PYTHONPATH=str(ROOT), BENCH_STATIC_DIR=str(folder))
    return serving("WhiteNoise", command, port=port, env=env)


def _repeated(node: str, pages: dict[str, tuple[Server, str]]) -> dict[str, Rates]:
    ask = partial(ask_in_a_loop, node, connections=CONNECTIONS)
    for server, path in pages.values():
        ask(server, path, seconds=WARMING)
    found: dict[str, list[float]] = {side: [] for side in pages}
    for number in rounds(LEAST_ROUNDS, MOST_ROUNDS, seconds=TIME_FOR_ROUNDS, clock=time.monotonic):
        for side in turns(list(pages), number):
            found[side].append(ask(*pages[side], seconds=SECONDS))
        _say(f"Warm, round {number + 1}: " + _told(found))
    return {side: Rates(tuple(rates)) for side, rates in found.items()}


def _after_writes(pages: dict[str, tuple[Server, str, Callable[[], None]]]) -> dict[str, Rates]:
    for server, path, write in pages.values():
        ask_after_writes(server, path, write, times=2)
    found: dict[str, list[float]] = {side: [] for side in pages}
    for number in rounds(LEAST_ROUNDS, MOST_ROUNDS, seconds=TIME_FOR_ROUNDS, clock=time.monotonic):
        for side in turns(list(pages), number):
            found[side].append(ask_after_writes(*pages[side], times=WRITES))
        _say(f"First after a write, round {number + 1}: " + _told(found))
    return {side: Rates(tuple(rates)) for side, rates in found.items()}


def _told(found: dict[str, list[float]]) -> str:
    return ", ".join(f"{side} {number_words(rates[-1])}" for side, rates in found.items()) + " requests/s"


def _rows(warm: dict[str, Rates], first: dict[str, Rates], queries: int) -> tuple[Row, ...]:
    wagtail, wagtail_cache = peers_version(wagtail_side.PYTHON, "wagtail", "wagtail-cache")
    return (
        Row(
            "portal page, warm",
            Side("Solmu", warm["solmu"]),
            Side(f"Wagtail {wagtail} with wagtail-cache {wagtail_cache} in memory", warm["peer"]),
            Side("the same body by WhiteNoise", warm["limit"]),
            peer_goal=2,
            limit_goal=0.5,
        ),
        Row(
            "portal page, first after a write",
            Side("Solmu", first["solmu"]),
            Side(f"Wagtail {wagtail}, cache off", first["peer"]),
            peer_goal=2,
            queries=queries,
            most_queries=MOST_QUERIES,
        ),
    )


def _method(warm_rounds: int, first_rounds: int) -> tuple[str, ...]:
    return (
        "The page is the example city's partner page with the most on it, in the city's first language. Solmu: an "
        "instance made by `solmu demo --no-serve`, served by `solmu serve`. Peer: bench/peers/wagtail_site, DEBUG off, "
        "compiled templates kept in memory, with every partner's page, the register and the home page in three "
        "languages, their text taken from Solmu's pages; that both pages say the same is checked before measuring. "
        "Wagtail's pages have no drawings, which favours it. Limit: the bytes of Solmu's page, in a file.",
        f"All run under granian with the settings of `solmu serve`: {SERVED['workers']} worker, "
        f"{SERVED['blocking_threads']} threads, no access log; SQLite with the same settings; servers and load on one "
        "machine, on 127.0.0.1.",
        f"Warm: {CONNECTIONS} connections (autocannon), each asking for the page again as soon as it has it, {SECONDS} "
        f"seconds a round, {warm_rounds} rounds, the three sides in turn and in another order every round, after "
        f"{WARMING} second each that is not counted. Any answer but 200 ends the bench.",
        f"First after a write: one connection. Before each request another process changes a public fact that the page "
        "shows and commits: in Solmu since when the partnership exists (`set_partnership_since`, with audit and public "
        f"version), in Wagtail the page's introduction (`save_revision().publish()`). Only the request is timed; "
        f"{WRITES} a round, {first_rounds} rounds in turn, a round's rate is one by its median time. A page that does "
        "not show the change ends the bench. Queries are the most that any partner's page asks.",
    )
