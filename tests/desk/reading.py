"""What tests read off a page of the desk: the hidden fields that a form is sent with."""

from __future__ import annotations

import re


def hidden(page: str) -> dict[str, str]:
    """The seal, the base and the token of a form, to be sent with its fields."""
    return dict(re.findall(r'<input type="hidden" name="(form_\w+)" value="([^"]*)"', page))
