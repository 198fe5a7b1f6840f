"""What kind of image bytes are, by how they begin; what a file is called proves nothing."""

from __future__ import annotations

LARGEST_IMAGE = 10 * 1024 * 1024
"""Bytes."""

MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp", "image/avif")

AVIF_BRANDS = (b"avif", b"avis")


def image_type(content: bytes) -> str | None:
    """The media type of a PNG, JPEG, WebP or AVIF; None for anything else.

    Signatures: PNG 1.2, 12.12; JPEG (ITU-T T.81), B.1.1.3; RIFF as in the WebP container specification; AVIF 1.1, 6.2,
    in a box of ISO/IEC 14496-12.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in AVIF_BRANDS:
        return "image/avif"
    return None
