"""Builds the Word template that comes with Solmu, or one like it with a city's colour and letterhead.

    python -m solmu.stewardship.drafting.building FILE [--colour 1F3A5F] [--letterhead TEXT]

What it builds is committed; a city may open it in Word and change it, as long as the fields in braces stay whole.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

COLOUR = "1F3A5F"
TEXT_WIDTH = Mm(166)
FONT = "Cambria"

_AFTER_SHADE = (
    *("w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct"),
    *("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
    *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)
"""What may follow a paragraph's shading: the order of ISO/IEC 29500-1, 17.3.1.26, which Word insists on."""


def build(colour: str = COLOUR, letterhead: str = "") -> bytes:
    """A template on A4: a column per language, clause beside clause, and a block for signatures."""
    document = docx.Document()
    _set_page(document)
    _set_styles(document, colour)
    _header(document, colour, letterhead)
    _footer(document)
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    _headlines(document)
    _caution(document, colour)
    _clauses(document)
    _signatures(document, colour)
    about = document.core_properties
    about.title, about.author, about.comments = "", "", ""
    _drop_thumbnail(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _drop_thumbnail(document: Any) -> None:
    """Take out the picture of the document that python-docx begins from."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


# --- page and styles --------------------------------------------------------------------------------------------------


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(30), Mm(24)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)


def _set_styles(document: Any, colour: str) -> None:
    styles = document.styles
    for name, size, bold, before, after in (
        ("Normal", 10.5, False, 0, 5),
        ("Heading 1", 16, False, 0, 3),
        ("Heading 2", 11.5, True, 8, 4),
        ("List Bullet", 10.5, False, 0, 3),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        style.font.color.rgb = RGBColor.from_string(colour if name == "Heading 1" else "000000")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.1
    styles["Heading 2"].paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):  # one tab stop, at the right edge, instead of theirs
        styles[name].paragraph_format.tab_stops.clear_all()


# --- parts ------------------------------------------------------------------------------------------------------------


def _header(document: Any, colour: str, letterhead: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, letterhead or "{{ heads[0].parties }}", size=9, colour="464646")
    _run(paragraph, "\t", size=9)
    _run(
        paragraph,
        "{% for head in heads %}{% if not loop.first %} · {% endif %}{{ head.mark }}{% endfor %}",
        size=9,
        bold=True,
        colour=colour,
    )
    _border(paragraph, "bottom", "BEBEBE")


def _footer(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _run(
        paragraph,
        "{% for head in heads %}{% if not loop.first %} · {% endif %}{{ head.made }}{% endfor %}",
        size=8.5,
        colour="464646",
    )
    _run(paragraph, "\t", size=8.5)
    _field(paragraph, "PAGE")
    _run(paragraph, " / ", size=8.5, colour="464646")
    _field(paragraph, "NUMPAGES")


def _headlines(document: Any) -> None:
    cell = _looped_row(document, "head", "heads")
    title = cell.paragraphs[0]
    title.style = document.styles["Heading 1"]
    _run(title, "{{ head.title }}", tag="{{ head.tag }}")
    _run(cell.add_paragraph(), "{{ head.parties }}", size=11.5, tag="{{ head.tag }}")


def _caution(document: Any, colour: str) -> None:
    for text in ("{%p for head in heads %}", "{{ head.caution }}", "{%p endfor %}"):
        paragraph = document.add_paragraph()
        _run(paragraph, text, size=9, tag="{{ head.tag }}" if "caution" in text else "")
        if "caution" in text:
            paragraph.paragraph_format.left_indent = Mm(3)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
            _border(paragraph, "left", colour, size=20, space=6)
            shade = _element("w:shd", val="clear", color="auto", fill="F4F4F4")
            paragraph._p.get_or_add_pPr().insert_element_before(shade, *_AFTER_SHADE)
    _gap(document, 4)


def _clauses(document: Any) -> None:
    _only(document, "{%p for section in sections %}")
    cell = _looped_row(document, "cell", "section.cells")
    heading = cell.paragraphs[0]
    heading.style = document.styles["Heading 2"]
    _run(heading, "{{ section.number }}  {{ cell.heading }}", tag="{{ cell.tag }}")
    _only(cell, "{%p for paragraph in cell.paragraphs %}")
    _run(cell.add_paragraph(), "{{ paragraph }}", tag="{{ cell.tag }}")
    _only(cell, "{%p endfor %}")
    # “items” is what Jinja calls a method of every mapping: the list is asked for by name.
    _only(cell, "{%p for item in cell['items'] %}")
    _run(cell.add_paragraph(style=document.styles["List Bullet"]), "{{ item.text }}", tag="{{ item.tag }}")
    _only(cell, "{%p endfor %}")
    _gap(document, 1)
    _only(document, "{%p endfor %}")


def _signatures(document: Any, colour: str) -> None:
    # One paragraph, in no table: so the heading stays with the block it heads.
    heading = document.add_paragraph(style=document.styles["Heading 2"])
    _run(heading, "{{ signing.number }}  ")
    _each(heading, "signing.cells", " · ", name="heading")
    _border(heading, "top", colour, space=6)
    _only(document, "{%p for pair in signing.parties|batch(2) %}")
    cell = _looped_row(document, "party", "pair")
    name = cell.paragraphs[0]
    name.paragraph_format.keep_with_next = True
    name.paragraph_format.space_after = Pt(0)
    _each(name, "party.names", " / ", bold=True)
    role = cell.add_paragraph()
    role.paragraph_format.keep_with_next = True
    _each(role, "party.roles", " · ", size=9)
    _only(cell, "{%p for line in party.lines %}")
    value = cell.add_paragraph()
    value.paragraph_format.space_before, value.paragraph_format.space_after = Pt(14), Pt(1)
    value.paragraph_format.keep_with_next = True
    _run(value, "{{ line.value }}")
    _border(value, "bottom", "5A5A5A")
    label = cell.add_paragraph()
    label.paragraph_format.keep_with_next = True
    _each(label, "line.labels", " · ", size=8, colour="464646")
    _only(cell, "{%p endfor %}")
    _gap(document, 8)
    _only(document, "{%p endfor %}")


# --- pieces -----------------------------------------------------------------------------------------------------------


def _looped_row(document: Any, each: str, every: str) -> Any:
    """A table of one row with a column for each of a list; gives the cell that is repeated.

    docxtpl repeats what stands between a cell that opens the loop and one that closes it, and takes both out.
    """
    table = document.add_table(rows=1, cols=3)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    margins = (_element("w:left", w=0, type="dxa"), _element("w:right", w=284, type="dxa"))
    table._tbl.tblPr.insert_element_before(_element("w:tblCellMar", *margins), "w:tblLook")
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    opening, cell, closing = row.cells
    for each_cell, text in ((opening, f"{{%tc for {each} in {every} %}}"), (closing, "{%tc endfor %}")):
        _run(each_cell.paragraphs[0], text)
    cell.width = TEXT_WIDTH // 2
    return cell


def _only(place: Any, text: str) -> None:
    """A paragraph that is an instruction alone and vanishes."""
    _run(place.add_paragraph(), text)


def _each(paragraph: Any, every: str, between: str, *, name: str = "text", **form: Any) -> None:
    """Texts of a list on one line, each marked with its language."""
    _run(paragraph, f"{{%r for each in {every} %}}", **form)
    _run(
        paragraph, f"{{% if not loop.first %}}{between}{{% endif %}}{{{{ each.{name} }}}}", tag="{{ each.tag }}", **form
    )
    _run(paragraph, "{%r endfor %}", **form)


def _gap(document: Any, points: float) -> Any:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(points)
    return paragraph


def _run(paragraph: Any, text: str, *, size: float = 0, bold: bool = False, colour: str = "", tag: str = "") -> None:
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if tag:
        run._r.get_or_add_rPr().append(_element("w:lang", val=tag))


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts."""
    _run(paragraph, "", size=8.5, colour="464646")
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string("464646")
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def _border(paragraph: Any, side: str, colour: str, *, size: int = 4, space: int = 4) -> None:
    edge = _element(f"w:{side}", val="single", sz=size, space=space, color=colour)
    paragraph._p.get_or_add_pPr().insert_element_before(_element("w:pBdr", edge), "w:shd", *_AFTER_SHADE)


def _element(name: str, *children: Any, **attributes: object) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    for child in children:
        element.append(child)
    return element


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Build the Word template of drafts.")
    asked.add_argument("file", type=Path)
    asked.add_argument("--colour", default=COLOUR)
    asked.add_argument("--letterhead", default="")
    given = asked.parse_args()
    given.file.write_bytes(build(given.colour, given.letterhead))
