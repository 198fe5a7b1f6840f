"""What columns and actions are called, for history, comparison and preview: the words of the forms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, str | Promise] = MappingProxyType({"title": _("Title"), "text": _("Text")})


def field_word(name: str) -> str:
    """A column's words; one that has none is told by its own name."""
    known = FIELDS.get(name.removesuffix("_id"))
    return str(known) if known else name.replace("_", " ")
