"""The process that reads files: `python -m solmu.stewardship.file_words.reading`. It knows no Django and no database.

It is asked by lines of JSON (`path`, `media_type`), and answers each with a line of JSON (`bytes`, `unread`) and as
many bytes of UTF-8.
"""

from __future__ import annotations

import html
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError

from solmu.stewardship.file_words.bounds import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    LARGEST_WORDS,
    MEMORY,
    MOST_PAGES,
    SECONDS_IN_ALL,
)

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old office documents begin, and new ones that a password locks."""

_ZIPPED = ("application/vnd.openxmlformats", "application/vnd.oasis.opendocument", "application/zip")
_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = ("text/", "application/json", "message/")

_ENDS_LINE = re.compile(r"</(?:\w+:)?(?:p|h|td|li|tr|div|br)>|<br ?/?>|<\w+:(?:br|cr|tab|s|line-break)\b[^>]*>")
_IN_TAGS = re.compile(r'[\s:](?:author|title|alt|content|descr|href|Target|value)="([^"]*)"')
"""Attributes that hold words of people: who changed a document, whom a link writes to."""


def words_of(content: bytes, media_type: str) -> tuple[str, str]:
    """The words, and why they are not all of them (a key of `stewardship.vocabulary.Unread`), empty where they are."""
    if content[:1024].lstrip().startswith(b"%PDF-") or media_type == "application/pdf":
        return _words_of_pdf(content)
    if content.startswith(b"PK\x03\x04") or media_type.startswith(_ZIPPED):
        return _words_of_zip(content)
    if media_type in _HTML:
        return _without_tags(content.decode("utf-8", "replace")), ""
    if media_type.startswith(_PLAIN):
        return content.decode("utf-8", "replace"), ""
    return "", "other_kind"


def _words_of_pdf(content: bytes) -> tuple[str, str]:
    reader = PdfReader(io.BytesIO(content))
    # One that only its owner's password guards against changes opens with an empty one.
    if reader.is_encrypted and not reader.decrypt(""):
        return "", "locked"
    texts = [str(value) for value in (reader.metadata or {}).values()]
    size, why = 0, ""
    for number, page in enumerate(reader.pages):
        if number == MOST_PAGES or size > LARGEST_WORDS:
            return "\n".join(texts), "too_large"
        text = page.extract_text()
        size += len(text)
        texts += [text, *_words_of_notes(page)]
        if not text.strip() and _has_drawings(page):
            why = "pictures"
    if not size:
        why = "pictures"
    if not why and reader.attachment_list and any(True for _each in reader.attachment_list):
        why = "attached"
    return _with_joined("\n".join(texts)), why


def _words_of_notes(page: PageObject) -> Iterator[str]:
    """What stands on a page beside its text: notes, filled-in fields, whom links write to."""
    for each in page.annotations or ():
        note = each.get_object()
        for key in ("/Contents", "/V", "/T"):
            if isinstance(note.get(key), str):
                yield note[key]
        action = note.get("/A")
        if action is not None and "/URI" in action.get_object():
            yield str(action.get_object()["/URI"])


def _has_drawings(page: PageObject) -> bool:
    resources: Any = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()


def _with_joined(text: str) -> str:
    """The text, and after it once more the words that its lines break, with and without their hyphen."""
    broken = re.findall(r"([^\n]*\w)[-\u00ad]\n(\w[^\n]*)", text)
    return "\n".join([text, *(f"{begin}{end}\n{begin}-{end}" for begin, end in broken)])


def _words_of_zip(content: bytes) -> tuple[str, str]:
    if content.startswith(_OLE):
        return "", "locked"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        told = [part for part in parts.infolist() if part.filename.endswith((".xml", ".rels"))]
        if any(part.flag_bits & 1 for part in told):
            return "", "locked"
        if sum(part.file_size for part in told) > LARGEST_UNPACKED:
            return "", "too_large"
        text = "\n".join(parts.read(part).decode("utf-8", "replace") for part in told)
    words = _without_tags(text)
    return words, "" if words.strip() else "pictures"


def _without_tags(text: str) -> str:
    """The words of HTML or XML; an office program puts tags into the middle of names, and ends paragraphs by tags."""
    words = re.sub(r"<[^>]*>", "", _ENDS_LINE.sub("\n", text))
    return html.unescape("\n".join([words, *dict.fromkeys(_IN_TAGS.findall(text))]))


def answer(path: Path, media_type: str) -> tuple[bytes, str]:
    """The words of the file at a path as UTF-8, and why they are not all."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return b"", "too_large"
        text, why = words_of(path.read_bytes(), media_type)
    except (MemoryError, LimitReachedError):
        return b"", "too_large"
    except OSError:
        return b"", "missing"
    except Exception:
        # Whatever a reader trips over in a file that somebody else made is the file's fault, and told as that.
        return b"", "damaged"
    words = text.encode("utf-8", "replace")
    return words[:LARGEST_WORDS], why or ("too_large" if len(words) > LARGEST_WORDS else "")


def limit() -> None:
    """Take no more memory and time than is given, and write no file; where the system holds to such limits."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        # Who asks ends it sooner; this is for when nobody is there any more.
        (resource.RLIMIT_CPU, int(2 * SECONDS_IN_ALL)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue


def main() -> None:
    """Answer until nobody asks any more."""
    limit()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        words, why = answer(Path(asked["path"]), asked["media_type"])
        sys.stdout.buffer.write(json.dumps({"bytes": len(words), "unread": why}).encode() + b"\n" + words)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
