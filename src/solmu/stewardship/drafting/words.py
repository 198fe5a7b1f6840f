"""The words of a draft in one language, from `words.toml`: what comes with Solmu, and over it the city's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solmu.core.errors import SolmuError
from solmu.core.wording import NO_BREAK_SPACE
from solmu.stewardship.drafting.templates import BUILT_IN, WORDS, own_template, table

COMPLETE = "en"
"""The language whose table shows which words there are."""

_PLACE = re.compile(r"\{([a-z_]*)\}")


@dataclass(frozen=True)
class Words:
    """One language's words, by dotted name (`headings.parties`), and the file to mend where one is wrong."""

    language: str
    table: Mapping[str, Any]
    origin: Path

    def text(self, name: str, **values: object) -> str:
        """One text, with the words in braces filled in; raises SolmuError where it is missing or names another."""
        return self._filled(name, self._at(name), values)

    def paragraphs(self, name: str, **values: object) -> list[str]:
        """A text, or several, as paragraphs."""
        found = self._at(name)
        return [self._filled(name, each, values) for each in (found if isinstance(found, list) else [found])]

    def months(self, count: int) -> str:
        """*6 months*, kept on one line."""
        return self.text("months_one" if count == 1 else "months_many", count=count).replace(" ", NO_BREAK_SPACE)

    def _at(self, name: str) -> Any:
        found: Any = self.table
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if found is None:
            raise SolmuError(
                "%(origin)s lacks %(name)s under [%(language)s]. Add it.",
                origin=self.origin,
                name=name,
                language=self.language,
            )
        return found

    def _filled(self, name: str, text: object, values: Mapping[str, object]) -> str:
        if not isinstance(text, str):
            raise SolmuError(
                "%(origin)s: %(name)s under [%(language)s] is no text. Write it in quotes.",
                origin=self.origin,
                name=name,
                language=self.language,
            )

        def fill(found: re.Match[str]) -> str:
            if found[1] not in values:
                known = ", ".join(f"{{{each}}}" for each in values) or "none"
                raise SolmuError(
                    "%(origin)s: %(name)s under [%(language)s] names %(named)s. It may name: %(known)s.",
                    origin=self.origin,
                    name=name,
                    language=self.language,
                    named=found[0],
                    known=known,
                )
            return str(values[found[1]])

        return _PLACE.sub(fill, text)


def words_in(language: str, source: Path | None = None) -> Words:
    """The words of a language; raises SolmuError where there are none, naming the languages there are.

    `source` is the city's own file, where it is not the one in the instance.
    """
    file = source or own_template(WORDS)
    built_in, own = table(BUILT_IN / WORDS), table(file)
    if language not in built_in and language not in own:
        known = ", ".join(sorted({*built_in, *own}))
        raise SolmuError(
            "No draft can be written in “%(language)s”: words.toml has no such language. Choose among %(known)s, or "
            "add the language to templates/words.toml of the city's folder.",
            language=language,
            known=known,
        )
    origin = file if language in own else BUILT_IN / WORDS
    return Words(language, _over(built_in.get(language, {}), own.get(language, {})), origin)


def spoken() -> tuple[str, ...]:
    """The languages a draft can be written in."""
    return tuple(dict.fromkeys((*table(BUILT_IN / WORDS), *table(own_template(WORDS)))))


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables, the second counting where both say something."""
    merged = dict(below)
    for key, value in above.items():
        inner = merged.get(key)
        merged[key] = _over(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return merged
