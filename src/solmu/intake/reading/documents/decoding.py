"""Bytes to text: the encodings in which cities' pages are found, and no guess where none fits."""

from __future__ import annotations

import codecs
import re
import unicodedata

from solmu.core.errors import Phrase, RefusedFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", Phrase("a PDF")),
    (b"PK\x03\x04", Phrase("a packed file (such as a Word document or a spreadsheet)")),
    (b"\xd0\xcf\x11\xe0", Phrase("an old Office document")),
    (b"{\\rtf", Phrase("an RTF document")),
)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,40})""", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BYTES_ABOVE_ASCII = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Letters and marks that Western and Northern European text in an eight-bit encoding is made of.
_WESTERN = frozenset(
    "åäöÅÄÖéÉèÈêëüÜßøØæÆóÓíÍáÁúÚýÝñÑçÇàÀâÂîïôûùõÕãÃðÐþÞšŠžŽœŒÿìò„“”‘’‚–—…•·°§«»€£©®™´¨¿¡½¼¾²³¹ºª×±µ†‰\u00a0\u00ad"
)
_SAMPLE = 1_000_000


def decode(data: bytes, name: str) -> str:
    """The text of a document, line ends as LF. Raises RefusedFile for nothing, binary data, unknown encodings."""
    if not data.strip():
        raise RefusedFile("%(name)s is empty. Give a document that has text.", name=name)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise RefusedFile(
                "%(name)s is %(what)s, not plain text. Save it as text, Markdown or HTML first.", name=name, what=what
            )
    text = _decoded(data, name)
    text = (
        text.removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\f", "\n")
    )
    if not text.strip():
        raise RefusedFile("%(name)s is empty. Give a document that has text.", name=name)
    if len(_CONTROL.findall(text[:_SAMPLE])) > 2 + len(text[:_SAMPLE]) // 1000:
        raise RefusedFile(
            "%(name)s is binary data, not text. Save the document as text, Markdown or HTML first.", name=name
        )
    return text


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\0" in data[:4096]:
        return _strict(data, _utf16_without_mark(data, name), name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    above = len(_BYTES_ABOVE_ASCII.findall(data[:_SAMPLE]))
    in_sequences = sum(len(found) for found in _UTF8_SEQUENCE.findall(data[:_SAMPLE]))
    if in_sequences > 0.9 * above:
        return data.decode("utf-8", errors="replace")
    declared = _DECLARED.search(data[:4096])
    for encoding in filter(None, (declared and declared[1].decode("ascii"), "cp1252", "latin-1")):
        text = _plausible(data, encoding)
        if text is not None:
            return text
    return _guessed(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFile(
            "%(name)s is damaged or binary: it says it is %(encoding)s and is not. Save it again as UTF-8.",
            name=name,
            encoding=encoding,
        ) from None


def _utf16_without_mark(data: bytes, name: str) -> str:
    """Text in a Latin script has a zero in every second byte; anything else with zeros is binary."""
    sample = data[: 4096 - len(data) % 2]
    even, odd = sample[::2].count(0) / max(1, len(sample[::2])), sample[1::2].count(0) / max(1, len(sample[1::2]))
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    if even > 0.6 and odd < 0.1:
        return "utf-16-be"
    raise RefusedFile(
        "%(name)s is binary data, not text. Save the document as text, Markdown or HTML first.", name=name
    )


def _plausible(data: bytes, encoding: str) -> str | None:
    """The text if it reads as text of a Western language in that encoding, or as declared letters of any script."""
    try:
        codec = codecs.lookup(encoding).name
        text = data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None
    sample = text[:_SAMPLE]
    if _CONTROL.search(sample) or re.search(r"[\x80-\x9f]", sample):
        return None
    foreign = [letter for letter in sample if letter > "\x7f"]
    western = codec in ("cp1252", "iso8859-1", "iso8859-15")
    good = sum(letter in _WESTERN if western else unicodedata.category(letter)[0] in "LPSZ" for letter in foreign)
    if len(foreign) > (0.3 if western else 0.9) * len(sample) or good < 0.8 * len(foreign):
        return None
    # Two capitals or marks from above ASCII side by side inside words are letters of another encoding.
    if western and len(re.findall(r"[^\x00-\x7f]{3}", sample)) * 20 > len(foreign):
        return None
    return text


def _guessed(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes  # seldom needed, slow to load

    best = from_bytes(data[:200_000]).best()
    if best is not None and best.encoding not in ("ascii", "utf_8") and best.chaos < 0.1 and best.coherence > 0.3:
        text = _plausible(data, best.encoding)
        if text is not None:
            return text
    raise RefusedFile("The encoding of %(name)s cannot be told. Save it again as UTF-8.", name=name)
