"""Whether the process that made a claim is gone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from solmu.stewardship.processes import is_gone, process_name


def test_this_process_is_not_gone() -> None:
    assert is_gone(process_name()) is False


def test_process_that_ended_is_gone_and_one_that_runs_is_not() -> None:
    place = process_name().split(":")[0]
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{place}:{process.pid}:ab"
    while_it_runs = is_gone(name)
    process.communicate(b"\n")

    assert (while_it_runs, is_gone(name)) == (False, True)


def test_process_that_had_our_number_before_is_gone() -> None:
    place, number, _ = process_name().split(":")

    assert (int(number), is_gone(f"{place}:{number}:00000000")) == (os.getpid(), True)


@pytest.mark.parametrize("name", ["elsewhere:1:ab", "", "no name of ours", f"{process_name().split(':')[0]}:x:ab"])
def test_of_what_is_elsewhere_or_unreadable_nothing_is_sure(name: str) -> None:
    assert is_gone(name) is False
