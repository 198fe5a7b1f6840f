"""What every test stands on: the database of this pass, an instance of its own, and skips that are counted.

`run test` runs the suite in passes and says which in SOLMU_TEST_PASS:

sqlite      everything but the tests marked `postgresql`
postgresql  the tests that touch the database, again; not those marked `browser` or `sqlite`
alone       everything, where there is no PostgreSQL; tests marked `postgresql` are skipped and counted
(unset)     pytest by hand: as `alone`, or with SOLMU_DATABASE_URL on that database

With SOLMU_TEST_ABSENT=1 every test of the pass is skipped, so that a pass that cannot run is counted. Tests marked
`long` run with SOLMU_TEST_LONG=1 only (`run test --long`). What a test records as `said` is printed at the end.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from django.test import TransactionTestCase

from house.absence import BROWSER, JAVA, POSTGRESQL, SHARED, Thing
from house.processes import ROOT

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

# Nothing timed is asserted in a test; on CI the examples are the same in every run.
hypothesis.settings.register_profile("solmu", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("solmu")

_NUMBERS = itertools.count(1)
_FOLDER = Path(tempfile.mkdtemp(prefix="solmu-tests-"))
# No test may reach an instance of the developer's.
os.environ["SOLMU_DIR"] = str(_FOLDER / "var")


def pytest_unconfigure() -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    cls = getattr(item, "cls", None)
    return cls is not None and issubclass(cls, TransactionTestCase)


def _belongs(item: pytest.Item, test_pass: str) -> bool:
    def marked(name: str) -> bool:
        return item.get_closest_marker(name) is not None

    if test_pass == "sqlite":
        return not marked("postgresql")
    if test_pass == "postgresql":
        return _touches_database(item) and not marked("browser") and not marked("sqlite")
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
    test_pass = os.environ.get("SOLMU_TEST_PASS", "alone")
    with_long = os.environ.get("SOLMU_TEST_LONG") == "1"
    kept = [item for item in items if _belongs(item, test_pass) and (with_long or not item.get_closest_marker("long"))]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    on_postgresql = bool(os.environ.get("SOLMU_DATABASE_URL"))
    absent = bool(os.environ.get("SOLMU_TEST_ABSENT"))
    for item in items:
        if absent or (item.get_closest_marker("postgresql") and not on_postgresql):
            item.add_marker(pytest.mark.skip(reason=POSTGRESQL.reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that are to be read, not only checked."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "said" and report.when == "call":
                terminalreporter.write_line(str(value))


def present(thing: Thing) -> Path:
    """Where something outside the project is; skips the test, counted, where it is absent."""
    path = thing.find()
    if path is None:
        pytest.skip(thing.reason)
    return path


@pytest.fixture(autouse=True)
def instance(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    """A folder for this test's instance, not made yet; SOLMU_DIR names it and stored files go below it."""
    folder = tmp_path_factory.getbasetemp() / f"instance-{next(_NUMBERS)}"
    monkeypatch.setenv("SOLMU_DIR", str(folder))
    settings.MEDIA_ROOT = folder / "files"
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed, the intake corpus and the scorer."""
    return present(SHARED)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return present(BROWSER)


@pytest.fixture(scope="session")
def java() -> Path:
    """The Java program, for the Nu checker."""
    return present(JAVA)


@pytest.fixture(scope="session")
def nu_checker(java: Path) -> Callable[[Path], list[str]]:
    """Asks the Nu checker about every .html file below a folder at once; each line names the file and what is wrong."""
    jar = ROOT / "assets" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def check(folder: Path) -> list[str]:
        command = [str(java), "-jar", str(jar), "--format", "json", "--skip-non-html", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return [
            f"{Path(found['url']).name}:{found.get('lastLine', '?')}: {found['message']}"
            for found in json.loads(done.stderr)["messages"]
        ]

    return check
