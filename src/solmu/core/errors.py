"""Errors that end in a sentence a person can act on."""

from __future__ import annotations


class SolmuError(Exception):
    """Something a person can put right; `str(error)` is the sentence: what, where, and what to do."""


class NotPermitted(SolmuError):
    """The account may not do this; the sentence says who may."""


class BrokenRule(SolmuError):
    """The action would break a rule of the domain; the sentence names it."""
