"""The cells of the first sheet of an XLSX file, as texts (ISO/IEC 29500-1, part 18, SpreadsheetML).

Of a formula the value that was last worked out is taken, and nothing is worked out here. Days are given as ISO dates.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from datetime import date, timedelta
from typing import Any

from docx.oxml import parse_xml  # resolves no entity and fetches nothing

from solmu.core.errors import RefusedFile, TooLargeFile

MOST_UNPACKED = 20 * 1024 * 1024
"""Bytes of one part of the file, unpacked."""

MOST_SHEET_ROWS = 20_000
MOST_SHEET_COLUMNS = 200

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_DAY_FORMATS = frozenset((*range(14, 18), 22))
"""Numbers of the built-in formats that show a day (18.8.30)."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(SyntaxError, KeyError, ValueError, IndexError),
)
"""What a damaged file makes ZIP and XML raise; of XML that is not well formed lxml says a SyntaxError."""

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_FIRST_DAY = date(1899, 12, 30)
_FIRST_DAY_1904 = date(1904, 1, 1)


def rows_of_xlsx(data: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet, empty ones among them, so that a row's place is its number less one.

    Raises RefusedFile naming the file where it is damaged, locked with a password, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _rows(_Book(file, name))
    except _DAMAGE:
        raise RefusedFile("“%(name)s” is no XLSX file that can be read. Save it again as XLSX.", name=name) from None


class _Book:
    """The parts of the file that cells refer to."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file, self._name = file, name
        self._names = set(file.namelist())
        book = self._part("xl/workbook.xml")
        first = book.find(f"{MAIN}sheets/{MAIN}sheet")
        links = self._part("xl/_rels/workbook.xml.rels")
        if first is None:
            raise ValueError
        targets = {each.get("Id"): each.get("Target", "") for each in links}
        self.sheet = self._part(posixpath.normpath(posixpath.join("/xl", targets[first.get(LINK)])).lstrip("/"))
        about = book.find(f"{MAIN}workbookPr")
        is_1904 = about is not None and about.get("date1904") in ("1", "true")
        self.first_day = _FIRST_DAY_1904 if is_1904 else _FIRST_DAY
        self.texts = [_text(each) for each in self._part("xl/sharedStrings.xml", or_none=True)]
        self.days = _day_styles(self._part("xl/styles.xml", or_none=True))

    def _part(self, path: str, *, or_none: bool = False) -> Any:
        if or_none and path not in self._names:
            return ()
        with self._file.open(path) as part:
            content = part.read(MOST_UNPACKED + 1)
        if len(content) > MOST_UNPACKED:
            raise TooLargeFile("“%(name)s” holds too much. Save the one sheet that is needed.", name=self._name)
        return parse_xml(content)


def _day_styles(styles: Any) -> set[int]:
    """The cell formats that show a number as a day."""
    if not len(styles):
        return set()
    own = {
        int(each.get("numFmtId")): each.get("formatCode", "") for each in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    return {
        number
        for number, style in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
        if (key := int(style.get("numFmtId", "0"))) in _DAY_FORMATS or _shows_day(own.get(key, ""))
    }


def _shows_day(code: str) -> bool:
    letters = _QUOTED.sub("", code).lower()
    return "y" in letters or ("d" in letters and "m" in letters)


def _rows(book: _Book) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in book.sheet.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", len(rows) + 1))
        if not len(rows) < number <= MOST_SHEET_ROWS:
            raise ValueError
        rows += [[] for _each in range(number - len(rows))]
        cells = rows[-1]
        for cell in row.iterfind(f"{MAIN}c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells)
            if not len(cells) <= column < MOST_SHEET_COLUMNS:
                raise ValueError
            cells += [""] * (column - len(cells))
            cells.append(_value(cell, book))
    return rows


def _column(letters: str) -> int:
    """*A* is 0, *AA* is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, book: _Book) -> str:
    kind, style = cell.get("t", "n"), int(cell.get("s", "0"))
    if kind == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return _text(inline) if inline is not None else ""
    held = cell.find(f"{MAIN}v")
    text = (held.text or "") if held is not None else ""
    if kind == "s" and text:
        return book.texts[int(text)]
    if kind == "n" and text:
        number = float(text)
        if style in book.days and 0 < number < 3_000_000:
            return (book.first_day + timedelta(days=int(number))).isoformat()
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else text
    return text


def _text(item: Any) -> str:
    """A text of one or several runs, without how it is to be pronounced."""
    parts = item.iterfind(f"{MAIN}t"), item.iterfind(f"{MAIN}r/{MAIN}t")
    return "".join(each.text or "" for some in parts for each in some)
