from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Solmu, run_solmu

OFFICER, READER = "officer@example.org", "reader@example.org"


@pytest.fixture
def copied(kept_folder: Path, tmp_path: Path) -> Solmu:
    """Runs `solmu` in a copy of the instance with an officer."""
    shutil.copytree(kept_folder, tmp_path / "copy")
    return lambda *arguments, **env: run_solmu(tmp_path / "copy", *arguments, **env)


def test_address_is_made_shown_once_listed_and_revoked(copied: Solmu) -> None:
    assert copied("user", "add", READER, "--role", "reader").returncode == 0
    made = copied("calendar", "add", "--by", OFFICER, "--lang", "sv", SOLMU_ADDRESS="https://ties.example.org")
    address = re.fullmatch(r"https://ties\.example\.org/sv/calendar/deadlines/([-\w]{43})\.ics\n", made.stdout)
    assert (made.returncode, bool(address)) == (0, True), made.stderr

    listed = json.loads(copied("calendar", "list", "--by", OFFICER, "--json").stdout)
    assert [(each["account"], each["scope"], each["revoked_at"]) for each in listed] == [(OFFICER, "own", None)]
    assert f"solmu calendar revoke {listed[0]['id']}" in made.stderr
    shown = copied("calendar", "list", "--by", OFFICER).stdout
    assert listed[0]["id"] in shown
    assert address[1] not in shown + json.dumps(listed)

    refused = copied("calendar", "revoke", listed[0]["id"], "--by", READER)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Only whose calendar it is" in refused.stderr
    revoked = copied("calendar", "revoke", listed[0]["id"], "--by", OFFICER)
    assert (revoked.returncode, revoked.stdout) == (0, f"The address of {listed[0]['id']} answers no more.\n")
    assert json.loads(copied("calendar", "list", "--by", OFFICER, "--json").stdout)[0]["revoked_at"]


def test_without_the_sites_address_it_says_what_to_put_before(copied: Solmu) -> None:
    made = copied("calendar", "add", "--all", SOLMU_ACCOUNT=OFFICER)
    assert made.stdout.startswith("/fi/calendar/deadlines/")
    assert "SOLMU_ADDRESS" in made.stderr
    assert [each["scope"] for each in json.loads(copied("calendar", "list", "--by", OFFICER, "--json").stdout)] == [
        "all"
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add"], "Whose account acts is missing. Give it with --by EMAIL."),
        (["add", "--by", "nobody@example.org"], "nobody@example.org has no account."),
        (["revoke", "--by", OFFICER], "Id of the calendar is missing. Give it with ID."),
        (["revoke", "222222222222", "--by", OFFICER], "No calendar has the id “222222222222”."),
    ],
)
def test_what_is_missing_or_wrong_is_said(kept: Solmu, arguments: list[str], sentence: str) -> None:
    done = kept("calendar", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"solmu: {sentence}")
