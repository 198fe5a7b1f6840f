"""Lines of plain text grouped: which line ends were meant, and which only wrapped a paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from solmu.intake.reading.documents.building import Builder, is_head
from solmu.intake.reading.documents.document import Span, Table

BULLET = re.compile(r"[ \t]*(?:[-–—*•·▪◦‣●○+>]|(?P<number>\d{1,3})[.)]|[a-zA-Z]\))[ \t]+(?=\S)")
_COLUMN_GAP = re.compile(r"\t+| {3,}|[ \t]*\|[ \t]*")
_RULE = re.compile(r"[ \t]*[-=_*~#]{3,}[ \t]*")
_SENTENCE_END = (".", "!", "?", ";", ",")
LONGEST_HEADING = 100
WRAPS_FROM = 60  # narrower than this no one wraps prose, so that lines of about the same length may be a list


def text_blocks(text: str, builder: Builder, *, start: int = 0, end: int | None = None, language: str = "") -> None:
    """Add the blocks of a stretch of plain text."""
    lines = list(_lines(text, start, len(text) if end is None else end))
    width = max((line.end - line.start for line in lines), default=0)
    groups = list(_groups(text, lines))
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else None
        _add_group(text, group, following, width, builder, language, first=place == 0)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield Span(start, start + len(text[start:stop].rstrip()))
        start = stop + 1


def _groups(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Lines between empty ones; a rule under a line makes it a heading of its own."""
    group: list[Span] = []
    for line in lines:
        words = text[line.start : line.end]
        if not words.strip() or _RULE.fullmatch(words):
            if words.strip() and len(group) > 1:
                yield group[:-1]
                group = group[-1:]
            if group:
                yield group
            group = []
        else:
            group.append(line)
    if group:
        yield group


def _bullets(text: str, group: Sequence[Span]) -> dict[int, int]:
    """Where each line with a bullet starts and its words begin; numbers count up from 1 (“21. maj” is a day)."""
    found: dict[int, int] = {}
    expected = 1
    for line in group:
        bullet = BULLET.match(text, line.start, line.end)
        if bullet and bullet["number"] is not None:
            if int(bullet["number"]) != expected:
                continue
            expected += 1
        if bullet:
            found[line.start] = bullet.end()
    return found


def _add_group(
    text: str,
    group: list[Span],
    following: list[Span] | None,
    width: int,
    builder: Builder,
    language: str,
    *,
    first: bool,
) -> None:
    if _add_columns(text, group, builder, language):
        return
    bullets = _bullets(text, group)
    units = joined_lines(text, group, width, bullets)
    if len(units) == 1:
        unit = units[0]
        if unit.start not in bullets and is_heading(text[unit.start : unit.end], follows=following is not None):
            level = 1 if first or text[unit.start : unit.end].isupper() else 2
            builder.add("heading", _trimmed(text, unit), level=level, language=language)
            return
    lead = _lead_before(text, builder)
    for place, unit in enumerate(units):
        bullet = bullets.get(unit.start)
        whole = _trimmed(text, unit)
        if bullet or len(units) > 1:
            if place == 0 and not bullet and _is_lead_line(text, units, bullets):
                lead = builder.add("paragraph", whole, language=language)
                continue
            inner = Span(bullet, whole.end) if bullet else whole
            builder.add("item", inner, level=1, lead=lead, language=language)
        else:
            builder.add("paragraph", whole, language=language)


def is_heading(words: str, *, follows: bool) -> bool:
    """A short line that ends no sentence and has something under it."""
    words = words.strip()
    return (
        follows
        and len(words) <= LONGEST_HEADING
        and "\n" not in words
        and not words.endswith((*_SENTENCE_END, ":"))
        and any(letter.isalpha() for letter in words)
    )


def joined_lines(text: str, group: Sequence[Span], width: int, bullets: dict[int, int]) -> list[Span]:
    """The lines as meant: a line end counts unless the next word would not have fitted into the line.

    Text wrapped at a width breaks only where it must; in lists most lines end early.
    """
    meant = [_is_meant(text, line, after, width, bullets) for line, after in itertools.pairwise(group)]
    free = [value for value in meant if value is not None]
    keep_free = bool(free) and sum(free) >= 0.6 * len(free)
    units = [group[0]]
    for line, value in zip(group[1:], meant, strict=True):
        starts = value is None or (value and keep_free)
        if starts:
            units.append(line)
        else:
            units[-1] = Span(units[-1].start, line.end)
    return units


def _is_meant(text: str, line: Span, after: Span, width: int, bullets: dict[int, int]) -> bool | None:
    """None where the break is sure: a bullet follows, or the line ends with a colon."""
    if after.start in bullets:
        return None
    words = text[after.start : after.end].lstrip()
    previous = text[line.start : line.end]
    if previous.endswith(":"):
        return None
    if words[:1].islower() or (text[after.start : after.start + 1] in " \t" and line.start in bullets):
        return False
    if width < WRAPS_FROM:
        return True
    if len(previous) > 0.75 * width and not previous.endswith(_SENTENCE_END[:3]):
        return False
    return len(previous) + 1 + len(words.split(maxsplit=1)[0]) <= width


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))


def _is_lead_line(text: str, units: Sequence[Span], bullets: dict[int, int]) -> bool:
    words = text[units[0].start : units[0].end].rstrip()
    return words.endswith(":") or (len(units) > 1 and units[1].start in bullets)


def _lead_before(text: str, builder: Builder) -> int | None:
    """The block just before, if it introduces what follows: it ends with a colon."""
    if builder.last is None:
        return None
    block = builder.blocks[builder.last]
    ends = text[block.start : block.end].rstrip().endswith(":")
    return builder.last if ends and block.kind in ("paragraph", "item") else None


def _add_columns(text: str, group: Sequence[Span], builder: Builder, language: str) -> bool:
    """A table drawn with tabs, bars or wide gaps: at least two lines of the same number of columns."""
    rows = [_cells(text, line) for line in group]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths.pop() < 2:
        return False
    has_header = is_head([[text[cell.start : cell.end] for cell in row] for row in rows])
    table = Table(rows[0] if has_header else (), None, len(rows[0]))
    for row in rows[1 if has_header else 0 :]:
        builder.add("row", Span(row[0].start, row[-1].end), language=language, cells=row, table=table)
    return True


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    cells, start = [], line.start
    for gap in _COLUMN_GAP.finditer(text, line.start, line.end):
        if gap.end() == line.end or gap.start() == line.start:
            start = gap.end() if gap.start() == line.start else start
            continue
        cells.append(_trimmed(text, Span(start, gap.start())))
        start = gap.end()
    cells.append(_trimmed(text, Span(start, line.end)))
    return tuple(cells)
