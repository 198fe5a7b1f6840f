"""The desk's lists: choices, order, pages, and what is shown as a file.

A view makes a `Listing` and hands it to `answer_list`. Rows are a queryset or a list; a queryset is cut to the page
before its rows are worded, so that a list of ten thousand costs as many queries as one of three. `?kind=mou&sort=-end`
is an address one can keep; `&as=csv` and `&as=xlsx` give every row of the same choice, not only the page.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

from solmu.core.dates import PartialDate
from solmu.core.throttling import Throttle
from solmu.core.wording import shown_date
from solmu.desk.answering import WITHIN, show, too_often

PER_PAGE = 50
PORTION = 500
"""Rows of a file that are worded at once."""

NEAR = 2
"""Pages beside the current one that have a link of their own."""

MOST_FILES = 60

throttle = Throttle(MOST_FILES, WITHIN)
"""Files of lists that one account fetches: the whole record is not carried away in a moment."""

Rows = QuerySet[Any] | Sequence[Any]
Plain = str | int | float | Decimal | date | PartialDate | None


@dataclass(frozen=True)
class Cell:
    """What a cell shows: words, perhaps a link, a quieter line below, and the class of a status's line."""

    text: str
    href: str = ""
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """One column. `cell` words a row; `plain` is its value in a file (default: the cell's words).

    `order` sorts: a tuple of fields for a queryset, a key function for a list; None where it cannot be sorted by.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    order: tuple[str, ...] | Callable[[Any], Any] | None = None
    plain: Callable[[Any], Plain] | None = None
    is_file_only: bool = False


@dataclass(frozen=True)
class Choice:
    """One thing by which rows are chosen: a select whose `options` are codes with their words.

    `apply` gives the rows of one code. An address with a code that is none of them chooses nothing.
    """

    key: str
    label: str
    options: Sequence[tuple[str, str | Promise]]
    apply: Callable[[Any, str], Rows]


@dataclass(frozen=True)
class Listing:
    """A list of the desk.

    `word` turns the rows of one page into what the columns are given (default: themselves); it may ask a constant
    number of queries. `find` narrows by the words of `?q=`.
    """

    title: str
    area: str
    rows: Rows
    columns: tuple[Column, ...]
    counted: Callable[[int], str]
    choices: tuple[Choice, ...] = ()
    sort: str = ""
    word: Callable[[Sequence[Any]], Sequence[Any]] = tuple
    find: Callable[[Any, str], Rows] | None = None
    new: tuple[str, str] | None = None
    lead: str = ""
    empty: str = ""
    template: str = "desk/list.html"
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A list as its template is given it."""

    heads: tuple[dict[str, str], ...]
    rows: tuple[tuple[tuple[str, Cell], ...], ...]
    choices: tuple[dict[str, Any], ...]
    counted: str
    words: str
    pages: tuple[dict[str, Any], ...]
    csv_href: str
    xlsx_href: str
    is_chosen: bool


def answer_list(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """The list's page, or the file of what it shows."""
    rows = _chosen(request, listing)
    sort = _sort(request, listing)
    rows = _ordered(rows, listing, sort)
    if (kind := request.GET.get("as")) in ("csv", "xlsx"):
        if not throttle.lets_through(request.by.pk):  # type: ignore[attr-defined]
            return too_often(request)
        return _file(listing, rows, kind)
    number = rows.count() if isinstance(rows, QuerySet) else len(rows)
    last = max(1, -(-number // PER_PAGE))
    page = min(max(int(text) if (text := request.GET.get("page", "1")).isdecimal() and len(text) < 9 else 1, 1), last)
    visible = listing.word(list(rows[(page - 1) * PER_PAGE : page * PER_PAGE]))
    columns = [column for column in listing.columns if not column.is_file_only]
    shown = Shown(
        heads=tuple(_head(request, column, sort) for column in columns),
        rows=tuple(tuple((column.label, column.cell(row)) for column in columns) for row in visible),
        choices=tuple(
            {
                "key": choice.key,
                "label": choice.label,
                "options": [
                    {"code": code, "word": word, "is_chosen": request.GET.get(choice.key) == code}
                    for code, word in choice.options
                ],
            }
            for choice in listing.choices
        ),
        counted=listing.counted(number),
        words=request.GET.get("q", ""),
        pages=tuple(_pages(request, page, last)),
        csv_href=_address(request, {"as": "csv", "page": ""}),
        xlsx_href=_address(request, {"as": "xlsx", "page": ""}),
        is_chosen=any(request.GET.get(choice.key) for choice in listing.choices) or bool(request.GET.get("q")),
    )
    return show(
        request,
        listing.template,
        {
            "heading": listing.title,
            "lead": listing.lead,
            "empty": listing.empty,
            "new": listing.new,
            "can_find": listing.find is not None,
            "sort": request.GET.get("sort", ""),
            "listing": shown,
            **listing.extra,
        },
        title=listing.title,
        area=listing.area,
    )


def _chosen(request: HttpRequest, listing: Listing) -> Rows:
    rows = listing.rows
    for choice in listing.choices:
        code = request.GET.get(choice.key, "")
        if code and code in {known for known, _word in choice.options}:
            rows = choice.apply(rows, code)
    words = request.GET.get("q", "").strip()[:200]
    if words and listing.find is not None:
        rows = listing.find(rows, words)
    return rows


def _sort(request: HttpRequest, listing: Listing) -> str:
    asked = request.GET.get("sort", "")
    known = {column.key for column in listing.columns if column.order is not None}
    return asked if asked.removeprefix("-") in known else listing.sort


def _ordered(rows: Rows, listing: Listing, sort: str) -> Rows:
    column = next((column for column in listing.columns if sort and column.key == sort.removeprefix("-")), None)
    if column is None or column.order is None:
        return rows
    backwards = sort.startswith("-")
    if isinstance(rows, QuerySet):
        if callable(column.order):
            raise TypeError(f"The column {column.key} sorts a queryset by a function. Name its fields.")
        fields = [_turned(name) if backwards else name for name in column.order]
        return rows.order_by(*fields, "pk")
    if not callable(column.order):
        raise TypeError(f"The column {column.key} sorts a list by fields. Give a function.")
    return sorted(rows, key=column.order, reverse=backwards)


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _head(request: HttpRequest, column: Column, sort: str) -> dict[str, str]:
    if column.order is None:
        return {"label": column.label, "href": "", "sorted": ""}
    is_this, backwards = sort.removeprefix("-") == column.key, sort.startswith("-")
    turned = f"-{column.key}" if is_this and not backwards else column.key
    return {
        "label": column.label,
        "href": _address(request, {"sort": turned, "page": ""}),
        "sorted": ("descending" if backwards else "ascending") if is_this else "",
    }


def _pages(request: HttpRequest, page: int, last: int) -> Iterator[dict[str, Any]]:
    if last == 1:
        return
    before = 0
    for number in sorted({1, last, *range(max(1, page - NEAR), min(last, page + NEAR) + 1)}):
        yield {
            "number": number,
            "href": _address(request, {"page": str(number)}),
            "is_current": number == page,
            "is_after_gap": number > before + 1,
        }
        before = number


def _address(request: HttpRequest, changes: Mapping[str, str]) -> str:
    asked = {key: request.GET[key] for key in request.GET if key not in changes}
    query = urlencode({key: value for key, value in {**asked, **changes}.items() if value})
    return f"{request.path}?{query}" if query else request.path


# --- files ------------------------------------------------------------------------------------------------------------

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is carried out by spreadsheets (OWASP: CSV injection); it gets an apostrophe before it."""


def _file(listing: Listing, rows: Rows, kind: str) -> HttpResponseBase:
    name = slugify(listing.title) or listing.area
    lines = _lines(listing, rows)
    if kind == "csv":
        # A byte order mark, so that spreadsheets read it as UTF-8.
        response: HttpResponseBase = StreamingHttpResponse(_csv(listing, lines), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(
            _xlsx(listing, lines), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _lines(listing: Listing, rows: Rows) -> Iterator[list[Plain]]:
    for portion in _portions(rows):
        for row in listing.word(portion):
            yield [column.plain(row) if column.plain else column.cell(row).text for column in listing.columns]


def _portions(rows: Rows) -> Iterator[Sequence[Any]]:
    """The rows some at a time. Those of a query are put in order once; what is gone meanwhile is left out."""
    keys = list(rows.values_list("pk", flat=True)) if isinstance(rows, QuerySet) else rows
    for start in range(0, len(keys), PORTION):
        portion = keys[start : start + PORTION]
        if isinstance(rows, QuerySet):
            found = {row.pk: row for row in rows.filter(pk__in=portion)}
            portion = [found[key] for key in portion if key in found]
        yield portion


def _csv(listing: Listing, lines: Iterable[list[Plain]]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.label for column in listing.columns])
    yield "\ufeff" + text.getvalue()
    for line in lines:
        text.seek(0)
        text.truncate()
        writer.writerow([_harmless(_told(value)) for value in line])
        yield text.getvalue()


def _told(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _xlsx(listing: Listing, lines: Iterable[list[Plain]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    # Texts stay texts: nothing in them is taken for a formula, a number or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d.m.yyyy"})
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(listing.columns):
            sheet.write_string(0, at, column.label, bold)
            sheet.set_column(at, at, 24)
        for number, line in enumerate(lines, start=1):
            for at, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(number, at, value, day)
                elif isinstance(value, int | float | Decimal):
                    sheet.write_number(number, at, value)
                elif value is not None:
                    sheet.write_string(number, at, shown_date(value) if isinstance(value, PartialDate) else value)
    return content.getvalue()
