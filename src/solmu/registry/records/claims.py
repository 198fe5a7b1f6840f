"""A shape in the keys and values of the claims format (docs/reference/claims.md), in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from solmu.places.rules import Name, name_in
from solmu.registry.records.values import Shape

LANGUAGE = re.compile(r"(?!on$)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|")
"""What a text's words stand under: a language (BCP 47), or nothing where nobody said which; *on* is a day's key."""


def words(text: Mapping[str, str] | None, languages: Iterable[str]) -> str | None:
    """A text in the first of the languages it has, else in any it has."""
    if not text:
        return None
    return next((text[language] for language in languages if language in text), next(iter(text.values())))


def claim_form(shape: Shape, languages: tuple[str, ...]) -> Shape:
    """A shape in the keys and values of the claims format, its texts in the first of `languages` they have.

    Places go by the name a reader of the first language knows them by.
    """

    def place(value: Shape) -> Shape:
        names = [Name(text, language) for language, text in value["names"].items()]
        shown = name_in(names, languages[0])
        return {"name": shown.text if shown else None, "country": value["country"]}

    def flat(value: Any) -> Any:
        if isinstance(value, Mapping):
            if "names" in value:
                return place(dict(value))
            if "wording" in value and "themes" in value:
                return words(value["wording"], languages)
            if set(value) == {"id", "name"}:
                return words(value["name"], languages)
            if value and all(LANGUAGE.fullmatch(key) and isinstance(text, str) for key, text in value.items()):
                return words(value, languages)
            return {key: flat(item) for key, item in value.items()}
        if isinstance(value, list):
            return [flat(item) for item in value]
        return value

    return {key: flat(value) for key, value in shape.items()}
