from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.building import build
from solmu.stewardship.drafting.docx import docx_of
from solmu.stewardship.drafting.templates import BUILT_IN, DOCX
from tests.stewardship.drafting.facts import content

INJECTION = "{{ 7 * 7 }} {% for %} <w:p> & \" ' </w:t> ${x}"


def read(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def cells(document: Any) -> list[list[str]]:
    """The text of each table's one row."""
    return [[cell.text for cell in table.rows[0].cells] for table in document.tables]


@pytest.fixture(scope="module")
def file() -> bytes:
    return docx_of(content())


def test_clauses_stand_side_by_side_in_two_languages(file: bytes) -> None:
    found = cells(read(file))

    assert found[0] == ["Yhteisymmärryspöytäkirja\nRantala – Tartto", "Memorandum of understanding\nRantala – Tartu"]
    assert found[1] == ["1  Osapuolet\nRantala, Suomi\nTartto, Viro", "1  Parties\nRantala, Finland\nTartu, Estonia"]
    assert found[6] == [
        "6  Voimassaolo\nVoimaan: 1.12.2026\nPäättyy: 31.12.2030",
        "6  Term\nIn force from: 1\xa0December 2026\nEnds: 31\xa0December 2030",
    ]
    assert [len(each) for each in found] == [2] * 13
    assert [cell.split("\n")[:2] for cell in found[-1]] == [
        ["Rantala", "Osapuoli · Party"],
        ["Tartto / Tartu", "Osapuoli · Party"],
    ]


def test_draft_is_marked_on_every_page_and_says_who_must_look_it_over(file: bytes) -> None:
    document = read(file)

    assert document.sections[0].header.paragraphs[0].text == "Rantala – Tartto\tLUONNOS · DRAFT"
    assert (
        document.sections[0]
        .footer.paragraphs[0]
        .text.startswith("Luonnos 2, laadittu 24.11.2026 · Draft 2, made on 24\xa0November 2026\t")
    )
    assert [each.text.partition(".")[0] for each in document.paragraphs[:2]] == ["Luonnos", "Draft"]


def test_headings_are_headings_and_lists_are_lists(file: bytes) -> None:
    document = read(file)
    styles = [p.style.name for table in document.tables for cell in table.rows[0].cells for p in cell.paragraphs]

    assert [styles.count(name) for name in ("Heading 1", "Heading 2", "List Bullet")] == [2, 22, 10]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == ["12  Allekirjoitukset · Signatures"]


def test_texts_are_marked_with_their_language(file: bytes) -> None:
    document = read(file)
    tags = [
        [run._r.rPr.find(qn("w:lang")).get(qn("w:val")) for run in cell.paragraphs[0].runs]
        for cell in document.tables[1].rows[0].cells
    ]

    assert tags == [["fi-FI"], ["en-GB"]]


def test_document_says_what_it_is_and_nothing_of_who_made_it(file: bytes) -> None:
    about = read(file).core_properties

    assert (about.title, about.language, about.author, about.last_modified_by) == (
        "Yhteisymmärryspöytäkirja: Rantala – Tartto",
        "fi-FI",
        "",
        "",
    )
    assert about.created.isoformat()[:10] == "2026-11-24"


def test_page_is_a4(file: bytes) -> None:
    section = read(file).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_equal_drafts_are_equal_bytes(file: bytes) -> None:
    assert docx_of(content()) == file
    assert docx_of(content(version=3)) != file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_text_is_neither_markup_nor_a_field() -> None:
    found = cells(read(docx_of(content(themes=[{"fi": INJECTION, "en": INJECTION}]))))

    assert found[3][0].split("\n")[-1] == INJECTION


def test_draft_in_one_language_has_one_column() -> None:
    assert [len(each) for each in cells(read(docx_of(content("sv"))))][:12] == [1] * 12


def test_third_party_signs_below() -> None:
    parties = [*content()["signing"]["parties"], content()["signing"]["parties"][0]]
    draft = content()
    draft["signing"]["parties"] = parties

    assert [len(each) for each in cells(read(docx_of(draft)))][-2:] == [2, 1]


def test_template_that_comes_along_is_what_is_built() -> None:
    def parts(file: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(file)) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist() if name != "docProps/core.xml"}

    assert parts((BUILT_IN / DOCX).read_bytes()) == parts(build())


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        ("{{ nobody.knows }}", "No DOCX can be made with {}: 'nobody' is undefined. Mend the template's fields."),
        ("{{ heads", "No DOCX can be made with {}: "),
        ("{{ ().__class__.__mro__ }}", "No DOCX can be made with {}: "),
    ],
)
def test_mistake_in_the_citys_template_is_told(tmp_path: Path, make: str, sentence: str) -> None:
    own = tmp_path / "own.docx"
    document = docx.Document()
    document.add_paragraph(make)
    document.save(str(own))

    with pytest.raises(SolmuError) as refused:
        docx_of(content(), own)

    assert str(refused.value).startswith(sentence.replace("{}", str(own)))


def test_template_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(b"plain text")

    with pytest.raises(SolmuError) as refused:
        docx_of(content(), own)

    assert str(refused.value) == f"{own} is no Word document that can be read. Save it as DOCX again."
