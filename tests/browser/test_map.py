"""The maps as a browser sets them: with the glyphs of the built typeface, on every width, for the fullest of cities."""

from __future__ import annotations

import base64
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from solmu.portal.drawing.map import MapWords, near_map, plan_of, world_map
from solmu.portal.drawing.marks import WIDTHS, text_width
from tests.portal.drawing.cities import most_partners

CITIES = most_partners()
FONT = re.compile(r"url\([^)]*?([-\w]+\.woff2)[^)]*\)")
LOAD = """() => Promise.all(
  [...document.fonts].filter(font => font.family.includes("Source")).map(font => font.load())
).then(fonts => fonts.length)"""
BOXES = """() => [...document.querySelectorAll(".map")].map(map => {
  const frame = map.getBoundingClientRect();
  const seen = [...map.querySelectorAll("a")].map(link => {
    const shown = [...link.querySelectorAll("text")].filter(text => text.getBoundingClientRect().width);
    return [link.ariaLabel, shown.map(text => {
      const box = text.getBBox(), at = text.getScreenCTM();  // without the line around the letters
      const lines = text.querySelectorAll("tspan").length || 1;
      const trim = (box.height - lines * parseFloat(getComputedStyle(text).fontSize)) / 2;
      const [left, top] = [box.x * at.a + at.e - frame.left, (box.y + trim) * at.d + at.f - frame.top];
      return [left, top, left + box.width * at.a, top + (box.height - 2 * trim) * at.d];
    })];
  });
  return [frame.width, seen];
})"""


def styles() -> str:
    """The built stylesheet, with its fonts in it."""
    folder = Path(settings.STATIC_ROOT) / "solmu"
    css = (folder / "portal.css").read_text(encoding="utf-8")
    fonts = {font.name: base64.b64encode(font.read_bytes()).decode() for font in (folder / "fonts").glob("*.woff2")}
    css, found = FONT.subn(lambda font: f"url(data:font/woff2;base64,{fonts[font[1]]})", css)
    assert found >= len(fonts) > 0, "The stylesheet names its fonts otherwise than this test thinks."
    return css


def show(page: Page, body: str) -> None:
    page.set_content(f"<!doctype html><style>{styles()}</style><main class=wrap>{body}</main>")
    loaded = page.evaluate(LOAD)
    assert loaded >= 2, "The built typeface is not what the page is set in."


@pytest.mark.parametrize("width", [1280, 1000, 768, 480, 360, 320])
@pytest.mark.parametrize("city", CITIES)
def test_no_two_names_meet_and_none_leaves_its_map(page: Page, city: str, width: int) -> None:
    home, ties = CITIES[city]
    words = MapWords(home=city)
    plan, _ = plan_of(home, ties, words)
    page.set_viewport_size({"width": width, "height": 900})
    drawn = world_map(home, ties, words) + near_map(home, ties, words)
    show(page, f'<div class="atlas-frame"><section class="atlas"><header></header>{drawn}</section></div>')
    assert plan.near is not None
    for frame, links in page.evaluate(BOXES):
        assert frame > 100
        boxes = []
        for told, shown in links:
            assert len(shown) == 1, f"{told} shows {len(shown)} of its name and its number"
            boxes.append((told, shown[0]))
            left, top, right, bottom = shown[0]
            assert min(left, top, frame - right, frame - bottom) > -1, f"{told} leaves the map"
        for (one, a), (other, b) in itertools.combinations(boxes, 2):
            meets = a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
            assert not meets, f"{one} meets {other}"


def test_letters_are_no_wider_than_they_are_taken_for(page: Page) -> None:
    """Every letter of the built typeface, in the weight of names."""
    letters = sorted(
        {letter for _, group in WIDTHS for letter in group}
        | {chr(point) for point in (*range(0x21, 0x7F), *range(0xA1, 0x180)) if chr(point).isprintable()}
    )
    show(page, "")
    widths = page.evaluate(
        """letters => {
          const context = document.createElement("canvas").getContext("2d");
          context.font = '600 100px "Source Sans 3"';
          return letters.map(letter => context.measureText(letter).width / 100);
        }""",
        letters,
    )
    too_wide = {
        letter: (round(width, 3), text_width(letter))
        for letter, width in zip(letters, widths, strict=True)
        if letter.isalpha() and width > text_width(letter) + 0.005
    }
    assert too_wide == {}
