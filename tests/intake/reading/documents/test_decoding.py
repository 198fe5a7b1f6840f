"""Encodings that are read, and the sentences for those that are not."""

from __future__ import annotations

import contextlib
import random

import pytest

from solmu.core.errors import SolmuError
from solmu.intake.reading.documents.decoding import decode

TEXT = "Ystävyyskaupungit:\nKøge, Tanska\nNõmme, Viro"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_decode_reads_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "page.txt") == TEXT


def test_decode_makes_line_ends_lf() -> None:
    assert decode(b"one\r\ntwo\rthree\n", "page.txt") == "one\ntwo\nthree\n"


def test_decode_reads_utf8_with_one_broken_byte() -> None:
    data = "Sopimus Tarton ja Õismäen kanssa, ystävyys jo pitkään, Jönköping, Besançon".encode() + b"\xff"
    assert decode(data, "page.txt").endswith("Besançon\ufffd")


def test_decode_follows_declared_encoding() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź, Győr</body></html>'
    assert "Łódź, Győr" in decode(page.encode("iso-8859-2"), "page.html")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "page is empty. Give a document that has text."),
        (b" \n\t ", "page is empty. Give a document that has text."),
        (b"%PDF-1.7\n", "page is a PDF, not plain text. Save it as text, Markdown or HTML first."),
        (b"\x00\x01\x02\x00" * 50, "page is binary data, not text. Save the document as text, Markdown or HTML first."),
        (b"\x81\x8d\x8f\x90\x9d" * 9, "The encoding of page cannot be told. Save it again as UTF-8."),
    ],
)
def test_decode_refuses_with_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(SolmuError) as refusal:
        decode(data, "page")
    assert str(refusal.value) == sentence


def test_decode_reads_or_refuses_any_bytes() -> None:
    dice = random.Random(7)
    for _ in range(300):
        data = bytes(dice.choice([dice.randrange(256), 32, 97]) for _ in range(dice.randrange(200)))
        with contextlib.suppress(SolmuError):
            assert isinstance(decode(data, "noise"), str)
