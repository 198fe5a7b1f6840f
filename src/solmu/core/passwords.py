"""What a password must not be, beside what Django itself refuses; no rule of composition (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from solmu.core.city import current_city
from solmu.core.errors import SolmuError


class LongestLength:
    """A password of many thousand characters is no password but work for the server."""

    def __init__(self, most: int) -> None:
        self._most = most

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for one that is too long."""
        if len(password) > self._most:
            raise ValidationError(_("A password has at most %(most)d characters.") % {"most": self._most})

    def get_help_text(self) -> str:
        return ""


class NoWordOfTheCity:
    """A password is not the city's name or the program's with some digits added: those are guessed first (6.1.2)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for one that is nothing but such words, digits and signs."""
        rest = re.sub(r"[\W\d_]", "", password.casefold())
        for word in sorted(guessed_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if not rest and re.search(r"[^\W\d_]", password):
            raise ValidationError(_("This password is among the first that somebody would guess. Choose another."))

    def get_help_text(self) -> str:
        return ""


def guessed_words() -> frozenset[str]:
    """Words somebody would try first at this city's desk, without anything but letters."""
    try:
        city = current_city()
    except SolmuError:  # no instance yet
        return frozenset({"solmu"})
    names = {form for name in city.names.values() for form in (name.nominative, name.genitive, name.inessive)}
    texts = {"solmu", city.name, *names, "salasana", "lösenord"}
    return frozenset(re.sub(r"[\W\d_]", "", text.casefold()) for text in texts if text)
