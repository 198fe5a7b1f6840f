"""Queries whose SQL is made once.

Django builds and compiles a query each time it is asked, which takes several times as long as the database takes to
answer. A query that is asked for every page, and is the same each time but for the words and days in it, is built once
with holes in their places; asked again, the holes are filled and the rows are made as Django always makes them.

Who reads one snapshot for very many pages may have each query asked once (`asked_once`).
"""

from __future__ import annotations

import copy
import functools
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, ParamSpec

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Place = tuple[int, int]
"""Which argument, and which of its words."""

MOST_WORDS = 256
"""Or numbers of a list; a query with more is built each time, which then is not what takes long."""


MOST_SHARED = 64
"""Answers that are held at once inside `asked_once`; the longest unused go first."""

_shared: ContextVar[OrderedDict[Any, list[Any]] | None] = ContextVar("answers that are shared", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, a query that was asked with the same words gives the same rows again, and is not asked.

    For who reads one state of the record and changes no row: nothing that is written meanwhile shows.
    """
    token = _shared.set(OrderedDict())
    try:
        yield
    finally:
        _shared.reset(token)


class _Word(str):
    """Stands for a word that is filled in later; every two differ, so that none is left out as said before."""

    place: Place

    @classmethod
    def at(cls, *place: int) -> _Word:
        word = cls("hole {}.{}".format(*place))
        word.place = (place[0], place[1])
        return word


class _Day(date):
    """Stands for a day that is filled in later."""

    place: Place

    @classmethod
    def at(cls, argument: int) -> _Day:
        day = cls(1, 1, 1)
        day.place = (argument, 0)
        return day

    def __str__(self) -> str:
        return _Word.at(*self.place)  # SQLite takes days as words


_FIRST_NUMBER, _NUMBERS_OF_ONE = 1 << 62, 1 << 20
"""From here on a number stands for one that is filled in later: Django makes plain numbers of numbers of any kind."""


def _number_at(argument: int, number: int) -> int:
    return _FIRST_NUMBER + argument * _NUMBERS_OF_ONE + number


def _place_of(parameter: Any) -> Place | None:
    """What a parameter of the compiled query stands for; None where it is as the query says."""
    if isinstance(parameter, _Word | _Day):
        return parameter.place
    if isinstance(parameter, int) and parameter >= _FIRST_NUMBER:
        return divmod(parameter - _FIRST_NUMBER, _NUMBERS_OF_ONE)
    return None


def prepared(build: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[Any]]:
    """The rows of a query whose SQL is made once for each kind of arguments.

    `build` makes the query of its positional arguments: words, days, numbers, lists of words or of numbers,
    truths and None. It may look at truths and at what is None; of all else it may make nothing but values to compare
    with.
    """
    make: Callable[..., QuerySet[Any, Any]] = build
    compiled: dict[Any, _Compiled] = {}

    @functools.wraps(build)
    def rows(*arguments: Any, **named: Any) -> list[Any]:
        if named:
            raise TypeError(f"{build.__name__} takes its arguments by place.")
        answers = _shared.get()
        if answers is None:
            return asked(*arguments)
        words = [each if isinstance(each, str | date | int) or each is None else tuple(each) for each in arguments]
        key = build, *words
        if key not in answers:
            answers[key] = asked(*words)
            if len(answers) > MOST_SHARED:
                answers.popitem(last=False)
        answers.move_to_end(key)
        return list(answers[key])

    def asked(*arguments: Any) -> list[Any]:
        given = [_given(argument) for argument in arguments]
        if any(isinstance(each, list) and not 0 < len(each) <= MOST_WORDS for each in given):
            return list(make(*arguments))
        kind = tuple(map(_kind, given))
        if (found := compiled.get(kind)) is None:
            holes = [_hole(place, each) for place, each in enumerate(given)]
            found = compiled[kind] = _Compiled(make(*holes))
        return found.rows(given)

    return rows


def _given(argument: Any) -> Any:
    """A list is filled up to the next power of two with its last: fewer kinds, and it asks for the same."""
    if isinstance(argument, str | date | int) or argument is None:
        return argument
    words = list(argument)
    return words + words[-1:] * ((1 << (len(words) - 1).bit_length()) - len(words)) if words else words


def _kind(given: Any) -> Any:
    if given is None or isinstance(given, bool):
        return given
    return (type(given[0]), len(given)) if isinstance(given, list) else type(given)


def _hole(place: int, given: Any) -> Any:
    if isinstance(given, list):
        make = _number_at if isinstance(given[0], int) else _Word.at
        return [make(place, number) for number in range(len(given))]
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, str):
        return _Word.at(place, 0)
    return _Day.at(place) if isinstance(given, date) else _number_at(place, 0)


class _Compiled:
    """A query with holes and what Django makes of it, which it reads and never changes when it fetches rows."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self._query = query
        self._compiler: SQLCompiler = query.query.get_compiler(using=query.db)
        self._sql, self._parameters = self._compiler.as_sql()
        columns = [column for column, _sql, _alias in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(columns)

    def rows(self, given: Sequence[Any]) -> list[Any]:
        asked = self._query.all()
        connection = connections[asked.db]
        days = connection.ops.adapt_datefield_value

        def filled(parameter: Any) -> Any:
            if (place := _place_of(parameter)) is None:
                return parameter
            argument, number = place
            value = given[argument]
            return days(value) if isinstance(value, date) else value[number] if isinstance(value, list) else value

        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        sql = self._sql, tuple(map(filled, self._parameters))
        compiler.get_converters = lambda _columns: self._converters  # type: ignore[method-assign, assignment]
        compiler.as_sql = lambda *_arguments, **_named: sql  # type: ignore[method-assign]
        asked.query.get_compiler = lambda *_arguments, **_named: compiler  # type: ignore[method-assign]
        return list(asked)


__all__ = ["MOST_SHARED", "MOST_WORDS", "asked_once", "prepared"]
