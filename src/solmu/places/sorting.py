"""Sort keys."""

from __future__ import annotations


def sort_key(text: str, language: str) -> str:
    return text
