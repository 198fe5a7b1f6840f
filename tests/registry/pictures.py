"""Pictures as files, put together part by part, with as much beside the picture as a test asks for."""

from __future__ import annotations

import struct
import zlib

GPS = b"60.1699 N 24.9384 E"


def exif(orientation: int = 1) -> bytes:
    """A TIFF block, little-endian, that says where the picture was taken and which way up it is."""
    entries = struct.pack("<HHII", 0x010E, 2, len(GPS), 38) + struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"II*\x00" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + GPS


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    """A JPEG with these segments between its head and its scan, and bytes after its end."""
    parts = [(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), *segments, (0xDB, b"\x00" + bytes(64))]
    told = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in parts)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"scan\xff\x00data\xff\xd0more"
    return b"\xff\xd8" + told + scan + b"\xff\xd9" + after


def png(data: bytes = b"a picture", *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with these chunks between its head and its data."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def webp(*chunks: tuple[bytes, bytes], flags: int = 0) -> bytes:
    """A WebP in the extended form, with these chunks after its picture."""
    parts = [(b"VP8X", bytes([flags]) + bytes(9)), (b"VP8 ", b"the picture"), *chunks]
    told = b"".join(kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for kind, data in parts)
    return b"RIFF" + struct.pack("<I", len(told) + 4) + b"WEBP" + told
