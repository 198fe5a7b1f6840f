"""How many institutions must have a link for a statement of coverage to be borne out, as a pure function."""

from __future__ import annotations


def institutions_expected(extent: str, number: int | None, institutions: int) -> int:
    """How many of the home city's institutions of a kind a statement says have a link.

    `institutions` are those recorded. *All* are at least one; *some* is one.
    """
    return {"all": max(institutions, 1), "number": number or 0}.get(extent, 1)
