from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Solmu


def names(solmu: Solmu, what: str) -> list[str]:
    done = solmu("show", what, "--json")
    assert done.returncode == 0, done.stderr
    return [each.get("key") or each.get("title") for each in json.loads(done.stdout)]


@pytest.mark.parametrize("name", ["ESPOO"])
def test_folder_of_a_city_is_found_whatever_its_case(solmu: Solmu, instance: Path, name: str) -> None:
    done = solmu("init", "--city", name)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Made the instance for Espoo in {instance}.\n"
    assert len(names(solmu, "themes")) > 5
    assert (instance / "files").is_dir()


@pytest.mark.parametrize("name", ["tAMPERE"])
def test_municipality_is_found_whatever_its_case(solmu: Solmu, instance: Path, name: str) -> None:
    done = solmu("init", "--city", name)

    assert (done.returncode, done.stderr) == (0, "")
    assert 'name = "Tampere"' in (instance / "config.toml").read_text(encoding="utf-8")
    assert solmu("doctor").returncode == 0


def test_second_time_brings_up_to_date_and_doubles_nothing(solmu: Solmu, instance: Path) -> None:
    solmu("init", "--city", "espoo")
    before = names(solmu, "themes"), names(solmu, "sources")

    for arguments in (["init", "--city", "Espoo"], ["init"]):
        done = solmu(*arguments)
        assert (done.returncode, done.stdout) == (0, f"Brought up to date the instance for Espoo in {instance}.\n")

    assert (names(solmu, "themes"), names(solmu, "sources")) == before
    assert solmu("doctor").returncode == 0


def test_folder_of_another_city_is_refused_and_stays(solmu: Solmu, instance: Path) -> None:
    solmu("init", "--city", "Tampere")
    before = (instance / "config.toml").read_bytes()

    done = solmu("init", "--city", "espoo")

    assert done.returncode == 2
    assert "holds the instance for Tampere" in done.stderr
    assert (instance / "config.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["init"], "Say which city"),
        (["init", "--city", "Xyzzyvikby"], "No city called “Xyzzyvikby” is known"),
        (["init", "--city", ""], "No city called “” is known"),
        (["init", "--city", "Springfield"], "“Springfield” may be several cities: Springfield, MO US;"),
    ],
)
def test_city_nobody_knows_makes_no_instance(solmu: Solmu, instance: Path, arguments: list[str], sentence: str) -> None:
    done = solmu(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert not (instance / "config.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x", "--role", "officer"], "“x” is not an e-mail address"),
        (["a@example.org", "--role", "queen"], "'queen' is not one of"),
        (["a@example.org", "--role", "system"], "'system' is not one of"),
        (["a@example.org"], "Missing option '--role'"),
        (["OFFICER@example.org", "--role", "reader"], "already has an account"),
    ],
)
def test_account_that_cannot_be_is_refused(kept: Solmu, arguments: list[str], sentence: str) -> None:
    done = kept("user", "add", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_account_is_added_in_each_role_without_a_question(solmu: Solmu) -> None:
    solmu("init", "--city", "Tampere")

    for role in ("reader", "contributor", "officer", "administrator", "auditor"):
        done = solmu("user", "add", f"{role.title()}@example.org", "--role", role)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"Added {role}@example.org as {role}.\n", "")
