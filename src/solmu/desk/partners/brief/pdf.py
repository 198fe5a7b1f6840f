"""A brief as tagged PDF, by typst: PDF/UA-1 for readers with assistive technology and PDF/A-2a for keeping."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst

from solmu.core.errors import SolmuError

LAYOUT = Path(__file__).with_name("brief.typ")
FONTS = Path(__file__).resolve().parents[3] / "static" / "solmu" / "fonts"

UNSHOWN = "▯"
"""What stands for a letter that no font has."""

MOST_SCRIPTS = 40
"""Kinds of letters that are looked for one by one before giving up."""

_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_LONG_WORD = re.compile(r"\S{24}(?=\S)")
_MAY_BREAK = "\u200b"


def pdf_of(content: Mapping[str, Any]) -> bytes:
    """The brief as PDF, whatever its length; the same content gives the same bytes.

    The content reaches typst as JSON, so that no text of it is ever read as a command. Of letters that no font has (the
    typeface of the portal, and those that come with typst), each is shown as ▯, and the page says so. Raises SolmuError
    where it cannot be set nevertheless.
    """
    said: dict[str, Any] = {**_each(content, _may_break), "has_unshown": False}
    for _script in range(MOST_SCRIPTS):
        try:
            made = _compiler(said).compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
        except typst.TypstError as error:
            missing = _MISSING.search(error.message)
            if missing is None:
                raise _not_made(error) from error
            said = _shown(_each(said, _without(missing[1])))
            continue
        assert isinstance(made, bytes)
        return made
    raise SolmuError("No PDF can be made: the names are written in more scripts than there are letters for.")


def pages_of(content: Mapping[str, Any]) -> int:
    """How many pages the brief takes."""
    said = {**_each(content, _may_break), "has_unshown": True}
    try:
        counted = json.loads(_compiler(said).query("<pages>", field="value"))
    except typst.TypstError as error:
        raise _not_made(error) from error
    return int(counted[0])


def _shown(content: dict[str, Any]) -> dict[str, Any]:
    """The brief without those of the place's own names that cannot be shown; it says so where other letters cannot."""
    names = [name for name in content["own_names"] if UNSHOWN not in name["text"]]
    rest = {**content, "own_names": names, "unshown": ""}
    return {**content, "own_names": names, "has_unshown": UNSHOWN in json.dumps(rest, ensure_ascii=False)}


def _compiler(content: Mapping[str, Any]) -> typst.Compiler:
    files: Any = {  # by name; typst's own types know a path alone
        "main.typ": LAYOUT.read_bytes(),
        "brief.json": json.dumps(content, ensure_ascii=False).encode(),
    }
    return typst.Compiler(files, font_paths=[FONTS], ignore_system_fonts=True)


def _not_made(error: typst.TypstError) -> SolmuError:
    return SolmuError("No PDF of the brief can be made: %(message)s.", message=error.message)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list) else value


def _may_break(text: str) -> str:
    """A text whose long words may be broken anywhere, so that none stands out over the edge."""
    return _LONG_WORD.sub(lambda found: found[0] + _MAY_BREAK, text)


def _without(missing: str) -> Callable[[str], str]:
    """Has ▯ in place of the letters, and of all others of their scripts, which will be missing too."""
    scripts = {_script_of(letter) for letter in missing}
    return lambda text: "".join(UNSHOWN if _script_of(letter) in scripts else letter for letter in text)


def _script_of(letter: str) -> str:
    """The script of a letter by its Unicode name (*CJK*, *THAI*); anything else is a kind of its own."""
    is_letter = unicodedata.category(letter)[0] in "LM"
    return unicodedata.name(letter, letter).partition(" ")[0] if is_letter else letter
