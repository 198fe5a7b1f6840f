"""The shape of the house, where the linter's import contract cannot see: texts, templates, keys between tables."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from house.processes import ROOT

SOURCE = ROOT / "src" / "solmu"
# Lowest first; packages on one line stand beside each other.
LAYERS = (
    ("core",),
    ("places",),
    ("registry", "atlas"),
    ("intake", "participation"),
    ("stewardship", "insight", "search"),
    ("portal", "desk", "opendata"),
    ("cli",),
    ("config",),
)
LEVEL = {package: level for level, packages in enumerate(LAYERS) for package in packages}
EDGES = ("cli", "config")  # of one layer each
FRONTS = ("portal", "desk", "opendata")
PACKAGES = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
OF_DJANGO = {"400.html", "403.html", "404.html", "500.html"}  # found by their names, without a line of code
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "manager", "managers"}

REFERENCE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
STATIC = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
ADDRESS = re.compile(r"""{%\s*url\s+["']([^"']+)["']|\breverse(?:_lazy)?\(\s*["']([^"']+)["']""")


def python_files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in sorted(SOURCE.glob("*/templates/**/*")) if path.is_file()]


def package_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def name_of(template: Path) -> str:
    """A template's name as code writes it: portal/home.html."""
    parts = template.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def test_every_package_has_its_place() -> None:
    assert [package for package in PACKAGES if package not in LEVEL] == []


def test_import_contract_covers_every_package_without_exceptions() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    inside = next(contract for contract in contracts if contract["name"].startswith("Inside a package"))

    assert sorted(inside["containers"]) == [f"solmu.{package}" for package in PACKAGES if package not in EDGES]
    assert [contract["name"] for contract in contracts if "ignore_imports" in contract] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_package_says_what_belongs_in_it(package: str) -> None:
    text = (SOURCE / package / "__init__.py").read_text(encoding="utf-8")
    docstring = " ".join((ast.get_docstring(ast.parse(text)) or "").split())

    assert "Belongs here: " in docstring
    assert "Does not belong here: " in docstring


def test_every_folder_of_modules_says_what_it_holds() -> None:
    folders = [path for path in python_files() if path.name == "__init__.py"]
    silent = [path for path in folders if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert [path.relative_to(ROOT).as_posix() for path in silent] == []


def test_every_file_is_named_for_its_content() -> None:
    named = [path for path in python_files() if path.stem in MEANINGLESS or path.parent.name in MEANINGLESS]

    assert [path.relative_to(ROOT).as_posix() for path in named] == []


def test_code_knows_no_city() -> None:
    """A city is a folder of cities/; its name stands nowhere in code, templates or styles."""
    cities = [path.parent.name for path in (ROOT / "cities").glob("*/city.toml")]
    if not cities:
        pytest.fail("There is no cities/*/city.toml; this test looks for their names.")
    named = re.compile("|".join(rf"\b{re.escape(city)}\b" for city in cities), re.IGNORECASE)
    styles = sorted((ROOT / "assets" / "src").rglob("*.css"))

    knowing = [path for path in [*python_files(), *templates(), *styles] if named.search(path.read_text("utf-8"))]

    assert [path.relative_to(ROOT).as_posix() for path in knowing] == []


def test_keys_between_tables_point_down() -> None:
    """Keys named by strings ("registry.Agreement") are imports that no linter sees."""
    up = []
    for model in apps.get_models():
        package = model._meta.app_label
        if package not in LEVEL:
            continue
        for field in model._meta.get_fields():
            to = getattr(field.related_model, "_meta", None) if field.concrete and field.is_relation else None
            if to and to.app_label in LEVEL and to.app_label != package and LEVEL[to.app_label] >= LEVEL[package]:
                up.append(f"{package}.{model.__name__}.{field.name} → {to.app_label}.{to.object_name}")

    assert up == []


@pytest.mark.django_db
def test_migrations_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"Models have changed and no migration says so:\n{capsys.readouterr().out}")


def test_every_template_is_used() -> None:
    """By its whole name, in code or in another template; a template of a name alone proves nothing."""
    texts = {path: path.read_text(encoding="utf-8") for path in [*python_files(), *templates()]}
    unused = [
        name_of(template)
        for template in templates()
        if name_of(template) not in OF_DJANGO
        and not any(
            f'"{name_of(template)}"' in text or f"'{name_of(template)}'" in text
            for path, text in texts.items()
            if path != template
        )
    ]

    assert unused == []


def test_every_template_that_is_named_exists() -> None:
    known = {name_of(template) for template in templates()}
    missing = [
        f"{name_of(template)} → {name}"
        for template in templates()
        for name in REFERENCE.findall(template.read_text(encoding="utf-8"))
        if name not in known
    ]

    assert missing == []


def test_templates_stay_within_their_front() -> None:
    foreign = []
    for template in templates():
        package = package_of(template)
        if not name_of(template).startswith(f"{package}/") and name_of(template) not in OF_DJANGO | {"405.html"}:
            foreign.append(f"{package}: {name_of(template)} is named for another package")
        foreign += [
            f"{name_of(template)} → {name}"
            for name in REFERENCE.findall(template.read_text(encoding="utf-8"))
            if not name.startswith(f"{package}/")
        ]

    assert foreign == []


def test_addresses_are_asked_within_their_front_only() -> None:
    """`reverse("portal:…")` in another front, or below the fronts, is an import in disguise."""
    foreign = []
    for path in [*python_files(), *templates()]:
        package = package_of(path)
        for names in ADDRESS.findall(path.read_text(encoding="utf-8")):
            name = names[0] or names[1]
            if package in EDGES:
                continue
            if package not in FRONTS or (":" in name and not name.startswith(f"{package}:")):
                foreign.append(f"{path.relative_to(ROOT).as_posix()} → {name}")

    assert foreign == []


def test_every_static_file_that_is_named_exists() -> None:
    """Set-up builds them: python3 run setup."""
    static = SOURCE / "static"
    missing = [
        f"{name_of(template)} → {name}"
        for template in templates()
        for name in STATIC.findall(template.read_text(encoding="utf-8"))
        if not (static / name).is_file()
    ]
    missing += [
        f"{style.name} → {name}"
        for style in static.rglob("*.css")
        for name in re.findall(r"url\(\s*[\"']?([^\"')]+)", style.read_text(encoding="utf-8"))
        if not name.startswith(("data:", "#")) and not (style.parent / name).resolve().is_file()
    ]

    assert missing == []
