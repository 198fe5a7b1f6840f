"""Files are read in a process with bounds: what harms it is told as not read, and the next file is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from pypdf import PdfWriter

from solmu.stewardship.file_words import FileWords, read_files
from solmu.stewardship.vocabulary import Unread
from tests.stewardship.file_words.making import pdf_saying

PDF, HTML = "application/pdf", "text/html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def zipped(text: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", text)
    return packed.getvalue()


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_saying("Rantala")))
    writer.encrypt("secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def guarded() -> bytes:
    """Anybody may read it; a password guards it against changes."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_saying("Rantala")))
    writer.encrypt("", "secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type", "expected"),
    [
        (b"<p>Ranta<b>la</b></p>x", HTML, FileWords("Rantala\nx")),
        ("Räntälä".encode(), "text/plain", FileWords("Räntälä")),
        (zipped("<w:p><w:t>Ran</w:t><w:t>tala</w:t><w:br/><w:t>x</w:t></w:p>"), WORD, FileWords("Rantala\nx\n")),
        (zipped('<w:ins w:author="V. Rantala"></w:ins>'), WORD, FileWords("\nV. Rantala")),
        (zipped(""), WORD, FileWords("", Unread.PICTURES)),
        (b"PK", WORD, FileWords("", Unread.DAMAGED)),
        (bytes.fromhex("d0cf11e0a1b11ae1"), WORD, FileWords("", Unread.LOCKED)),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "application/msword", FileWords("", Unread.OTHER_KIND)),
        (b"%PDF-1.7", PDF, FileWords("", Unread.DAMAGED)),
        (locked(), PDF, FileWords("", Unread.LOCKED)),
    ],
)
def test_words_of_a_file_or_why_there_are_none(tmp_path: Path, content, media_type, expected) -> None:
    assert list(read_files([(kept(tmp_path, content), media_type)])) == [expected]


@pytest.mark.parametrize("content", [pdf_saying("Rantala"), guarded()])
def test_pdf_is_read(tmp_path: Path, content: bytes) -> None:
    [words] = read_files([(kept(tmp_path, content), PDF)])

    assert words.unread is None
    assert words.text.splitlines()[-1] == "Rantala"


def test_name_that_a_line_of_a_pdf_breaks_is_read_whole(tmp_path: Path) -> None:
    [words] = read_files([(kept(tmp_path, pdf_saying("Kana-", "riainen")), PDF)])

    assert words.text.splitlines()[-2:] == ["Kanariainen", "Kana-riainen"]


def test_pdf_of_pictures_is_told_as_that(tmp_path: Path) -> None:
    [words] = read_files([(kept(tmp_path, pdf_saying()), PDF)])

    assert words.unread == Unread.PICTURES


def test_file_that_is_gone_is_told_as_missing(tmp_path: Path) -> None:
    assert list(read_files([(tmp_path / "none", PDF)])) == [FileWords("", Unread.MISSING)]


def packed(content: bytes, times: int = 1) -> bytes:
    """A PDF of a page whose content unpacks to this, packed as often."""
    for _time in range(times):
        content = zlib.compress(content, 9)
    return pdf_saying(packed=content, filters=f"[{'/FlateDecode ' * times}]")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<" * 5_000_000, HTML),
        (zipped(b"<" * 40_000_000), WORD),
        (zipped(b"0" * 60_000_000), WORD),
        (packed(b" " * 90_000_000, 3), PDF),
        (packed(b"BT /F1 12 Tf (x) Tj ET\n" * 1_000_000), PDF),
        (pdf_saying("x", kids="[3 0 R 2 0 R 2 0 R]"), PDF),
        (pdf_saying(packed=b"[" * 200_000), PDF),
    ],
    ids=["tags", "zipped tags", "zip bomb", "PDF bomb", "endless", "pages in a ring", "deep"],
)
def test_hostile_file_harms_nobody_and_the_next_is_read(tmp_path: Path, content: bytes, media_type: str) -> None:
    hostile, other = kept(tmp_path, content), tmp_path / "other"
    other.write_text("Rantala")

    first, second = read_files([(hostile, media_type), (other, "text/plain")], seconds_a_file=1.0)

    assert first.unread is not None
    assert second == FileWords("Rantala")


def test_what_there_is_no_time_for_is_told(tmp_path: Path) -> None:
    files = [(kept(tmp_path, b"x"), "text/plain")]

    assert list(read_files(files, seconds=0)) == [FileWords("", Unread.TOO_SLOW)]
