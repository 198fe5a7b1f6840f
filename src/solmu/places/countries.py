"""Countries by name, in every language CLDR names them in, from the file built at set-up."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from solmu.places.gazetteer import BUILT, open_built
from solmu.places.names import fold

_ANY_LANGUAGE = "und"


@lru_cache(maxsize=4096)
def country_code(name: str, language: str | None = None) -> str | None:
    """The ISO alpha-2 code of the country with this name in its base form, or None.

    What the language itself says counts first, then English and short forms of any language, then what most languages
    say; None where as many languages say one as another.
    """
    found = open_built(BUILT).execute("SELECT language, code FROM country_key WHERE key = ?", (fold(name),)).fetchall()
    base = (language or "").split("-")[0]
    for preferred in (language, base, "en", _ANY_LANGUAGE):
        codes = {code for spoken, code in found if spoken == preferred}
        if len(codes) == 1:
            return str(codes.pop())
    most = Counter(str(code) for _, code in found).most_common(2)
    if not most or (len(most) == 2 and most[0][1] == most[1][1]):
        return None
    return most[0][0]


@lru_cache(maxsize=4096)
def country_name(code: str, language: str) -> str:
    """The country's name in the language (BCP 47), else in the language without region, in English, or its code."""
    for spoken in (language, language.split("-")[0], "en"):
        found = (
            open_built(BUILT)
            .execute("SELECT name FROM country_name WHERE language = ? AND code = ?", (spoken, code.upper()))
            .fetchone()
        )
        if found:
            return str(found[0])
    return code
