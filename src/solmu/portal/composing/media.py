"""Pictures and files of records, as pages show them."""

from __future__ import annotations

from solmu.core.models import Record
from solmu.portal.addresses import image_address
from solmu.portal.composing.reader import Reader
from solmu.portal.composing.rows import shown_text
from solmu.portal.pages.parts import Image
from solmu.registry.models import RecordImage


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
