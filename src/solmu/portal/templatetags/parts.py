"""Parts of pages that are made once for what they show.

After a write most of what stands on a page is as it was before. A part is a function of its template, the language and
the values it is given, which it sees alone; so it is made once for them, and kept as long as it is among the last ones
that were asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 2_000
"""Parts; of one to ten thousand letters each."""

register = template.Library()


@register.simple_tag
def part(name: str, **shown: Hashable) -> SafeString:
    """What the template makes of the values, which must be hashable: `{% part "portal/_facts.html" facts=facts %}`."""
    made = _made.__wrapped__ if settings.DEBUG else _made  # while developing templates change
    return made(name, get_language(), tuple(shown.items()))


@functools.lru_cache(maxsize=MOST_KEPT)
def _made(name: str, _language: str | None, shown: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, dict(shown))
