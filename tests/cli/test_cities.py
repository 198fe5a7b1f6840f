"""A city's folder: the templates it brings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from house.processes import ROOT
from solmu.cli.cities import CityFolder, city_folder
from solmu.core.city import city_from
from solmu.core.colours import SHEET
from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.docx import docx_of
from solmu.stewardship.drafting.pdf import pdf_of
from tests.stewardship.drafting.facts import content

TABLES = {"city": {"name": "Rantala", "country": "FI", "latitude": 60, "longitude": 24, "languages": ["fi"]}}


@pytest.fixture
def folder(tmp_path: Path) -> CityFolder:
    """A city's folder with words of its own."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "words.toml").write_text('[fi.headings]\npurpose = "Päämäärä"\n', "utf-8")
    return CityFolder(tmp_path, city_from(TABLES, tmp_path), TABLES)


def test_templates_are_put_into_the_instance_and_taken_out_again(folder: CityFolder, instance: Path) -> None:
    instance.mkdir()
    place = instance / "templates"

    folder.put_templates(place)
    first = sorted(path.name for path in place.iterdir())
    (folder.path / "templates" / "words.toml").unlink()
    (folder.path / "templates" / "checklist.toml").write_text("", "utf-8")
    folder.put_templates(place)

    assert first == ["words.toml"]
    assert sorted(path.name for path in place.iterdir()) == ["checklist.toml"]


def test_city_without_templates_brings_none(tmp_path: Path, instance: Path) -> None:
    CityFolder(tmp_path, city_from(TABLES, tmp_path), TABLES).put_templates(instance / "templates")

    assert not (instance / "templates").exists()


def test_file_that_is_no_template_is_refused(folder: CityFolder, instance: Path) -> None:
    wrong = folder.path / "templates" / "Agreement.docx"
    wrong.write_bytes(b"")

    with pytest.raises(SolmuError) as refused:
        folder.put_templates(instance / "templates")

    assert str(refused.value) == (
        f"{wrong} is no template of a draft. Call it one of agreement.docx, agreement.typ, words.toml, checklist.toml, "
        "or take it out."
    )


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (ROOT / "cities").glob("*/templates")))
def test_templates_of_every_city_make_a_draft(name: str, instance: Path) -> None:
    folder = city_folder(name)
    assert folder is not None
    instance.mkdir()
    folder.put_templates(instance / "templates")
    draft = content()

    assert docx_of(draft).startswith(b"PK")
    assert pdf_of(draft).startswith(b"%PDF-")


def test_built_in_templates_serve_a_city_without_its_own(instance: Path) -> None:
    shutil.rmtree(instance, ignore_errors=True)

    assert pdf_of(content()).startswith(b"%PDF-")


def test_colours_are_put_into_the_instance_and_taken_out_again(folder: CityFolder, instance: Path) -> None:
    instance.mkdir()
    sheet = folder.path / SHEET
    sheet.write_text("--ds-color-accent-base-default: #1a7a4c;", "utf-8")

    folder.put_colours(instance)
    put = (instance / SHEET).read_bytes()
    sheet.unlink()
    folder.put_colours(instance)

    assert put == b"--ds-color-accent-base-default: #1a7a4c;"
    assert not (instance / SHEET).exists()


def test_style_sheet_without_a_colour_is_refused(folder: CityFolder, instance: Path) -> None:
    instance.mkdir()
    (folder.path / SHEET).write_text("body { color: green }", "utf-8")

    with pytest.raises(SolmuError) as refused:
        folder.put_colours(instance)

    assert str(refused.value) == (
        f"{folder.path / SHEET} sets no colour of the design system. Generate it as assets/src/theme tells."
    )
