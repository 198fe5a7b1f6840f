"""The page on permissions says what the code asks.

After a change of a permission or an address, write the page anew:

    SOLMU_WRITE_DOCS=1 python3 run test tests/docs
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver

from house.processes import ROOT
from solmu.core import permissions as core
from solmu.core.models import Account
from solmu.core.vocabulary import STORED_ROLES
from solmu.desk import urls
from solmu.desk.editing.steps import Step
from solmu.intake import permissions as intake
from solmu.participation import permissions as participation
from solmu.places import permissions as places
from solmu.registry import permissions as registry
from solmu.stewardship import permissions as stewardship

PAGE = ROOT / "docs" / "reference" / "permissions.md"
PACKAGES = (core, places, registry, intake, participation, stewardship)

May = Callable[[Account], bool]


def roles(may: May) -> list[str]:
    """A dot under each role that may."""
    return ["●" if may(Account(email="a@example.org", role=role)) else "" for role in STORED_ROLES]


def table(*heads: str, rows: list[list[str]]) -> str:
    lines = [list(heads), ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def permissions() -> Iterator[tuple[str, May]]:
    for package in PACKAGES:
        for name, may in vars(package).items():
            if name.startswith("can_") and may.__module__ == package.__name__:
                yield name, may


def by_role_alone(may: May) -> bool:
    return len(inspect.signature(may).parameters) == 1


def name_of(may: May) -> str:
    return f"`{may.__name__}`"


def addresses() -> Iterator[tuple[str, May]]:
    """Every address of the desk with who may open it."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, May]]:
        for each in patterns:
            address = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, address)
            else:
                yield address, each.callback.may

    return walk(urls.urlpatterns, "/desk/")


def steps() -> Iterator[tuple[str, Step]]:
    """Every step of every area."""
    for name in sorted(name for name in sys.modules if name.startswith("solmu.desk.")):
        for value in vars(sys.modules[name]).values():
            if isinstance(value, tuple) and value and all(isinstance(each, Step) for each in value):
                for step in value:
                    yield name.split(".")[2], step


def sections() -> str:
    heads = [str(role.value) for role in STORED_ROLES]
    by_role = [[f"`{name}`", *roles(may)] for name, may in permissions() if by_role_alone(may)]
    by_more = sorted(f"`{name}`" for name, may in permissions() if not by_role_alone(may))
    opened = [
        [f"`{address}`", name_of(may), *roles(may)] for address, may in sorted(addresses(), key=lambda each: each[0])
    ]
    taken = {(area, step.verb): [area, f"`{step.verb}`", name_of(step.may), *roles(step.may)] for area, step in steps()}
    return "\n\n".join(
        [
            "## Permissions",
            table("permission", *heads, rows=by_role),
            f"These look at more than the role: {', '.join(by_more)}.",
            "## Addresses of the desk",
            table("address", "permission", *heads, rows=opened),
            "## Steps",
            "What can be done with a record beside editing it; the address ends in the verb.",
            table("area", "step", "permission", *heads, rows=[taken[key] for key in sorted(taken)]),
            "",
        ]
    )


def test_page_says_what_the_code_asks() -> None:
    before, _, said = PAGE.read_text(encoding="utf-8").partition("\n## ")
    if os.environ.get("SOLMU_WRITE_DOCS"):
        PAGE.write_text(f"{before.rstrip()}\n\n{sections()}", encoding="utf-8")
        said = PAGE.read_text(encoding="utf-8").partition("\n## ")[2]

    assert f"## {said}" == sections()


def test_every_address_names_a_permission_of_the_tables() -> None:
    known = {may for _name, may in permissions() if by_role_alone(may)}
    assert [address for address, may in addresses() if may not in known] == []
    assert [step.verb for _area, step in steps() if step.may not in known] == []
