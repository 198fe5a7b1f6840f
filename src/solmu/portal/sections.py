"""The parts of the portal that navigation leads to, each with its word and its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from solmu.portal.addresses import agreements_address, partners_address


@dataclass(frozen=True)
class Section:
    """A part of the portal; `is_main`: it stands at the head of every page, and not only at its foot."""

    key: str
    word: str | Promise
    address: Callable[[str], str]
    is_main: bool = True


SECTIONS = (
    Section("partners", _("Partners"), partners_address),
    Section("agreements", _("Agreements"), agreements_address),
)
