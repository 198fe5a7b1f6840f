"""Markdown to text without its marks, and blocks."""

from __future__ import annotations

import re

from solmu.intake.reading.documents.building import Builder
from solmu.intake.reading.documents.lines import BULLET

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|(?P<number>\d{1,3})[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+")
_DEFINITION = re.compile(r"[ \t]{0,3}:[ \t]+(?=\S)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>[^*_]{1,100}?):?\1:?[ \t]*$")
_REFERENCE = re.compile(r" {0,3}\[[^\]]{1,200}\]:[ \t]*\S")
_BELOW_ALL = 7
_INLINE = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"!\[([^\]]{0,300})\]\([^)\s]{0,1000}(?:[ \t]+\"[^\"]{0,200}\")?\)"), ""),
    (re.compile(r"\[([^\]]{1,300})\]\([^)\s]{0,1000}(?:[ \t]+\"[^\"]{0,200}\")?\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]{1,1000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), ""),
    (re.compile(r"(\*{1,3})(?=\S)([^*\n]{1,1000}(?:\n[^*\n]{1,1000})*)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]{1,1000}(?:\n[^_\n]{1,1000})*)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`+([^`\n]{1,500})`+"), r"\1"),
    (re.compile(r"~~(?=\S)([^~\n]{1,500})(?<=\S)~~"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def markdown_blocks(source: str, builder: Builder) -> str:
    """Add the blocks of a Markdown document; answers its title from the front matter, or an empty string."""
    lines, title = _without_front_matter(source.split("\n"))
    _Reader(lines, builder).read()
    return title


def plain(words: str) -> str:
    """The words without inline marks."""
    for pattern, replacement in _INLINE:
        if pattern.search(words):
            words = pattern.sub(replacement, words)
    return words.strip()


def _without_front_matter(lines: list[str]) -> tuple[list[str], str]:
    if not lines or lines[0].strip() != "---":
        return lines, ""
    for place, line in enumerate(lines[1:200], start=1):
        if line.strip() in ("---", "..."):
            titles = [
                item.partition(":")[2].strip(" \"'") for item in lines[1:place] if item.lower().startswith("title:")
            ]
            return lines[place + 1 :], titles[0] if titles else ""
    return lines, ""


class _Reader:
    def __init__(self, lines: list[str], builder: Builder) -> None:
        self.lines = lines
        self.builder = builder
        self.paragraph: list[str] = []
        self.items: list[tuple[int, int]] = []  # indentation and place of the open list items
        self.item: list[str] = []
        self.item_depth = 0
        self.lead: int | None = None
        self.number = 0

    def read(self) -> None:
        place = 0
        while place < len(self.lines):
            place = self._line(place)
        self._close()

    def _line(self, place: int) -> int:
        line = _QUOTE.sub("", self.lines[place]) if self.lines[place].lstrip().startswith(">") else self.lines[place]
        if not line.strip():
            self._close()
            return place + 1
        fence = _FENCE.match(line)
        if fence:
            self._close()
            place += 1
            while place < len(self.lines) and not self.lines[place].lstrip().startswith(fence[1]):
                place += 1
            return place + 1
        heading = _ATX.match(line)
        if heading:
            self._end_list()
            if heading[2].strip():
                self.builder.append("heading", plain(heading[2]), level=len(heading[1]))
            return place + 1
        underline = _SETEXT.match(line)
        if underline and self.paragraph and not self.item:
            words = " ".join(self.paragraph)
            self.paragraph = []
            self.builder.append("heading", plain(words), level=1 if underline[1][0] == "=" else 2)
            return place + 1
        if _RULE.match(line) or _REFERENCE.match(line):
            self._close()
            return place + 1
        if (
            "|" in line
            and place + 1 < len(self.lines)
            and "-" in self.lines[place + 1]
            and _SEPARATOR.match(self.lines[place + 1])
        ):
            self._end_list()
            return self._table(place)
        return self._words(line, place)

    def _words(self, line: str, place: int) -> int:
        item = _ITEM.match(line)
        if item and self._counts(item["number"]):
            self._close()
            self._open_item(len(item[1].expandtabs(4)), line[item.end() :])
        elif _DEFINITION.match(line) and self.paragraph:
            term = self.builder.append("term", plain(" ".join(self.paragraph)))
            self.paragraph = []
            self.builder.append("description", plain(line.split(":", 1)[1]), lead=term, tight=True)
        elif self.item:
            self.item.append(line.strip())
        else:
            if not self.paragraph and not line.startswith((" ", "\t")):
                self.items = []
            self.paragraph.append(line.strip() + ("\n" if line.endswith(("  ", "\\")) else ""))
        return place + 1

    def _counts(self, number: str | None) -> bool:
        """Whether a number begins an item: they count up from 1 (“21. maj” is a day)."""
        if number is None:
            return True
        if int(number) not in (1, self.number + 1):
            return False
        self.number = int(number)
        return True

    def _open_item(self, indentation: int, words: str) -> None:
        if not self.items:
            self.lead = self._lead()
        while self.items and self.items[-1][0] >= indentation:
            self.items.pop()
        self.item_depth = indentation
        self.item = [words.strip()]

    def _lead(self) -> int | None:
        last = self.builder.last
        if last is None or self.builder.blocks[last].kind != "paragraph":
            return None
        return last if self.builder.text.rstrip().endswith(":") else None

    def _close(self) -> None:
        if self.item:
            lead = self.items[-1][1] if self.items else self.lead
            level = len(self.items) + 1
            tight = self.builder.last is not None and self.builder.blocks[self.builder.last].kind == "item"
            place = self.builder.append("item", plain("\n".join(self.item)), level=level, lead=lead, tight=tight)
            self.items.append((self.item_depth, place))
            self.item = []
        if self.paragraph:
            words = "\n".join(part.rstrip("\n\\") for part in self.paragraph)
            bold = _BOLD_LINE.match(words) if len(self.paragraph) == 1 else None
            if bold:
                self.builder.append("heading", plain(bold["words"]), level=_BELOW_ALL)
            elif any(part.endswith("\n") for part in self.paragraph):
                self._broken_lines(words)
            else:
                self.builder.append("paragraph", plain(words))
            self.paragraph = []

    def _broken_lines(self, words: str) -> None:
        """Lines that the writer broke by hand are items."""
        lead = self._lead()
        for number, line in enumerate(words.split("\n")):
            mark = BULLET.match(line)
            place = self.builder.append(
                "paragraph" if number == 0 and line.rstrip().endswith(":") else "item",
                plain(line[mark.end() :] if mark else line),
                level=1,
                lead=lead,
                tight=number > 0,
            )
            if number == 0 and line.rstrip().endswith(":"):
                lead = place

    def _end_list(self) -> None:
        self._close()
        self.items = []

    def _table(self, place: int) -> int:
        rows = [_cells(self.lines[place])]
        place += 2
        while place < len(self.lines) and "|" in self.lines[place]:
            rows.append(_cells(self.lines[place]))
            place += 1
        has_header = any(rows[0])
        self.builder.append_table(rows if has_header else rows[1:], has_header=has_header)
        return place


def _cells(line: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", line.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [plain(part) for part in parts]
