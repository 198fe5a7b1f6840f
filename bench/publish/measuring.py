"""The static copy of about 5,000 pages, whole and again after one change, beside wagtail-bakery's of the same pages."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Rates, rounds
from bench.machine import peers_version
from bench.portal_page import wagtail_side
from bench.portal_page.solmu_side import LANGUAGES, environment_of
from bench.portal_page.text import said
from bench.publish.copied import built_file, pages_of, site_of_copy
from bench.report import Measured, Row, Side
from house.processes import PYTHON, ROOT, VENV, TroubleError, run_quietly

PARTNERS, ACTIVITIES = 40, 1_450
LEAST_ROUNDS, MOST_ROUNDS = 1, 3
TIME_FOR_ROUNDS = 150.0  # seconds, with making the peer's site; a round that began is ended
PEER_GOAL = 3
COMPARED = 25
"""Of so many pages one is looked at, whether both sides say the same."""

PACKAGES = ("wagtail", "wagtail-bakery", "django-bakery", "setuptools")
_TOLD = re.compile(r"(\d+) files, (\d+) of them written, (\d+) removed\.")


@dataclass(frozen=True)
class Told:
    """What `solmu publish` says it did."""

    files: int
    written: int
    removed: int

    @classmethod
    def of(cls, words: str) -> Told:
        found = _TOLD.search(words)
        if found is None:
            raise TroubleError("solmu publish did not say what it wrote. Nothing can be compared.")
        return cls(*map(int, found.groups()))


@dataclass(frozen=True)
class Timed:
    """Seconds of each round, by side, and what was counted."""

    seconds: Mapping[str, Sequence[float]]
    pages: int
    whole: Told
    again: Told
    versions: Mapping[str, str]


def measure(_node: str) -> Measured:
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as name:
        return measured(_timed(Path(name)))


def _timed(folder: Path) -> Timed:
    instance, site = folder / "instance", folder / "wagtail"
    _say(f"Making {PARTNERS} partners and {ACTIVITIES:,} activities …")
    _in_instance(instance, "make", str(PARTNERS), str(ACTIVITIES))
    found: dict[str, list[float]] = {"whole": [], "peer": [], "again": []}
    pages, whole, again = 0, Told(0, 0, 0), Told(0, 0, 0)
    for number in rounds(LEAST_ROUNDS, MOST_ROUNDS, seconds=TIME_FOR_ROUNDS, clock=time.monotonic):
        copy = folder / f"copy-{number}"
        if number:
            found["peer"].append(_bake(site, pages))
        _say("Publishing the whole copy …")
        seconds, whole = _publish(instance, copy)
        found["whole"].append(seconds)
        if not number:
            # The peer is given the text of this copy, so the first round has the other order.
            pages = sum(len(pages_of(copy, language)) for language in LANGUAGES)
            _say(f"Making the Wagtail site with the same {pages:,} pages …")
            wagtail_side.make_site(site, site_of_copy(copy), "--no-revisions")
            found["peer"].append(_bake(site, pages))
            _compare(copy, site / "build")
        _in_instance(instance, "change", str(1980 + number))
        seconds, again = _publish(instance, copy)
        found["again"].append(seconds)
        _say(f"Round {number + 1}: " + ", ".join(f"{side} {each[-1]:.0f} s" for side, each in found.items()))
    versions = dict(zip(PACKAGES, peers_version(wagtail_side.PYTHON, *PACKAGES), strict=True))
    return Timed(found, pages, whole, again, versions)


def _say(words: str) -> None:
    print(words, flush=True)


def _in_instance(instance: Path, *words: str) -> None:
    command: list[str | Path] = [PYTHON, "-m", "bench.publish.solmu_side", *words]
    env = environment_of(instance) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env["DJANGO_SETTINGS_MODULE"] = "solmu.config.settings"
    run_quietly(command, doing=f"The instance to publish ({words[0]})", env=env)


def _publish(instance: Path, folder: Path) -> tuple[float, Told]:
    began = time.perf_counter()
    words = run_quietly(
        [VENV / "bin" / "solmu", "publish", folder], doing="solmu publish", env=environment_of(instance)
    )
    return time.perf_counter() - began, Told.of(words)


def _bake(site: Path, pages: int) -> float:
    command = wagtail_side.admin("build", "--skip-static", "--skip-media")
    began = time.perf_counter()
    run_quietly(command, doing="wagtail-bakery", env=wagtail_side.environment_of(site))
    seconds = time.perf_counter() - began
    built = len(list((site / "build").rglob("index.html")))
    if built != pages:
        raise TroubleError(f"wagtail-bakery built {built} pages of {pages}. Nothing can be compared.")
    return seconds


def _compare(copy: Path, build: Path) -> None:
    for language in LANGUAGES:
        for slug, file in list(pages_of(copy, language).items())[::COMPARED]:
            if said(built_file(build, language, slug).read_bytes()) != said(file.read_bytes()):
                raise TroubleError(f"The built page {language}/{slug} does not say what Solmu's says.")


def measured(timed: Timed) -> Measured:
    """The rows and words of what was timed."""
    rates = {side: Rates(tuple(timed.pages / each for each in seconds)) for side, seconds in timed.seconds.items()}
    names = ", ".join(f"{name} {version}" for name, version in timed.versions.items() if name != "setuptools")
    peer = Side(names.replace("wagtail ", "Wagtail ", 1), rates["peer"], "pages")
    rows = (
        Row(
            f"static copy of {timed.pages:,} pages, made whole",
            Side("Solmu", rates["whole"], "pages"),
            peer,
            peer_goal=PEER_GOAL,
        ),
        Row(
            f"static copy of {timed.pages:,} pages, again after one change",
            Side("Solmu", rates["again"], "pages"),
            peer,
            peer_goal=PEER_GOAL,
        ),
    )
    again = timed.again
    counted = (
        f"Static copy: after one public fact was changed, {again.written:,} of {again.files:,} files are written again "
        f"and {again.removed:,} removed; wagtail-bakery writes all {timed.pages:,} again, as it empties its folder.",
        f"Solmu's copy has besides its pages {timed.whole.files - timed.pages:,} other files "
        "(pictures, feeds, styles), and beside each text the same compressed.",
    )
    method = (
        f"Static copy: an instance of its own on SQLite with {PARTNERS} partners, as many agreements and "
        f"{ACTIVITIES:,} activities made up from a seed, and all lists and filters of them, in three languages. Solmu: "
        "the whole command `solmu publish DIR` into a new folder; then, after since when a partnership exists was "
        "changed, into the same folder. Peer: bench/peers/wagtail_site with the text of all those pages, taken from "
        "Solmu's copy; `django-admin build --skip-static --skip-media`, with its AllPublishedPagesView and, so that "
        "it builds more than one language, BAKERY_MULTISITE. Nothing of it is patched; it is held to the last "
        f"setuptools with pkg_resources ({timed.versions['setuptools']}), which its file system library imports. It "
        "writes neither drawings nor compressed twins, pictures, feeds and styles, which favours it. One page of "
        f"{COMPARED} is looked at, whether both say the same. A rate is pages through the command's time; "
        f"{len(timed.seconds['peer'])} rounds in turn.",
    )
    return Measured(rows, method, counted)
