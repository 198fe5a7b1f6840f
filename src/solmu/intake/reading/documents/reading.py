"""One way in for every kind of document."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from solmu.core.errors import Phrase, SolmuError, TooLargeFile
from solmu.intake.reading.documents.building import Builder
from solmu.intake.reading.documents.decoding import decode
from solmu.intake.reading.documents.document import Block, Document
from solmu.intake.reading.documents.language import detect_language, likeliest_language
from solmu.intake.reading.documents.lines import text_blocks
from solmu.intake.reading.documents.markdown import markdown_blocks

LARGEST: Final = 20 * 1024 * 1024
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read_file(path: Path | str) -> Document:
    """Read a document from a file. Raises SolmuError with a sentence when it cannot be read."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise TooLargeFile(_too_large(path.name))
        data = path.read_bytes()
    except FileNotFoundError:
        raise SolmuError("There is no file %(path)s. Check the name.", path=path) from None
    except IsADirectoryError:
        raise SolmuError("%(path)s is a folder. Give one document.", path=path) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SolmuError("%(path)s cannot be read: %(reason)s.", path=path, reason=reason) from None
    return read_document(data, path.name)


def read_document(data: bytes, name: str) -> Document:
    """Read plain text, Markdown or HTML. Raises RefusedFile for what cannot be read as one of them."""
    if len(data) > LARGEST:
        raise TooLargeFile(_too_large(name))
    source = decode(data, name)
    builder = Builder()
    kind = _format(name, source)
    title = margins = ""
    if kind == "html":
        from solmu.intake.reading.documents.html import html_blocks  # not needed for plain text

        around = html_blocks(source, builder)
        title, margins, text = around.title, around.margins, builder.text
    elif kind == "markdown":
        title = markdown_blocks(source, builder)
        text = builder.text
    else:
        text = source
        text_blocks(text, builder)
    language = detect_language(text)
    if language == "und":
        language = likeliest_language(text)
    blocks = tuple(_with_language(block, text, language) for block in builder.blocks)
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        blocks=blocks,
        language=language,
        title=title,
        margins=margins,
        format=kind,
        languages=tuple(dict.fromkeys([language, *sorted({block.language for block in blocks})])),
    )


def _too_large(name: str) -> Phrase:
    return Phrase("%(name)s is larger than 20 MB. Give the part of it that tells of partners and networks.", name=name)


def _format(name: str, source: str) -> Literal["text", "markdown", "html"]:
    suffix = Path(name).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml", ".mhtml") or _LOOKS_LIKE_HTML.match(source[:2000]):
        return "html"
    return "markdown" if suffix in (".md", ".markdown", ".mdown") else "text"


def _with_language(block: Block, text: str, main: str) -> Block:
    """A block's language: what its own words say, else what the page declares, else that of the document."""
    declared = block.language if block.language.isalpha() else ""
    language = detect_language(text[block.start : block.end], least=4, main=declared or main)
    return block if language == block.language else replace(block, language=language)
