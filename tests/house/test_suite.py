"""The sum of a test run, its last line and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from house.absence import BROWSER
from house.suite import Tally, exit_status

RESULTS = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="16">
<testcase name="a"><skipped type="pytest.skip" message="{browser}">…</skipped></testcase>
<testcase name="b"><skipped type="pytest.skip" message="{browser}">…</skipped></testcase>
<testcase name="c"><skipped type="pytest.skip" message="too old">…</skipped></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.xml"
    path.write_text(RESULTS.format(browser=BROWSER.reason), encoding="utf-8")
    return path


def test_tally_sums_passes(results: Path) -> None:
    tally = Tally()

    tally.add(results)
    tally.add(results)

    assert tally.line == "20 passed, 6 failed, 6 skipped"


def test_remarks_say_what_is_missing_and_the_command_that_adds_it(results: Path) -> None:
    tally = Tally()
    tally.add(results)

    assert tally.remarks() == [
        "2 skipped, absent: Chromium. Add it with: apt-get install chromium (as root)",
        "1 skipped: too old",
    ]


@pytest.mark.parametrize(
    ("tally", "statuses", "on_ci", "expected"),
    [
        (Tally(passed=3), [0, 0], False, 0),
        (Tally(passed=3), [0, 5], True, 0),
        (Tally(passed=3, skipped=1), [0, 0], False, 0),
        (Tally(passed=3, skipped=1), [0, 0], True, 1),
        (Tally(passed=3, failed=1), [1, 0], False, 1),
        (Tally(passed=3), [0, 2], False, 1),
        (Tally(passed=3), [3, 0], False, 1),
        (Tally(), [5, 5], False, 1),
    ],
    ids=[
        "all well",
        "no database test",
        "a skip",
        "a skip on CI",
        "a failure",
        "interrupted",
        "crashed",
        "nothing ran",
    ],
)
def test_exit_status(tally: Tally, statuses: list[int], on_ci: bool, expected: int) -> None:
    assert exit_status(tally, statuses, on_ci=on_ci) == expected
