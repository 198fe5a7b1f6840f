"""Documents as blocks with offsets: plain text, Markdown, HTML, and what is no document."""

from __future__ import annotations

from pathlib import Path

import pytest

from solmu.core.errors import SolmuError
from solmu.intake.reading.documents import LARGEST, read_document, read_file
from tests.intake.reading.said import blocks


def test_plain_text_lines_of_list_are_items_under_their_lead() -> None:
    document = read_document(
        "Kaupungit\n\nTekstiä on tässä.\n\nYstävyyskaupungit:\n\nTartto, Viro\nKiel, Saksa\n".encode(), "a.txt"
    )
    assert blocks(document) == [
        ("heading", "Kaupungit"),
        ("paragraph", "Tekstiä on tässä."),
        ("paragraph", "Ystävyyskaupungit:"),
        ("item", "Tartto, Viro"),
        ("item", "Kiel, Saksa"),
    ]
    assert [block.lead for block in document.blocks] == [None, None, None, 2, 2]


def test_plain_text_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The city signed a long agreement that fills this whole line with words and\n"
        "Tartu signed it as well, so that the second line begins with a capital too.\n"
    )
    assert [kind for kind, _ in blocks(read_document(text.encode(), "a.txt"))] == ["paragraph"]


def test_plain_text_day_of_month_is_no_bullet() -> None:
    document = read_document(b"21. maj 2015 undertecknades avtalet med Kiel i stadshuset.\n", "a.txt")
    assert blocks(document) == [("paragraph", "21. maj 2015 undertecknades avtalet med Kiel i stadshuset.")]


def test_plain_text_columns_are_rows() -> None:
    document = read_document(b"City        Since\nKiel        1967\nTartu       1992\n", "a.txt")
    assert [document.text[c.start : c.end] for block in document.blocks for c in block.cells] == [
        "Kiel",
        "1967",
        "Tartu",
        "1992",
    ]
    assert document.blocks[0].table is not None
    assert [document.text[c.start : c.end] for c in document.blocks[0].table.header] == ["City", "Since"]


def test_markdown_marks_are_left_out() -> None:
    source = (
        "---\ntitle: Ties\n---\n# Twin *cities*\n\n* [Kiel](https://example.org), **Germany**\n\n"
        "| City | Since |\n|---|---|\n| Tartu | 1992 |\n"
    )
    document = read_document(source.encode(), "a.md")
    assert document.title == "Ties"
    assert blocks(document) == [("heading", "Twin cities"), ("item", "Kiel, Germany"), ("row", "Tartu\t1992")]


def test_markdown_bold_line_is_heading() -> None:
    assert blocks(read_document(b"**Twin cities**\n\n- Kiel\n", "a.md")) == [
        ("heading", "Twin cities"),
        ("item", "Kiel"),
    ]


def test_html_leaves_menus_banners_and_scripts_out() -> None:
    page = (
        "<html lang=fi><head><title>Sivu – Kaupunki</title><script>var x='Oslo, Norja'</script></head><body>"
        "<nav>Valikko</nav><div class='cookie-banner'>Evästeet</div><header>Ylä</header>"
        "<main><h1>Ystävyyskaupungit</h1><ul><li>Kiel<ul><li>vuodesta 1967</li></ul></li></ul>"
        "<dl><dt>Tartto</dt><dd>Viro</dd></dl></main><footer>Ala</footer></body></html>"
    )
    document = read_document(page.encode(), "a.html")
    assert blocks(document) == [
        ("heading", "Ystävyyskaupungit"),
        ("item", "Kiel"),
        ("item", "vuodesta 1967"),
        ("term", "Tartto"),
        ("description", "Viro"),
    ]
    assert document.title == "Sivu – Kaupunki"
    assert document.blocks[2].lead == 1
    assert document.blocks[4].lead == 3


def test_html_table_with_rowspan_repeats_the_cell() -> None:
    page = (
        "<table><tr><th>Maa</th><th>Kaupunki</th></tr>"
        "<tr><td rowspan=2>Ruotsi</td><td>Lund</td></tr><tr><td>Mora</td></tr></table>"
    )
    assert blocks(read_document(page.encode(), "a.html")) == [("row", "Ruotsi\tLund"), ("row", "Ruotsi\tMora")]


def test_html_section_language_is_kept() -> None:
    page = "<div lang=fi><p>Vaasa</p></div><div lang=sv><p>Vasa</p></div>"
    assert [block.language for block in read_document(page.encode(), "a.html").blocks] == ["fi", "sv"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "Kiel",
        "<b><p>" * 20_000 + "Kiel",
        "<" * 50_000 + " Kiel",
        "<p title='" + "a" * 200_000 + "'>Kiel",
    ],
    ids=["nested", "formatting", "openings", "attribute"],
)
def test_hostile_html_is_read(page: str) -> None:
    text = read_document(page.encode(), "a.html").text
    assert text[-4:] == "Kiel"


def test_offsets_count_code_points() -> None:
    document = read_document("𝔊 Zaporižžja\n".encode(), "a.txt")
    assert document.text[2:12] == "Zaporižžja"


def test_too_large_is_refused() -> None:
    with pytest.raises(SolmuError, match=r"^big\.txt is larger than 20 MB\."):
        read_document(b"a" * (LARGEST + 1), "big.txt")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SolmuError, match=r"^There is no file .*none\.txt\. Check the name\.$"):
        read_file(tmp_path / "none.txt")


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SolmuError, match=r"is a folder\. Give one document\.$"):
        read_file(tmp_path)
