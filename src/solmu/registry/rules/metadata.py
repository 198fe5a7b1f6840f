"""Images without what a camera or a program wrote beside the picture: where it was taken, when, by whom, with what.

Kept are the picture, its colours and which way up it is shown.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

ORIENTATION = 0x0112
"""The tag of TIFF 6.0 (Exif 2.32, 4.6.4) that says which way up a picture is."""

_SHORT = 3
_EXIF = b"Exif\x00\x00"
_TIFF_ORDERS = {b"II*\x00": "<", b"MM\x00*": ">"}

_JPEG_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""The application segments of a JPEG that say how it is drawn."""

_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04


class DamagedImage(ValueError):
    """The bytes are not those of a whole image."""


def without_metadata(content: bytes, media_type: str) -> bytes:
    """The same picture without its metadata. An AVIF is returned as it is: see `carries_metadata`.

    Raises DamagedImage where the image's parts cannot be told apart.
    """
    cleaners = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
    clean = cleaners.get(media_type)
    try:
        return clean(content) if clean else content
    except (struct.error, IndexError) as error:
        raise DamagedImage from error


def carries_metadata(content: bytes) -> bool:
    """Whether an AVIF holds Exif or XMP (ISO/IEC 23008-12, annex A): items of these types, which cannot be cut out
    without moving all that follows."""
    start = content.find(b"meta")
    items = content[start:] if start >= 0 else b""
    return any(b"infe" in items and kind in items for kind in (b"Exif", b"application/rdf+xml"))


# --- JPEG (ITU-T T.81, annex B) ---------------------------------------------------------------------------------------


def _jpeg(content: bytes) -> bytes:
    kept, orientation = [b"\xff\xd8"], 1
    for marker, segment in _jpeg_parts(content):
        if marker == 0xE1 and segment[4:].startswith(_EXIF):
            orientation = _orientation(segment[4 + len(_EXIF) :])
        elif 0xE0 <= marker <= 0xEF:
            if segment[4:].startswith(_JPEG_KEPT.get(marker, b"\xff\xff")):
                kept.append(segment)
        elif marker != 0xFE:  # a comment
            kept.append(segment)
    if orientation != 1:
        exif = _EXIF + _orientation_alone(orientation)
        # After JFIF's segment, which comes first where there is one.
        kept.insert(2 if kept[1][1] == 0xE0 else 1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(kept)


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments from the first to the end of the image, each with its marker; a scan comes with its data."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise DamagedImage
        while content[place + 1] == 0xFF:  # fill bytes
            place += 1
        marker = content[place + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise DamagedImage
        yield marker, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise DamagedImage
        if content[place + 1] not in (0x00, *range(0xD0, 0xD8)):  # neither data nor a restart
            return place
        place += 2


# --- PNG (W3C PNG, third edition, 5) ----------------------------------------------------------------------------------


def _png(content: bytes) -> bytes:
    kept, place, kind = [content[:8]], 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            raise DamagedImage
        if kind in _PNG_KEPT:
            kept.append(content[place:end])
        elif kind == b"eXIf" and (turned := _orientation(content[place + 8 : end - 4])) != 1:
            kept.append(_png_chunk(b"eXIf", _orientation_alone(turned)))
        place = end
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# --- WebP (RFC 9649) --------------------------------------------------------------------------------------------------


def _webp(content: bytes) -> bytes:
    end_of_file = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    kept: list[tuple[bytes, bytes]] = []
    turned, place = 1, 12
    while place + 8 <= end_of_file:
        kind, length = struct.unpack_from("<4sI", content, place)
        data = content[place + 8 : place + 8 + length]
        if len(data) < length:
            raise DamagedImage
        if kind == b"EXIF":
            turned = _orientation(data.removeprefix(_EXIF))
        if kind not in _WEBP_DROPPED:
            kept.append((kind, data))
        place += 8 + length + length % 2
    if not kept:
        raise DamagedImage
    if turned != 1:
        kept.append((b"EXIF", _orientation_alone(turned)))
    if kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if turned != 1 else 0)
        kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
    chunks = b"".join(kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for kind, data in kept)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


# --- Exif -------------------------------------------------------------------------------------------------------------


def _orientation(tiff: bytes) -> int:
    """Which way up the picture is, 1 to 8; 1 where it does not say or cannot be read."""
    order = _TIFF_ORDERS.get(tiff[:4])
    if order is None:
        return 1
    try:
        directory = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for number in range(struct.unpack_from(f"{order}H", tiff, directory)[0]):
            entry = directory + 2 + 12 * number
            tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
            if (tag, kind) == (ORIENTATION, _SHORT):
                value: int = struct.unpack_from(f"{order}H", tiff, entry + 8)[0]
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _orientation_alone(value: int) -> bytes:
    """A TIFF header and one directory that says nothing else."""
    return struct.pack(">4sIHHHIHHI", b"MM\x00*", 8, 1, ORIENTATION, _SHORT, 1, value, 0, 0)
