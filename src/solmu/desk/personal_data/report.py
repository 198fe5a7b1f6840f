"""A person's data as a tagged PDF, by typst: PDF/UA-1 for assistive technology and PDF/A-2a for keeping."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from solmu.core.errors import SolmuError

LAYOUT = Path(__file__).with_name("report.typ")


def words_of_report() -> dict[str, str]:
    """The labels of the report in the active language."""
    return {
        "title": _("Your data"),
        "lead": _("This is what is kept of you, where, what for, and for how long (GDPR, article 15)."),
        "controller": _("Controller"),
        "made_at": _("Report made"),
        "nothing": _("Nothing is kept of you."),
        "purpose": _("What for"),
        "ground": _("On what ground"),
        "kept": _("How long"),
        "receivers": _("Who is shown it"),
        "looked_at": _("When somebody looked at your data"),
        "files_not_read": _("Files that were not read to their end"),
    }


def pdf_of_report(report: Mapping[str, Any], *, language: str, made_on: str) -> bytes:
    """The report as a PDF; no text of it is ever read as a command. Raises SolmuError for a letter no font has."""
    content = {**report, "language": language, "made_on": made_on, "words": words_of_report()}
    files: Any = {
        "main.typ": LAYOUT.read_bytes(),
        "report.json": json.dumps(content, ensure_ascii=False).encode(),
    }
    try:
        made = typst.compile(files, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"])
    except typst.TypstError as error:
        raise SolmuError(
            "No PDF can be made of this: %(message)s. Take the JSON file instead.", message=error.message
        ) from error
    assert isinstance(made, bytes)
    return made
