"""The checklist of a renewal: the city's own, else the one that comes with Solmu."""

from __future__ import annotations

from pathlib import Path

from i18nfield.strings import LazyI18nString

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.templates import CHECKLIST, table, template


def checklist(source: Path | None = None) -> list[LazyI18nString]:
    """What is not to be forgotten, in order; raises SolmuError naming an entry without a text."""
    path = source or template(CHECKLIST)
    checks = []
    for number, entry in enumerate(table(path).get("check", []), start=1):
        texts = {language: text for language, text in entry.items() if isinstance(text, str) and text.strip()}
        if not texts:
            raise SolmuError(
                '%(path)s: check %(line)s has no text. Write for example fi = "…", sv = "…", en = "…".',
                path=path,
                line=number,
            )
        checks.append(LazyI18nString(texts))
    return checks
