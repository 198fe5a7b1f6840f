"""Where the templates of drafts are: the city's own in the instance, else those that come with Solmu."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from solmu.core.city import instance_folder
from solmu.core.errors import SolmuError

BUILT_IN = Path(__file__).parent / "built_in"

DOCX, TYPST, WORDS, CHECKLIST = "agreement.docx", "agreement.typ", "words.toml", "checklist.toml"
NAMES = (DOCX, TYPST, WORDS, CHECKLIST)
"""Every file a city's folder may have in `templates/`."""


def template(name: str) -> Path:
    """The city's own file of this name, else the one that comes with Solmu."""
    own = own_template(name)
    return own if own.is_file() else BUILT_IN / name


def own_template(name: str) -> Path:
    """Where the city's own file is, if it has one: `solmu init` puts it into the instance from the city's folder."""
    return instance_folder() / "templates" / name


def table(path: Path) -> dict[str, Any]:
    """A TOML file, empty where there is none; raises SolmuError naming the file and the line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SolmuError(
            "%(path)s cannot be read: %(error)s. Mend it, or run solmu init again.", path=path, error=error
        ) from None
