"""What a password must not be, beside what Django itself refuses; no rule of composition (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from solmu.core.city import current_city
from solmu.core.errors import SolmuError
from solmu.core.leaked_passwords import NoAnswer, is_leaked
from solmu.core.security_log import tell


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


class NotLeaked:
    """A password is none that a service knows from leaks (6.2.12), where the city's settings name a service to ask.

    Where it does not say within so many seconds the password is taken, and the log of safety tells.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for one that is known."""
        try:
            address = current_city().sign_in.leaked_passwords
        except SolmuError:  # no instance yet
            return
        if not address:
            return
        try:
            known = is_leaked(password, address=address, seconds=self._seconds)
        except NoAnswer as trouble:
            tell("password-not-compared", None, account=str(user.pk) if user and user.pk else "", why=trouble.why)
            return
        if known:
            raise ValidationError(_("This password is known from a leak. Choose another."))

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
