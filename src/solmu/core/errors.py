"""Errors that end in a sentence a person can act on, in English until a front tells it in its reader's language."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

Translate = Callable[[str], str]
"""Gives a text in the reader's language, as gettext does; a front passes it."""

Show = Callable[[object], str]
"""Gives a value as the reader writes it, as `core.wording.shown_value` does; a front passes it."""


class Phrase(str):
    """An English sentence, or words that stand in one, which can be told in another language.

    `form` is a literal, where the extraction of texts finds it; a value's place in it is `%(name)s`. Without values it
    may hold a bare per cent sign. A value may be a sentence itself, and is then told in the reader's language; so are
    those of a list, which are told with commas between them. A choice is told in English by its code, in words.
    """

    form: str
    values: dict[str, object]

    def __new__(cls, form: str, /, **values: object) -> Phrase:
        sentence = super().__new__(cls, _filled(form, values, _english))
        sentence.form, sentence.values = form, values
        return sentence

    def told(self, translate: Translate, show: Show = str) -> str:
        """The sentence in the language of `translate`, its values as `show` gives them."""

        def told(value: object) -> str:
            return value.told(translate, show) if isinstance(value, Phrase) else show(value)

        return _filled(translate(self.form) if self.form else "", self.values, told)

    def naming(self, before: object, after: object) -> Phrase:
        """The same sentence, with one value in the place of another."""
        return type(self)(self.form, **{key: after if each == before else each for key, each in self.values.items()})


class SolmuError(Exception):
    """Something a person can put right; `str(error)` is the sentence: what, where, and what to do.

    It is given as `Phrase` takes it, a literal and its values, or as a sentence that a rule has made.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        self.sentence = sentence if isinstance(sentence, Phrase) else Phrase(sentence, **values)
        super().__init__(str(self.sentence))

    def told(self, translate: Translate, show: Show = str) -> str:
        """The sentence in the language of `translate`, its values as `show` gives them."""
        return self.sentence.told(translate, show)


class NotPermitted(SolmuError):
    """The account may not do this; the sentence says who may."""


class BrokenRule(SolmuError):
    """The action would break a rule of the domain; the sentence names it."""


class RefusedFile(BrokenRule):
    """A file that was given is none that is taken; `why` is a word of ours for the log of safety."""

    why = "unreadable"


class TooLargeFile(RefusedFile):
    """A file that is too large, or would be once it is unpacked."""

    why = "too-large"


def _filled(form: str, values: dict[str, object], told: Callable[[object], str]) -> str:
    if not values:
        return form
    return form % {
        name: ", ".join(map(told, value)) if isinstance(value, list | tuple) else told(value)
        for name, value in values.items()
    }


def _english(value: object) -> str:
    return str(value).replace("_", " ") if isinstance(value, Enum) else str(value)
