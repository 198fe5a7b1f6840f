"""The city's own colours."""

from __future__ import annotations

from pathlib import Path

from house.processes import ROOT
from solmu.core.colours import SHEET, SOLMU, Colours, city_colours, city_sheet, colours_in

GREEN = """:root {
  --ds-color-accent-base-default: #1A7A4C; --ds-color-accent-surface-hover: #c9ded4;
  --ds-color-neutral-surface-hover: #d8dbda; --ds-color-neutral-text-default: rgb(1 2 3);
}
[data-color-scheme="dark"] { --ds-color-accent-base-default: #ffffff; }"""


def test_colours_of_the_theme_that_is_built_in_are_those_of_pictures() -> None:
    css = (ROOT / "assets" / "src" / "theme" / "solmu.css").read_text("utf-8")
    assert Colours(**colours_in(css)) == SOLMU


def test_light_colours_are_read_and_others_stay(instance: Path) -> None:
    instance.mkdir(parents=True, exist_ok=True)
    assert (city_sheet(), city_colours()) == (None, SOLMU)
    (instance / SHEET).write_text(GREEN, "utf-8")

    sheet = city_sheet()

    assert sheet is not None
    assert sheet.css == GREEN.encode()
    assert sheet.colours == Colours(accent="#1a7a4c", land="#d0dcd7")


def test_style_sheet_without_a_token_has_no_colour() -> None:
    assert colours_in("body { color: #123456 } --x-ds-color-accent-base-default: #123456;") == {}
