"""People at the desk of a city whose record is empty, or the example's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from solmu.registry.models import Organisation
from tests.portal import published

KEEPING = "solmu.desk.today.keeping.kept_matters"


@pytest.fixture(autouse=True)
def without_keeping(settings: Any) -> list[str]:
    """The day's matters are not found after every form of every test, which would take a quarter of their time."""
    every = list(settings.MIDDLEWARE)
    settings.MIDDLEWARE = [each for each in every if each != KEEPING]
    return every


@pytest.fixture
def keeping(without_keeping: list[str], settings: Any) -> None:
    """They are, as in use."""
    settings.MIDDLEWARE = without_keeping


@pytest.fixture
def city(db: None, instance: Path) -> Organisation:
    """A city whose record is empty."""
    return published.found_city(instance)


@pytest.fixture
def example(db: None, instance: Path) -> None:
    """The example city, read and accepted."""
    published.accept_example()


def _person(role: str) -> Account:
    account = add_account(by=system_actor(), email=f"{role}@desk.example", role=role, name=f"{role.title()} Example")
    account.language = "en"
    account.save(update_fields=["language"])
    return account


@pytest.fixture
def reader(db: None) -> Account:
    return _person("reader")


@pytest.fixture
def contributor(db: None) -> Account:
    return _person("contributor")


@pytest.fixture
def officer(db: None) -> Account:
    return _person("officer")


@pytest.fixture
def administrator(db: None) -> Account:
    return _person("administrator")


@pytest.fixture
def auditor(db: None) -> Account:
    return _person("auditor")


@pytest.fixture
def desk_of() -> Callable[[Account], Client]:
    """A browser in which somebody is signed in to the desk."""

    def signed_in(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return signed_in
