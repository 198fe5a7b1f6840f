from __future__ import annotations

import pytest

from solmu.registry.rules.images import MEDIA_TYPES, image_type

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"
JPEG = b"\xff\xd8\xff\xe0" + b"rest"
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 "
AVIF = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"
AVIS = b"\x00\x00\x00\x1cftypavis\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (WEBP, "image/webp"),
        (AVIF, "image/avif"),
        (AVIS, "image/avif"),
        (b"", None),
        (b"GIF89a", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"%PDF-1.7", None),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"\x00\x00\x00\x1cftypheic", None),
        (b" " + PNG, None),
        (PNG[:7], None),
    ],
)
def test_first_bytes_say_what_an_image_is(content: bytes, media_type: str | None) -> None:
    assert image_type(content) == media_type
    assert media_type in (None, *MEDIA_TYPES)
