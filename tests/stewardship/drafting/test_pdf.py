from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.pdf import pdf_of
from tests.stewardship.drafting.facts import content

INJECTION = '#panic("x") *b* _i_ $x$ @ref <label> \\ "quoted" // no comment'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def elements(node: Any) -> Iterator[DictionaryObject]:
    """The structure tree of a tagged PDF, in reading order."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object() if kid is not None else None
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from elements(found)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(content())


def test_draft_says_what_it_is_for_assistive_technology_and_the_archive(pdf: bytes) -> None:
    """ISO 14289-1 (PDF/UA-1), 5, 7.1, 7.2; ISO 19005-2, 6.6: it names itself, its title and its language."""
    document = read(pdf)
    root = document.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (an object of the file, not Python's)
    assert root["/Lang"] == "fi-FI"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert document.metadata is not None
    assert document.metadata.title == "Yhteisymmärryspöytäkirja: Rantala – Tartto"
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_everything_on_a_page_is_in_the_structure_or_an_artifact(pdf: bytes) -> None:
    """ISO 14289-1, 7.1: content is either tagged or marked as an artifact, and every tag is in the structure tree."""
    untagged, marked = [], set()
    for number, page in enumerate(read(pdf).pages):
        open_marks: list[str] = []
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator in (b"BDC", b"BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                identifier = properties.get("/MCID") if isinstance(properties, DictionaryObject) else None
                open_marks.append(str(operands[0]))
                if identifier is not None:
                    marked.add((number, int(identifier)))
            elif operator == b"EMC":
                open_marks.pop()
            elif operator in (b"Tj", b"TJ", b"S", b"f", b"B") and not open_marks:
                untagged.append((number, operator))

    assert untagged == []
    assert marked == set(references(read(pdf)))


def references(document: PdfReader) -> Iterator[tuple[int, int]]:
    """The marked content that the structure tree names: its page and its number."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(document.pages)}
    for element in elements(document.trailer["/Root"]["/StructTreeRoot"]):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            of_page = element.raw_get("/Pg").idnum if "/Pg" in element else None
            if isinstance(kid, int):
                yield pages[of_page], int(kid)
            elif isinstance(found := kid.get_object(), DictionaryObject) and "/MCID" in found:
                yield pages[found.raw_get("/Pg").idnum if "/Pg" in found else of_page], int(found["/MCID"])


def test_headings_lists_and_paragraphs_are_tagged_in_reading_order(pdf: bytes) -> None:
    kinds = [str(each["/S"]) for each in elements(read(pdf).trailer["/Root"]["/StructTreeRoot"])]

    assert [kinds.count(kind) for kind in ("/H1", "/H2")] == [2, 2 * 12]
    assert kinds.count("/LI") == 2 * (2 + 3)  # parties and themes, a column each
    assert [kind for kind in kinds if kind.startswith("/H")][:4] == ["/H1", "/H1", "/H2", "/H2"]
    assert kinds.count("/P") > 40


def test_each_column_is_marked_with_its_language(pdf: bytes) -> None:
    spoken = {str(each["/Lang"]) for each in elements(read(pdf).trailer["/Root"]["/StructTreeRoot"]) if "/Lang" in each}

    assert "en-GB" in spoken


def test_pages_are_a4_and_tab_in_the_order_of_reading(pdf: bytes) -> None:
    pages = read(pdf).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(595, 842)] * 2
    assert [page["/Tabs"] for page in pages if "/Tabs" in page] in ([], ["/S", "/S"])


def test_every_font_is_in_the_file(pdf: bytes) -> None:
    fonts = {
        font["/BaseFont"]: "/FontFile3" in descriptor or "/FontFile2" in descriptor
        for page in read(pdf).pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
        for descriptor in [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()]
    }

    assert fonts
    assert all(fonts.values())


def test_draft_holds_its_texts(pdf: bytes) -> None:
    text = " ".join("\n".join(page.extract_text() for page in read(pdf).pages).split())

    for words in ("LUONNOS", "DRAFT", "Tartto, Viro", "Tartu, Estonia", "31.12.2030", "kulttuuri", "Maija Mallikas"):
        assert words in text


def test_equal_drafts_are_equal_bytes(pdf: bytes) -> None:
    assert pdf_of(content()) == pdf
    assert pdf_of(content(version=3)) != pdf


def test_text_is_never_read_as_a_command() -> None:
    text = " ".join(page.extract_text() for page in read(pdf_of(content(themes=[{"fi": INJECTION}]))).pages)

    assert "".join(INJECTION.split()) in "".join(text.split())


def test_draft_in_one_language_has_one_column() -> None:
    kinds = [str(each["/S"]) for each in elements(read(pdf_of(content("sv"))).trailer["/Root"]["/StructTreeRoot"])]

    assert [kinds.count(kind) for kind in ("/H1", "/H2")] == [1, 12]


def test_letter_that_no_font_has_is_refused_naming_the_template() -> None:
    with pytest.raises(SolmuError) as refused:
        pdf_of(content(themes=[{"fi": "上海"}]))

    assert "agreement.typ" in str(refused.value)
    assert str(refused.value).endswith("Mend the template or the text.")


def test_mistake_in_the_citys_template_is_told(tmp_path: Path) -> None:
    own = tmp_path / "agreement.typ"
    own.write_text('#set document(title: "x")\n#unknown', "utf-8")

    with pytest.raises(SolmuError) as refused:
        pdf_of(content(), own)

    assert (
        str(refused.value)
        == f"No PDF can be made with {own}: unknown variable: unknown. Mend the template or the text."
    )


def test_citys_template_may_set_the_same_values_its_own_way(tmp_path: Path) -> None:
    own = tmp_path / "agreement.typ"
    own.write_text(
        '#let draft = json("draft.json")\n#set document(title: draft.title)\n#set text(lang: "sv")\n= #draft.title',
        "utf-8",
    )

    assert read(pdf_of(content(), own)).pages[0].extract_text() == "Yhteisymmärryspöytäkirja: Rantala – Tartto"


def test_template_reads_no_file_beside_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x", "utf-8")
    own = tmp_path / "agreement.typ"
    own.write_text(f'#set document(title: "x")\n#read("{secret}")\n', "utf-8")

    with pytest.raises(SolmuError):
        pdf_of(content(), own)
