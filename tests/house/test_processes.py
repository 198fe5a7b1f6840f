"""Other programs' failures become one sentence, with their own words kept."""

from __future__ import annotations

import sys

import pytest

from house.processes import TroubleError, environment, run_quietly


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_run_returns_what_was_printed() -> None:
    assert run_quietly(python("import sys; print('out'); sys.stderr.write('err')"), doing="Trying") == "out\nerr"


def test_index_that_does_not_answer_is_one_sentence() -> None:
    with pytest.raises(TroubleError) as trouble:
        run_quietly(python("raise SystemExit('error sending request: dns error')"), doing="Installing the packages")

    assert str(trouble.value) == (
        "Installing the packages failed: the package index could not be reached. Check the network, or point "
        "PIP_INDEX_URL (and for npm the registry setting) to a mirror you can reach, and run this again."
    )


def test_other_failures_keep_their_own_words() -> None:
    with pytest.raises(TroubleError) as trouble:
        run_quietly(python("print('a hash differs'); raise SystemExit(3)"), doing="Installing the packages")

    assert str(trouble.value) == (
        "a hash differs\nInstalling the packages failed with status 3; its own words are above."
    )


def test_program_that_is_absent_is_named() -> None:
    with pytest.raises(TroubleError, match=r"^Trying failed: there is no program no-such-program\.$"):
        run_quietly(["no-such-program"], doing="Trying")


def test_environment_of_the_caller_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_SYSTEM_CERTS", "0")
    monkeypatch.delenv("NODE_USE_SYSTEM_CA", raising=False)

    env = environment(LC_ALL="C")

    assert (env["UV_SYSTEM_CERTS"], env["NODE_USE_SYSTEM_CA"], env["LC_ALL"]) == ("0", "1", "C")
