"""What is searched for, and where in a record a word stands."""

from __future__ import annotations

from enum import IntEnum

from solmu.registry.vocabulary import RecordKind

KINDS = (
    RecordKind.PARTNERSHIP,
    RecordKind.AGREEMENT,
    RecordKind.THEME,
    RecordKind.MEMBERSHIP,
    RecordKind.COVERAGE_STATEMENT,
    RecordKind.INSTITUTION_LINK,
    RecordKind.STORY,
    RecordKind.ACTIVITY,
    RecordKind.RECOGNITION,
)
"""The kinds that are searched, in the order in which what is otherwise equal stands."""


class Field(IntEnum):
    """Where in a record a word stands; the number is what it counts there."""

    NAME = 12
    OTHER_NAME = 10  # in another time, or an abbreviation
    PARTNER = 8
    THEME = 6
    ABOUT = 5  # institutions, places, networks that are named
    KIND = 4  # what it is, its country, its years
    TEXT = 3
