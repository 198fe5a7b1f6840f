"""`solmu user`: who has an account, what it may do, and help for who cannot sign in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Solmu, run_solmu


@pytest.fixture
def copied(kept_folder: Path, tmp_path: Path) -> Solmu:
    folder = tmp_path / "instance"
    shutil.copytree(kept_folder, folder)
    return lambda *arguments, **env: run_solmu(folder, *arguments, **env)


def said(done) -> tuple[int, str]:
    return done.returncode, (done.stdout or done.stderr).strip()


def test_an_account_goes_through_its_life(copied: Solmu) -> None:
    steps = [
        ("add", "anna@example.org", "--role", "administrator"),
        ("role", "anna@example.org", "officer"),
        ("add", "bo@example.org", "--role", "administrator"),
        ("role", "Anna@example.org", "reader"),
        ("reset-second-factor", "anna@example.org"),
        ("sign-out", "anna@example.org"),
        ("sign-out", "--everyone"),
        ("deactivate", "anna@example.org"),
        ("deactivate", "bo@example.org"),
        ("reactivate", "anna@example.org"),
        ("list",),
    ]
    told = [said(copied("user", *step)) for step in steps]
    last = "solmu: This is the last administrator. Make another account an administrator first."
    assert told == [
        (0, "Added anna@example.org as administrator."),
        (2, last),
        (0, "Added bo@example.org as administrator."),
        (0, "anna@example.org is now reader."),
        (0, "Forgot 0 of anna@example.org. Its sessions have ended."),
        (0, "Ended 0 sessions of anna@example.org."),
        (0, "Ended 0 sessions of everyone."),
        (0, "anna@example.org is not in use any more. Its sessions have ended."),
        (2, last),
        (0, "anna@example.org is in use again."),
        (
            0,
            "anna@example.org  reader  cannot sign in\nbo@example.org  administrator  cannot sign in\n"
            "officer@example.org  officer  cannot sign in",
        ),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("role", "nobody@example.org", "reader"), "nobody@example.org has no account. See them with: solmu user list"),
        (("sign-out",), "Say whose sessions end: give an e-mail address or --everyone."),
        (("sign-out", "a@example.org", "--everyone"), "Say whose sessions end: give an e-mail address or --everyone."),
    ],
)
def test_what_is_missing_or_wrong_is_said(kept: Solmu, arguments: tuple[str, ...], sentence: str) -> None:
    assert said(kept("user", *arguments)) == (2, f"solmu: {sentence}")


def test_without_a_provider_nobody_is_linked(copied: Solmu) -> None:
    copied("user", "add", "anna@example.org", "--role", "reader")
    sentence = "solmu: The city's settings name no provider. Add one under [sign_in.provider] first."
    assert said(copied("user", "link", "anna@example.org", "s1")) == (2, sentence)
