"""What kind of document bytes are, by what they hold; what a file is called proves nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

from solmu.core.errors import Phrase

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PNG = "image/png"
JPEG = "image/jpeg"

ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {PDF: (".pdf",), DOCX: (".docx",), ODT: (".odt",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}
)
"""The media types a document of an agreement may have, with the endings of their files' names."""

NAMES: Mapping[str, str] = MappingProxyType({PDF: "PDF", DOCX: "DOCX", ODT: "ODT", PNG: "PNG", JPEG: "JPEG"})

LARGEST_DOCUMENT_MEGABYTES = 20
"""Unless the city's setting says otherwise; a megabyte is 1,000,000 bytes."""

LARGEST_NAME = 300
"""Bytes of the `mimetype` entry that are read."""


def document_type(content: bytes) -> str | None:
    """The media type of a PDF, DOCX, ODT, PNG or JPEG; None for anything else, also for a broken archive.

    Signatures: PDF (ISO 32000-2, 7.5.2); PNG 1.2, 12.12; JPEG (ITU-T T.81), B.1.1.3; ODT by its `mimetype` entry
    (OpenDocument 1.3, part 2, 3.3); DOCX by its parts (ECMA-376, part 2). Of an archive only the list of its parts is
    read and one short entry, whatever the others would unpack to.
    """
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return _type_of_archive(content) if content.startswith(b"PK\x03\x04") else None


def _type_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return DOCX
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return ODT if entry.read(LARGEST_NAME).strip() == ODT.encode() else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        # Damaged, encrypted or packed in a way nobody reads: whatever it is, it is none of these documents.
        return None
    return None


def document_fault(content: bytes, name: str, *, media_type: str = "", most_megabytes: int) -> Phrase | None:
    """Why a file cannot be kept as a document, as a sentence; None where it can.

    It must be of an allowed type, of the one its name or `media_type` says, and not larger than the limit.
    """
    if not content:
        return Phrase("%(name)s is empty. Choose the file that holds the document.", name=name)
    if len(content) > most_megabytes * 1_000_000:
        return Phrase(
            "%(name)s is larger than %(megabytes)s MB. Make it smaller, or raise the city's limit.",
            name=name,
            megabytes=most_megabytes,
        )
    found = document_type(content)
    if found is None:
        return Phrase(
            "%(name)s is no %(types)s or %(last)s. Save it as one of them.",
            name=name,
            types=list(NAMES.values())[:-1],
            last=NAMES[JPEG],
        )
    if media_type and media_type != found:
        return Phrase(
            "%(name)s is said to be %(said)s, but holds %(found)s. Correct its type.",
            name=name,
            said=NAMES.get(media_type, media_type),
            found=NAMES[found],
        )
    if not name.lower().endswith(ENDINGS[found]):
        return Phrase(
            "%(name)s is named as another type, but holds %(found)s. Name it %(ending)s.",
            name=name,
            found=NAMES[found],
            ending=ENDINGS[found][0],
        )
    return None
