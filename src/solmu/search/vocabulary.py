"""What is searched for, and where in a record a word stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

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


GROUPS: Mapping[str, tuple[RecordKind, ...]] = MappingProxyType(
    {
        "partners": (RecordKind.PARTNERSHIP,),
        "agreements": (RecordKind.AGREEMENT,),
        "themes": (RecordKind.THEME,),
        "networks": (RecordKind.MEMBERSHIP,),
        "institutions": (RecordKind.COVERAGE_STATEMENT, RecordKind.INSTITUTION_LINK),
        "stories": (RecordKind.STORY,),
        "activities": (RecordKind.ACTIVITY,),
        "recognitions": (RecordKind.RECOGNITION,),
    }
)
"""What a reader may narrow a search to, by the word that stands in addresses and on the command line."""


class Field(IntEnum):
    """Where in a record a word stands; the number is what it counts there."""

    NAME = 12
    OTHER_NAME = 10  # in another time, or an abbreviation
    PARTNER = 8
    COUNTRY = 7  # a partner's own
    THEME = 6
    ABOUT = 5  # institutions, places, networks that are named
    KIND = 4  # what it is, the countries of whom it is with, its years
    TEXT = 3
