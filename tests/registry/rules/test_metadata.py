"""Images lose what was written beside the picture, and nothing else."""

from __future__ import annotations

import pytest

from solmu.registry.rules.metadata import DamagedImage, carries_metadata, without_metadata
from tests.registry.pictures import GPS, exif, jpeg, png, webp

XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>Somebody</x:xmpmeta>"


@pytest.mark.parametrize(
    "content",
    [
        jpeg((0xE1, b"Exif\x00\x00" + exif())),
        jpeg((0xE1, XMP), (0xED, b"Photoshop 3.0\x00Somebody"), (0xFE, b"By Somebody"), (0xE2, b"MPF\x00" + GPS)),
        jpeg(after=b"\xff\xd8a second picture at " + GPS),
    ],
)
def test_jpeg_keeps_the_picture_alone(content: bytes) -> None:
    assert without_metadata(content, "image/jpeg") == jpeg()


def test_png_keeps_the_picture_alone() -> None:
    content = png(
        b"a picture", (b"eXIf", exif()), (b"tEXt", b"Author\x00Somebody"), (b"iTXt", XMP), (b"tIME", b"1234567")
    )
    assert without_metadata(content + b"after the end", "image/png") == png()


def test_webp_keeps_the_picture_alone() -> None:
    content = webp((b"EXIF", exif()), (b"XMP ", XMP), flags=0x0C | 0x10)
    assert without_metadata(content + b"after the end", "image/webp") == webp(flags=0x10)


def test_colours_are_kept() -> None:
    profile = (0xE2, b"ICC_PROFILE\x00\x01\x01profile")
    adobe = (0xEE, b"Adobe\x00d\x00\x00\x00\x00\x01")
    assert without_metadata(jpeg(profile, adobe), "image/jpeg") == jpeg(profile, adobe)
    assert without_metadata(png(b"x", (b"iCCP", b"profile")), "image/png") == png(b"x", (b"iCCP", b"profile"))
    assert without_metadata(webp((b"ICCP", b"profile")), "image/webp") == webp((b"ICCP", b"profile"))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (jpeg((0xE1, b"Exif\x00\x00" + exif(6))), "image/jpeg"),
        (png(b"x", (b"eXIf", exif(6))), "image/png"),
        (webp((b"EXIF", exif(6)), flags=0x08), "image/webp"),
    ],
)
def test_which_way_up_is_kept_and_nothing_beside_it(content: bytes, media_type: str) -> None:
    bare = without_metadata(content, media_type)
    assert GPS not in bare
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in bare
    assert without_metadata(bare, media_type) == bare


@pytest.mark.parametrize("turned", [0, 9])
def test_a_way_up_that_does_not_exist_is_dropped(turned: int) -> None:
    assert without_metadata(png(b"x", (b"eXIf", exif(turned))), "image/png") == png(b"x")


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\na picture",
        b"\xff\xd8\xff",
        jpeg()[:-30],
        jpeg()[:-2],
        png()[:-1],
        b"RIFF\x04\x00\x00\x00WEBP",
    ],
)
def test_damaged_images_are_refused(content: bytes) -> None:
    kind = {b"\x89": "image/png", b"\xff": "image/jpeg", b"R": "image/webp"}[content[:1]]
    with pytest.raises(DamagedImage):
        without_metadata(content, kind)


def test_whatever_is_cut_off_an_image_is_no_crash() -> None:
    for content, kind in ((jpeg((0xE1, b"Exif\x00\x00" + exif(6))), "image/jpeg"), (png(), "image/png")):
        for length in range(12, len(content)):
            with pytest.raises(DamagedImage):
                without_metadata(content[:length], kind)


def test_avif_says_whether_it_carries_metadata() -> None:
    plain = b"\x00\x00\x00\x1cftypavif" + bytes(12) + b"meta iinf infe av01 mdat"
    assert not carries_metadata(plain)
    assert carries_metadata(plain.replace(b"av01", b"av01 infe Exif"))
    assert carries_metadata(plain.replace(b"av01", b"mime application/rdf+xml"))
