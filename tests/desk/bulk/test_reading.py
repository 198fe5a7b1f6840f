"""Tables read from pastes and files: rows of texts, and what is refused with which sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from solmu.core.errors import SolmuError
from solmu.desk.bulk.pairs import COLUMNS
from solmu.desk.bulk.planning import recognised
from solmu.desk.bulk.reading import MOST_ROWS, Line, read_file, read_text


def book(write) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        write(made, made.add_worksheet())
    return content.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Koulu\tKumppani\nLintula\tTartu\n", [(1, "Koulu", "Kumppani"), (2, "Lintula", "Tartu")]),
        ("Koulu;Kumppani\n\n Lintula ;Tartu", [(1, "Koulu", "Kumppani"), (3, "Lintula", "Tartu")]),
        ('a,b\n"Lintulan\nlukio","x, y"', [(1, "a", "b"), (2, "Lintulan lukio", "x, y")]),
        ("a\tb;c\n=1+1\t<b>", [(1, "a", "b;c"), (2, "=1+1", "<b>")]),
        ("a;b;c\n1", [(1, "a", "b", "c"), (2, "1", "", "")]),
        ("\ufeffNimi\r\nÅsa\r\n", [(1, "Nimi"), (2, "Åsa")]),
    ],
)
def test_text_becomes_rows(text, expected) -> None:
    assert read_text(text) == [Line(number, tuple(cells)) for number, *cells in expected]


def test_file_of_another_encoding_becomes_rows() -> None:
    assert read_file("taulu.csv", "Nimi;Tehtävä\nÅsa Häkkinen;Ylijohtaja\n".encode("cp1252"))[1].cells == (
        "Åsa Häkkinen",
        "Ylijohtaja",
    )


def test_xlsx_becomes_rows_with_days_numbers_and_formulas_as_they_are_shown() -> None:
    def write(made, sheet) -> None:
        sheet.write_row(0, 0, ["Nimi", "Alkaen", "Luku"])
        sheet.write_string(2, 0, "<b>Lintula</b>")
        sheet.write_datetime(2, 1, date(2016, 8, 9), made.add_format({"num_format": "d.m.yyyy"}))
        sheet.write_number(2, 2, 1998)
        sheet.write_formula(3, 0, "=1+1", None, 2)
        sheet.write_string(3, 2, "=1+1")
        made.add_worksheet().write_string(0, 0, "another sheet")

    assert read_file("taulu.xlsx", book(write)) == [
        Line(1, ("Nimi", "Alkaen", "Luku")),
        Line(3, ("<b>Lintula</b>", "2016-08-09", "1998")),
        Line(4, ("2", "", "=1+1")),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\t\n", "The table is empty. Paste the rows with their headings."),
        ("a\n" + "x\n" * (MOST_ROWS + 1), f"The table has {MOST_ROWS + 1} rows. At most 500 are taken at a time"),
        ("a\n" * 10_000, "The table has 9999 rows. At most 500 are taken at a time: divide it."),
        ("a" + ";" * 40, "Row 1 has 41 columns. At most 40 are taken"),
        ("a\n" + "x" * 1001, "Row 2, column 1 holds more than 1000 letters. Shorten it."),
        ('a\n"' + "x" * 200_000, "The table cannot be read: field larger than field limit (131072)."),
    ],
)
def test_what_is_too_much_is_refused_in_a_sentence(text, sentence) -> None:
    with pytest.raises(SolmuError) as refused:
        read_text(text)

    assert str(refused.value).startswith(sentence)


def damaged(part: str, content: bytes) -> bytes:
    """A workbook in which one part is another."""
    made, whole = io.BytesIO(), book(lambda _made, sheet: sheet.write_string(0, 0, "Nimi"))
    with zipfile.ZipFile(io.BytesIO(whole)) as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as other:
        for name in file.namelist():
            other.writestr(name, content if name == part else file.read(name))
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BILLION = b"""<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&c;</t></si></sst>"""


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        damaged(SHEET, b"<not closed"),
        damaged(SHEET, b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                       b'<row r="9999999"/></sheetData></worksheet>'),
        damaged("xl/workbook.xml", b"<workbook/>"),
        damaged("xl/_rels/workbook.xml.rels", b'<Relationships><Relationship Id="rId1"/></Relationships>'),
        book(lambda _made, sheet: sheet.write_string(0, 0, "Nimi"))[:-300],
    ],
)  # fmt: skip
def test_damaged_file_is_refused_in_a_sentence(data) -> None:
    with pytest.raises(SolmuError) as refused:
        read_file("taulu.xlsx", data)

    assert str(refused.value) == "“taulu.xlsx” is no XLSX file that can be read. Save it again as XLSX."


def test_file_that_unpacks_to_too_much_is_refused_and_entities_are_not_unfolded() -> None:
    with pytest.raises(SolmuError, match="holds too much"):
        read_file("taulu.xlsx", damaged(SHEET, b" " * 21 * 1024**2))
    with pytest.raises(SolmuError, match="empty"):
        read_file("taulu.xlsx", damaged("xl/sharedStrings.xml", BILLION))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"", b"%PDF-1.7 %%EOF", b"\xff\xfe\xff"])
def test_what_is_no_table_is_refused(data) -> None:
    with pytest.raises(SolmuError):
        read_file("kuva.csv", data)


def test_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(SolmuError, match="larger than 5 MB"):
        read_file("taulu.csv", b"a" * (5 * 1024**2 + 1))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("Koulu", "Vänskola", "Sister city", "Huom"), ["home", "there", "partner", ""]),
        (("LAJI", "", "Alkaen", ""), ["kind", "", "since", ""]),
        (("Lintulan koulu", "Kesk", "Tartu", "koulu"), None),
        (("Koulu", "koulu", "Kumppani"), ["home", "", "partner"]),
    ],
)
def test_headings_are_known_in_any_language_where_they_are_some(heads, expected) -> None:
    assert recognised([Line(1, heads)], COLUMNS) == expected
