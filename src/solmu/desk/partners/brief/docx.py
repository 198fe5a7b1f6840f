"""A brief as DOCX, for whoever wants to write in it: the same words in the same order, with Word's own headings."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from solmu.stewardship.drafting.docx import without_times

TEXT_WIDTH = Mm(174)
FONT = "Calibri"
QUIET = "505050"
INTERNAL, PUBLIC = "1F3A5F", "0B5345"


def docx_of(content: Mapping[str, Any]) -> bytes:
    """The brief as a Word document on A4; the same content gives the same bytes."""
    document = docx.Document()
    colour = PUBLIC if content["is_public"] else INTERNAL
    _set_page(document)
    _set_styles(document, colour, _tag(content))
    _header(document, content, colour)
    _footer(document, content)
    _head(document, content)
    for section in content["sections"]:
        document.add_heading(section["heading"], level=2)
        if section["rows"]:
            _table(document, section)
        for line in (*section["lines"], section["more"]):
            if line:
                _run(document.add_paragraph(), line, colour=QUIET)
    _tell_about(document, content)
    file = io.BytesIO()
    document.save(file)
    return without_times(file.getvalue())


def _tag(content: Mapping[str, Any]) -> str:
    return "-".join(filter(None, (content["language"], content["region"])))


def _tell_about(document: Any, content: Mapping[str, Any]) -> None:
    about = document.core_properties
    about.title, about.language = content["title"], _tag(content)
    about.created = about.modified = datetime.fromisoformat(f"{content['made_on']}T00:00:00")
    about.author = about.last_modified_by = about.comments = ""
    about.revision = 1
    relations = document.part.package.rels
    # The picture of the document that python-docx begins from.
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(18)
    section.header_distance, section.footer_distance = Mm(10), Mm(9)


def _set_styles(document: Any, colour: str, tag: str) -> None:
    styles = document.styles
    for name, size, bold, before, after in (
        ("Normal", 9, False, 0, 2),
        ("Heading 1", 22, True, 0, 2),
        ("Heading 2", 11, True, 8, 3),
    ):
        style = styles[name]
        style.font.size, style.font.bold = Pt(size), bold
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        style.font.color.rgb = RGBColor.from_string("000000" if name == "Normal" else colour)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    language = _element("w:lang", val=tag)
    styles["Normal"].element.get_or_add_rPr().append(language)
    styles["Heading 2"].paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        styles[name].paragraph_format.tab_stops.clear_all()


def _header(document: Any, content: Mapping[str, Any], colour: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, f"{content['home']} · {content['day']}\t", size=8.5, colour=QUIET)
    _run(paragraph, content["version"], size=8.5, bold=True, colour=colour)


def _footer(document: Any, content: Mapping[str, Any]) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, f"{content['caution']}\t{content['page']} ", size=8, colour=QUIET)
    _counted(paragraph, "PAGE")
    _run(paragraph, " / ", size=8, colour=QUIET)
    _counted(paragraph, "NUMPAGES")


def _head(document: Any, content: Mapping[str, Any]) -> None:
    document.add_heading(content["name"], level=1)
    if content["own_names"]:
        paragraph = document.add_paragraph()
        for number, name in enumerate(content["own_names"]):
            if number:
                _run(paragraph, " · ", size=11, colour=QUIET)
            run = _run(paragraph, name["text"], size=11, colour=QUIET)
            _speak(run, name["language"] or content["language"], rtl=name["rtl"])
    facts = content["facts"]
    table = document.add_table(rows=2, cols=len(facts))
    for column, fact in enumerate(facts):
        _run(table.cell(0, column).paragraphs[0], fact["label"], size=8, colour=QUIET)
        _run(table.cell(1, column).paragraphs[0], fact["value"], size=10, bold=True)
    _shape(table, [1] * len(facts))


def _table(document: Any, section: Mapping[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(section["heads"]))
    for cell, head in zip(table.rows[0].cells, section["heads"], strict=True):
        _run(cell.paragraphs[0], head, size=8, colour=QUIET)
    for row in section["rows"]:
        for number, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _run(cell.paragraphs[0], text, bold=not number)
    _shape(table, section["widths"])


def _shape(table: Any, widths: Sequence[int]) -> None:
    """Columns in parts of the page's width, a head that is told as one, hairlines between rows, no row cut in two."""
    table.autofit = False
    whole = sum(widths)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = int(TEXT_WIDTH * width / whole)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    lines = [_element(f"w:{side}", val="single", sz=4, space=0, color="C8C8C8") for side in ("bottom", "insideH")]
    margins = (_element("w:left", w=0, type="dxa"), _element("w:right", w=140, type="dxa"))
    for part in (_element("w:tblBorders", *lines), _element("w:tblCellMar", *margins)):
        table._tbl.tblPr.insert_element_before(part, "w:tblLook")


def _run(paragraph: Any, text: str, *, size: float = 0, bold: bool = False, colour: str = "") -> Any:
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _speak(run: Any, language: str, *, rtl: bool) -> None:
    """Say which language the words are in; from right to left, Word takes it from another place."""
    properties = run._r.get_or_add_rPr()
    if rtl:
        properties.append(OxmlElement("w:rtl"))
    properties.append(_element("w:lang", **{"bidi" if rtl else "val": language}))


def _counted(paragraph: Any, name: str) -> None:
    """A number that Word counts."""
    for kind in ("begin", "", "end"):
        run = _run(paragraph, "", size=8, colour=QUIET)
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = name
            run._r.append(instruction)


def _element(name: str, *children: Any, **attributes: object) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    for child in children:
        element.append(child)
    return element
