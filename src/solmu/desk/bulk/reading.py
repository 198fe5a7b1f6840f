"""A table as rows of texts: from what a spreadsheet puts into a paste, from CSV, from XLSX. Formulas are texts."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from solmu.core.errors import SolmuError, TooLargeFile
from solmu.desk.bulk.xlsx import rows_of_xlsx
from solmu.intake.reading.documents.decoding import decode

MOST_ROWS = 500
MOST_COLUMNS = 40
MOST_LETTERS = 1000
"""Rows and columns of a table, and letters of a cell, that are taken."""

MOST_BYTES = 5 * 1024 * 1024
DELIMITERS = "\t;,"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Line:
    """One row that is not empty, with its number in the spreadsheet, counted from 1."""

    number: int
    cells: tuple[str, ...]


def read_file(name: str, data: bytes) -> list[Line]:
    """The rows of a CSV or XLSX file. Raises SolmuError naming the file where it is neither, or as `read_text`."""
    if len(data) > MOST_BYTES:
        raise TooLargeFile(
            "“%(name)s” is larger than %(most)s MB. Divide the table.", name=name, most=MOST_BYTES // 1024**2
        )
    return _lines(rows_of_xlsx(data, name)) if data.startswith(ZIP) else read_text(decode(data, name))


def read_text(text: str) -> list[Line]:
    """The rows of a text in which tabs, semicolons or commas part the cells.

    Raises SolmuError for a table that is empty, or larger than is taken, naming the row.
    """
    text = text.replace("\ufeff", "").replace("\x00", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((each for each in DELIMITERS if each in first), ",")
    try:
        return _lines(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise SolmuError("The table cannot be read: %(error)s. Save it again as CSV.", error=str(error)) from None


def _lines(rows: list[list[str]]) -> list[Line]:
    found = []
    for number, row in enumerate(rows, start=1):
        cells = tuple(" ".join(cell.split()) for cell in row)
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise SolmuError(
                "Row %(row)s has %(columns)s columns. At most %(most)s are taken: leave out those that are not needed.",
                row=number,
                columns=len(cells),
                most=MOST_COLUMNS,
            )
        for place, cell in enumerate(cells, start=1):
            if len(cell) > MOST_LETTERS:
                raise SolmuError(
                    "Row %(row)s, column %(column)s holds more than %(most)s letters. Shorten it.",
                    row=number,
                    column=place,
                    most=MOST_LETTERS,
                )
        found.append(Line(number, cells))
    if not found:
        raise SolmuError("The table is empty. Paste the rows with their headings.")
    if len(found) > MOST_ROWS + 1:
        raise SolmuError(
            "The table has %(rows)s rows. At most %(most)s are taken at a time: divide it.",
            rows=len(found) - 1,
            most=MOST_ROWS,
        )
    width = max(len(line.cells) for line in found)
    return [Line(line.number, line.cells + ("",) * (width - len(line.cells))) for line in found]
