"""Sources of a page: the words each fact was read from, numbered in the order they stand on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from solmu.core.models import Source
from solmu.core.wording import shown_date
from solmu.portal.composing.reader import Reader, in_language
from solmu.portal.pages.parts import Quote, SourceBlock
from solmu.registry.models import Citation

ELLIPSIS = " … "
NAMES_PARTNER = frozenset({"partner", "partners"})
FAR = 150  # characters, about a sentence


class Cited:
    """Numbers for the sources of a page's facts; a record's words from one source are one quotation."""

    def __init__(self, citations: Mapping[str, Sequence[Citation]]) -> None:
        self._citations = citations
        self._numbers: dict[tuple[str, str], int] = {}

    def record(self, record_id: str) -> tuple[int, ...]:
        """The numbers of the quotations a record rests on, one for each source."""
        sources = dict.fromkeys(citation.source_id for citation in self._citations.get(record_id, ()))
        return tuple(self._numbers.setdefault((record_id, source), len(self._numbers) + 1) for source in sources)

    def blocks(self, reader: Reader) -> tuple[SourceBlock, ...]:
        """The sources that were cited, each with its quotations in their order on the page."""
        quotes: dict[str, list[Quote]] = {}
        sources: dict[str, Source] = {}
        for (record_id, source_id), number in self._numbers.items():
            cited = [citation for citation in self._citations[record_id] if citation.source_id == source_id]
            source = sources.setdefault(source_id, cited[0].source)
            other = source.language if source.language != reader.language else ""
            words = quotation(cited)
            quotes.setdefault(source_id, []).append(Quote(number, words, other, in_language(other) if other else ""))
        return tuple(_block(reader, source, tuple(quotes[key])) for key, source in sources.items())


def quotation(citations: Sequence[Citation]) -> str:
    """The pieces of evidence in their order, cut to themselves; one within another is told once.

    A partner's name that stands far from the rest, as in a heading, is left out: the page names the partner itself.
    """
    rest = [piece for piece in citations if piece.field not in NAMES_PARTNER]
    near = [piece for piece in citations if not rest or any(-FAR < piece.start - other.start < FAR for other in rest)]
    told: list[Citation] = []
    for piece in sorted(near, key=lambda citation: (citation.start, -citation.end)):
        if not told or piece.end > told[-1].end:
            told.append(piece)
    words = ""
    for before, piece in zip([None, *told], told, strict=False):
        overlap = max(0, before.end - piece.start) if before else 0
        gap = "" if before is None or overlap else " " if piece.start - before.end <= 1 else ELLIPSIS
        words += gap + piece.quote[overlap:]
    return " ".join(words.split())


def _block(reader: Reader, source: Source, quotes: tuple[Quote, ...]) -> SourceBlock:
    return SourceBlock(
        title=reader.text(source.title, source.language),
        about=_("read on %(day)s") % {"day": shown_date(source.read_on)},
        href=source.address,
        quotes=quotes,
    )
