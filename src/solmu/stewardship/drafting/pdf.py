"""A draft as tagged PDF, by typst: PDF/UA-1 for readers with assistive technology and PDF/A-2a for the archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.templates import BUILT_IN, TYPST, template

LAYOUT = "built-in.typ"


def pdf_of(content: Mapping[str, Any], source: Path | None = None) -> bytes:
    """The draft by the city's template or the one that comes with Solmu; the same content gives the same bytes.

    The content reaches the template as JSON, so that no text of it is ever read as a command. Only the fonts that come
    with typst are used. Raises SolmuError naming the template where it cannot be set, for instance because of a letter
    that no font has.
    """
    path = source or template(TYPST)
    files: Any = {  # by name; typst's own types know a path alone
        "main.typ": path.read_bytes(),
        LAYOUT: (BUILT_IN / LAYOUT).read_bytes(),
        "draft.json": json.dumps(content, ensure_ascii=False).encode(),
    }
    try:
        made = typst.compile(files, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"])
    except typst.TypstError as error:
        raise SolmuError(
            "No PDF can be made with %(path)s: %(message)s. Mend the template or the text.",
            path=path,
            message=error.message,
        ) from error
    assert isinstance(made, bytes)
    return made
