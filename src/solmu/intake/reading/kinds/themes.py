"""The themes of an agreement: after a word that announces them, after *on*, or in the list that follows."""

from __future__ import annotations

from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader
from solmu.intake.reading.sentence import Sentence

_LONGEST_THEME = 90
_STOP_CATEGORIES = ("sign", "validity", "start", "status")


def read_themes(reader: Reader, sentence: Sentence, draft: Draft, noun: Cue | None, first: int, last: int) -> None:
    """Add the themes that a segment gives."""
    if draft.get("themes"):
        return
    announced = [cue for cue in sentence.of("themes", "announce") if first <= cue.first]
    if announced and _after_announcement(reader, sentence, draft, announced[-1]):
        return
    if noun is None or not first <= noun.first <= last:
        return
    if _before_about(reader, sentence, draft, noun, last):
        return
    _after_preposition(reader, sentence, draft, noun, last)


def _after_announcement(reader: Reader, sentence: Sentence, draft: Draft, cue: Cue) -> bool:
    """*teemat ovat A, B ja C*, *covers three themes: A and B*, or a colon with the list below."""
    tokens = sentence.tokens
    place = cue.last + 1
    begins = sentence.of("themes", "are")
    while place < len(tokens) and (tokens[place].text == ":" or any(c.first <= place <= c.last for c in begins)):
        place += 1
    colon = next((n for n in range(place, len(tokens)) if tokens[n].text == ":"), None)
    if colon is not None:
        place = colon + 1
    if place >= len(tokens) or tokens[place].text in ".:":
        return _listed_below(reader, sentence, draft) or _listed_before(reader, sentence, draft, cue)
    spans = split_list(sentence, place, len(tokens) - 1)
    if len(spans) < 2 and colon is None and place == cue.last + 1 and cue.value != "announce":
        return False
    _give(reader, draft, spans)
    return bool(spans)


def _listed_before(reader: Reader, sentence: Sentence, draft: Draft, cue: Cue) -> bool:
    """*A, B and C are to be the main strands.*"""
    copulas = [c for c in sentence.of("themes", "are") if c.last < cue.first]
    if not copulas or cue.last + 2 < len(sentence.tokens):
        return False
    spans = split_list(sentence, sentence.segments[sentence.segment_at(cue.first)][0], copulas[-1].first - 1)
    _give(reader, draft, spans if len(spans) > 1 else [])
    return bool(draft.get("themes"))


def _listed_below(reader: Reader, sentence: Sentence, draft: Draft) -> bool:
    """The items that the block introduces, each a theme as it stands."""
    blocks = reader.page.document.blocks
    number = sentence.place_in_document
    spans = []
    for block in blocks[number + 1 :]:
        if block.kind != "item" or block.lead != number:
            break
        words = reader.text[block.start : block.end].rstrip(" ;,.")
        if len(words) <= _LONGEST_THEME:
            spans.append(Span(block.start, block.start + len(words)))
    _give(reader, draft, spans)
    return bool(spans)


def _before_about(reader: Reader, sentence: Sentence, draft: Draft, noun: Cue, last: int) -> bool:
    """*aiesopimus kiertotalouden ja jätehuollon yhteistyöstä*: the words between the noun and what they depend on."""
    words = sentence.lexicon.words("themes", "about_before")
    for place in range(noun.last + 2, last + 1):
        if sentence.tokens[place].folded in words:
            spans = split_list(sentence, noun.last + 1, place - 1)
            _give(reader, draft, spans)
            return bool(spans)
    return False


def _after_preposition(reader: Reader, sentence: Sentence, draft: Draft, noun: Cue, last: int) -> None:
    """*memorandum with Kobe on hydrogen and offshore wind*, *avtal (MoU) kring A, B och C*."""
    tokens = sentence.tokens
    for cue in sentence.of("themes", "about"):
        if not noun.last < cue.first <= last or cue.last >= last or not _follows(sentence, noun, cue):
            continue
        if any(date.start <= tokens[cue.last + 1].start < date.end for date in sentence.dates):
            continue
        if (
            any(c.first == cue.last + 1 for c in sentence.of("cooperation"))
            and len(split_list(sentence, cue.last + 1, last)) < 2
        ):
            continue
        if any(p.first == cue.last + 1 for p in sentence.places) or _is_time(sentence, cue.last + 1):
            continue
        spans = split_list(sentence, cue.last + 1, last)
        if spans:
            _give(reader, draft, spans)
            return


def _follows(sentence: Sentence, noun: Cue, cue: Cue) -> bool:
    """Whether only the partner, its country or other small words stand between the noun and the preposition."""
    covered = {n for p in sentence.places for n in range(p.first, p.last + 1)}
    covered |= {n for c in sentence.countries for n in range(c.first, c.last + 1)}
    covered |= {
        n
        for c in sentence.cues
        if c.category in ("agreement", "cooperation", "grammar", "themes")
        for n in range(c.first, c.last + 1)
    }
    rest = [
        n
        for n in range(noun.last + 1, cue.first)
        if n not in covered
        and sentence.tokens[n].kind == "word"
        and sentence.tokens[n].folded not in sentence.lexicon.words("prepositions", "with")
    ]
    return len(rest) <= 1


def _is_time(sentence: Sentence, place: int) -> bool:
    starts = any(
        cue.first <= place <= cue.last for cue in sentence.cues if cue.category in ("relative_duration", "date")
    )
    return starts or sentence.tokens[place].kind == "number"


def split_list(sentence: Sentence, first: int, last: int) -> list[Span]:
    """The parts of *A, B and C* between two tokens; it ends where another statement begins.

    Between commas *and* joins the words of one part (*science and technology, culture and sport*: three parts), except
    in the last one.
    """
    tokens = sentence.tokens
    conjunctions = sentence.lexicon.words("grammar", "conjunctions")
    end = next((place for place in range(first, last + 1) if _stops(sentence, place)), last + 1)
    while end > first and tokens[end - 1].text == ",":
        end -= 1
    commas = [place for place in range(first, end) if tokens[place].text == ","]
    from_here = commas[-1] if commas else first - 1
    joints = [place for place in range(from_here + 1, end) if tokens[place].folded in conjunctions]
    if commas and len(joints) > 1:
        joints = joints[-1:]
    spans = []
    start = first
    for cut in sorted([*commas, *joints, end]):
        if cut > start:
            spans.append(Span(tokens[start].start, tokens[cut - 1].end))
        start = cut + 1
    if len(spans) == 1 and any(0 <= date.start - spans[0].end <= 1 for date in sentence.dates):
        return []  # *koskee vuosia 2025–2027*
    return [span for span in spans if span.end - span.start <= _LONGEST_THEME]


def _stops(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    if token.text in ".;:!?)–—" or any(d.start <= token.start < d.end for d in sentence.dates):
        return True
    return any(cue.first == place and cue.category in _STOP_CATEGORIES for cue in sentence.cues)


def _give(reader: Reader, draft: Draft, spans: list[Span]) -> None:
    for span in spans:
        draft.add("themes", reader.words(span), span)
