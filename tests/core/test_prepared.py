"""A prepared query gives the rows that the query itself gives, whatever is filled in, and is built once for a kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Account, Source, StoredFile
from solmu.core.prepared import MOST_SHARED, MOST_WORDS, asked_once, prepared
from solmu.core.vocabulary import SourceKind

DAY = date(2026, 11, 24)


@pytest.fixture
def sources(officer: Account) -> list[Source]:
    return [
        Source.objects.create(kind=SourceKind.PAGE, title=title, read_on=DAY + timedelta(days=number), language="fi")
        for number, title in enumerate(("one", "two", "three", "one"))
    ]


def _since(day: date, titles: list[str] | None, language: str) -> QuerySet[Source]:
    rows = Source.objects.filter(Q(language=language) | Q(language=""), read_on__gte=day)
    if titles is not None:
        rows = rows.filter(title__in=titles)
    return rows.select_related("file").order_by("-read_on")


since = prepared(_since)


@pytest.mark.parametrize("days", [0, 1, 9])
@pytest.mark.parametrize("titles", [None, [], ["one"], ["two", "one"], ["one", "three", "none"], ["x"] * MOST_WORDS])
@pytest.mark.parametrize("language", ["fi", "", "hole 0.0"])
def test_rows_are_those_of_the_query(sources: list[Source], days: int, titles: list[str] | None, language: str) -> None:
    day = DAY + timedelta(days=days)
    assert since(day, titles, language) == list(_since(day, titles, language))


def test_rows_come_with_what_the_query_names_and_ask_for_nothing_more(sources: list[Source]) -> None:
    since(DAY, None, "fi")
    with CaptureQueriesContext(connection) as asked:
        found = since(DAY, ["one", "two"], "fi")
        assert [(row.title, row.file) for row in found] == [("one", None), ("two", None), ("one", None)]
    assert len(asked) == 1


def test_columns_of_several_tables_together_are_those_of_the_query(sources: list[Source]) -> None:
    def together(first: str, second: str) -> QuerySet[Any, Any]:
        rows = Source.objects.filter(title=first).order_by().values_list("title", "read_on")
        return rows.union(Source.objects.filter(title=second).order_by().values_list("title", "read_on"), all=True)

    asked = prepared(together)
    for words in (("one", "two"), ("three", "x"), ("one", "one")):
        assert sorted(asked(*words)) == sorted(together(*words))


def test_query_is_built_once_for_each_kind_of_arguments(sources: list[Source]) -> None:
    built = []

    @prepared
    def titled(titles: list[str], is_public: bool) -> QuerySet[Source]:
        built.append((len(titles), is_public))
        return Source.objects.filter(title__in=titles, is_public=is_public)

    for titles in (["one"], ["two"], ["one", "two", "three"], ["a", "b", "c", "d"]):
        titled(titles, False)
    titled(["one"], True)
    assert built == [(1, False), (4, False), (1, True)]


@pytest.mark.parametrize("sizes", [[7], [7, 8, 1 << 61], []])
def test_numbers_are_filled_in(officer: Account, sizes: list[int]) -> None:
    for size in (7, 9, 1 << 61):
        StoredFile.objects.create(sha256=f"{size:064}", name="x", media_type="text/plain", size=size)

    def sized(sizes: list[int], least: int) -> QuerySet[StoredFile]:
        return StoredFile.objects.filter(size__in=sizes, size__gte=least).order_by("size")

    for least in (0, 8):
        assert prepared(sized)(sizes, least) == list(sized(sizes, least))


def test_long_list_is_asked_for_all_the_same(sources: list[Source]) -> None:
    titles = [*(f"none {number}" for number in range(MOST_WORDS)), "two"]
    assert [row.title for row in since(DAY, titles, "fi")] == ["two"]


def test_arguments_by_name_are_refused() -> None:
    with pytest.raises(TypeError, match="by place"):
        since(day=DAY, titles=None, language="fi")


def test_same_words_are_asked_once_inside(sources: list[Source]) -> None:
    with CaptureQueriesContext(connection) as queries, asked_once():
        first = since(DAY, ["one"], "fi")
        first.clear()  # whoever sorts or empties a list changes it for nobody else
        again = since(DAY, iter(["one"]), "fi")
        other = since(DAY, ["two"], "fi")
    assert [row.title for row in again] == ["one", "one"]
    assert [row.title for row in other] == ["two"]
    assert len(queries) == 2


def test_after_it_every_query_is_asked_again(sources: list[Source]) -> None:
    with asked_once():
        since(DAY, None, "fi")
    with CaptureQueriesContext(connection) as queries:
        since(DAY, None, "fi")
        since(DAY, None, "fi")
    assert len(queries) == 2


def test_only_the_last_answers_are_held(sources: list[Source]) -> None:
    with CaptureQueriesContext(connection) as queries, asked_once():
        for number in range(MOST_SHARED + 1):
            since(DAY, [str(number)], "fi")
        since(DAY, [str(MOST_SHARED)], "fi")
        since(DAY, ["0"], "fi")
    assert len(queries) == MOST_SHARED + 2
