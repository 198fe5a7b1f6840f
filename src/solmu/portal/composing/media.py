"""Pictures and files of records, as pages show them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from solmu.core.models import Record
from solmu.core.wording import NO_BREAK_SPACE, shown_number
from solmu.portal.addresses import document_address, image_address
from solmu.portal.composing.reader import Reader, name_language
from solmu.portal.composing.rows import shown_text
from solmu.portal.pages.agreements import DocumentLine
from solmu.portal.pages.parts import Image
from solmu.registry.models import AgreementDocument, RecordImage
from solmu.registry.rules.documents import NAMES

KILOBYTE = 1000
MEGABYTE = 1_000_000


def shown_image(reader: Reader, record: Record) -> Image | None:
    """The image of a public record whose image was loaded with it; None where it has none."""
    image: RecordImage | None = getattr(record, "image", None)
    if image is None:
        return None
    return Image(
        href=image_address(record.pk, image.file.sha256, image.file.media_type),
        alternative=shown_text(reader, image.alternative),
        credit=image.credit,
        licence=image.licence,
    )


def document_line(reader: Reader, row: AgreementDocument) -> DocumentLine:
    """A document to download: *PDF, 120 kB, in Finnish, signed, accessible*."""
    told = (
        NAMES[row.file.media_type],
        shown_size(row.file.size),
        name_language(row.language) if row.language else "",
        _("signed") if row.is_signed else "",
        _("accessible") if row.is_accessible else "",
    )
    summary = shown_text(reader, row.summary)
    return DocumentLine(
        title=row.title,
        href=document_address(row.pk, row.title, row.file.media_type),
        about=", ".join(filter(None, told)),
        lang=row.language if row.language != reader.language else "",
        summary=summary if summary.words else None,
    )


def shown_size(size: int) -> str:
    """*120 kB*, *3 MB*; a kilobyte is 1000 bytes, and nothing is smaller than one."""
    if size >= MEGABYTE:
        return f"{shown_number(size / MEGABYTE)}{NO_BREAK_SPACE}MB"
    return f"{shown_number(max(1, size / KILOBYTE))}{NO_BREAK_SPACE}kB"
