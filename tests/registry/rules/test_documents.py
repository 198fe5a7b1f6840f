"""What a file is, its bytes say."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from solmu.registry.rules.documents import DOCX, JPEG, ODT, PDF, PNG, document_fault, document_type


def archive(**parts: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def docx() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<document/>")
    return content.getvalue()


PDF_BYTES = b"%PDF-1.7\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n..."
JPEG_BYTES = b"\xff\xd8\xff\xe0..."
ODT_BYTES = archive(mimetype=ODT)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF_BYTES, PDF),
        (PNG_BYTES, PNG),
        (JPEG_BYTES, JPEG),
        (docx(), DOCX),
        (ODT_BYTES, ODT),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), None),
        (archive(mimetype=ODT + "x" * 1000), None),
        (archive(readme="x"), None),
        (docx()[:-30], None),
        (b"PK\x03\x04", None),
        (b"hello", None),
        (b"", None),
        (b" %PDF-1.7", None),
    ],
)
def test_type_of_a_document(content: bytes, media_type: str | None) -> None:
    assert document_type(content) == media_type


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF_BYTES, "a.pdf", ""),
        (PDF_BYTES, "A.PDF", PDF),
        (JPEG_BYTES, "a.jpeg", ""),
        (docx(), "a.docx", DOCX),
        (PDF_BYTES.ljust(1_000_000), "a.pdf", ""),
    ],
)
def test_document_that_can_be_kept(content: bytes, name: str, media_type: str) -> None:
    assert document_fault(content, name, media_type=media_type, most_megabytes=1) is None


@pytest.mark.parametrize(
    ("content", "name", "media_type", "sentence"),
    [
        (b"", "a.pdf", "", "a.pdf is empty. Choose the file that holds the document."),
        (
            PDF_BYTES.ljust(1_000_001),
            "a.pdf",
            "",
            "a.pdf is larger than 1 MB. Make it smaller, or raise the city's limit.",
        ),
        (b"MZ", "a.pdf", "", "a.pdf is no PDF, DOCX, ODT, PNG or JPEG. Save it as one of them."),
        (PDF_BYTES, "a.docx", "", "a.docx is named as another type, but holds PDF. Name it .pdf."),
        (PDF_BYTES, "a", "", "a is named as another type, but holds PDF. Name it .pdf."),
        (PNG_BYTES, "a.png", PDF, "a.png is said to be PDF, but holds PNG. Correct its type."),
        (PNG_BYTES, "a.png", "text/html", "a.png is said to be text/html, but holds PNG. Correct its type."),
    ],
)
def test_document_that_cannot_be_kept(content: bytes, name: str, media_type: str, sentence: str) -> None:
    assert document_fault(content, name, media_type=media_type, most_megabytes=1) == sentence
