"""Recognitions: titles and prizes the home city got, from whom, and who had them before."""

from __future__ import annotations

from solmu.intake.reading.capitals import runs
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft
from solmu.intake.reading.inflection import head_base_form, title_base_form
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Sentence
from solmu.intake.reading.topics import AWARDS, EXCLUDED, Context

_LONGEST_TITLE = 90
_LINKING = {"was", "var", "blev"}


def read_recognition(reader: Reader, sentence: Sentence, context: Context) -> bool:
    """Claim what the sentence says the home received; add who had it before."""
    if EXCLUDED in context.kinds:
        return False
    if _read_earlier(reader, sentence):
        return True
    nouns = sentence.of("award", "noun")
    verbs = [cue for cue in sentence.of("award", "verb") if not sentence.is_denied(sentence.segment_at(cue.first))]
    designations = sentence.of("award", "designate") if sentence.dates and sentence.names_home else []
    if not verbs or not (nouns or designations or AWARDS in context.kinds) or not _home_receives(sentence, context):
        return False
    title = _designation(reader, sentence, designations[0]) if designations and not nouns else None
    title = title or _title(reader, sentence, verbs, nouns)
    if title is None:
        return False
    span, words = title
    dates = [date for date in sentence.dates if date.role != "until"]
    receives = any(sentence.tokens[cue.first].folded not in _LINKING for cue in verbs)
    if not dates and not (AWARDS in context.kinds or (receives and nouns)):
        return False
    draft = reader.new("recognition", "sentence", sentence.start)
    draft.say("title", words, span)
    _give_recipient(reader, sentence, draft)
    if dates:
        date = min(dates, key=lambda d: min(abs(d.start - span.end), abs(span.start - d.end)))
        draft.say("year", date.value[:4], Span(date.start, date.end))
        if date.fault:
            draft.faults.append(date.fault)
    _give_occasion(reader, sentence, draft)
    _give_giver(reader, sentence, draft, verbs, span)
    for cue in sentence.of("award", "earlier"):
        for place in sentence.foreign:
            if place.first > cue.last and cue.start > span.start:
                draft.add("earlier_recipients", place.name, place.span)
    return True


def _home_receives(sentence: Sentence, context: Context) -> bool:
    if sentence.names_home:
        return True
    return (
        sentence.has("home_word", "home")
        and not sentence.has("institution")
        and not [p for p in sentence.foreign if p.role == "nom"]
    )


def _give_recipient(reader: Reader, sentence: Sentence, draft: Draft) -> None:
    home = next((place for place in sentence.places if place.is_home), None)
    if home is not None:
        draft.say("recipient", home.name, home.span)
        return
    word = sentence.of("home_word", "home")[0]
    draft.say("recipient", reader.page.home or reader.words(span_of(word)), span_of(word))


def _title(reader: Reader, sentence: Sentence, verbs: list[Cue], nouns: list[Cue]) -> tuple[Span, str] | None:
    """The phrase of the award noun; without one, the name after the verb (*utsågs till X*, *named X*)."""
    verbs = [cue for cue in verbs if sentence.tokens[cue.first].folded not in _LINKING] or verbs
    real = [cue for cue in nouns if not any(cue.first <= v.first <= cue.last for v in verbs)]
    if real:
        best = max(real, key=lambda cue: (cue.last - cue.first, -abs(cue.first - verbs[0].last)))
        first, last = _phrase(sentence, best)
        span = Span(sentence.tokens[first].start, sentence.tokens[last].end)
    else:
        found = _name_after(sentence, verbs[-1])
        if found is None:
            return None
        span = found
    words = reader.words(span)
    if span.end - span.start > _LONGEST_TITLE or not words:
        return None
    return span, title_base_form(words, sentence.lexicon) if sentence.language == "fi" else words


def _phrase(sentence: Sentence, noun: Cue) -> tuple[int, int]:
    """The noun with what belongs to it: names and words before it, a name after it."""
    tokens = sentence.tokens
    first, last = noun.first, noun.last
    while first > 0 and not _ends_title(sentence, first - 1):
        first -= 1
    while first < noun.first and (
        tokens[first].folded in sentence.lexicon.words("grammar", "articles") or tokens[first].kind == "mark"
    ):
        first += 1
    while last + 1 < len(tokens) and (
        tokens[last + 1].is_capital
        or (tokens[last + 1].folded == "of" and last + 2 < len(tokens) and tokens[last + 2].is_capital)
    ):
        if any(p.first == last + 1 for p in sentence.places if p.is_home):
            break
        last += 1
    return first, last


def _ends_title(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    if token.kind == "mark" or token.folded in (
        "to",
        "till",
        "as",
        "the",
        "a",
        "an",
        "with",
        "med",
        "for",
        "av",
        "by",
        "from",
        "som",
        "ett",
        "en",
        "den",
    ):
        return token.text not in "-’'“”\"«»"
    if any(date.start <= token.start < date.end for date in sentence.dates):
        return True
    if any(p.first <= place <= p.last and (p.is_home or p.role == "nom") for p in sentence.places):
        return True
    return any(
        cue.first <= place <= cue.last
        and ((cue.category == "award" and cue.value == "verb") or cue.category in ("date", "relative_years"))
        for cue in sentence.cues
    )


def _designation(reader: Reader, sentence: Sentence, verb: Cue) -> tuple[Span, str] | None:
    """*utsågs till Sveriges miljöbästa kommun*, *named the greenest city*: what follows preposition or verb."""
    tokens = sentence.tokens
    before = sentence.lexicon.words("award", "title_after")
    near = range(verb.last + 1, min(verb.last + 7, len(tokens)))
    first = next((n + 1 for n in near if tokens[n].folded in before), verb.last + 1)
    if not before or any(place.is_home and place.first == first for place in sentence.places):
        return None
    last = first
    while last + 1 < len(tokens) and not _ends_title(sentence, last + 1):
        last += 1
    while first < last and tokens[first].folded in sentence.lexicon.words("grammar", "articles"):
        first += 1
    if first >= len(tokens) or last - first < 1 or tokens[first].kind == "mark":
        return None
    span = Span(tokens[first].start, tokens[last].end)
    return span, reader.words(span)


def _name_after(sentence: Sentence, verb: Cue) -> Span | None:
    taken = {n for p in sentence.places if p.is_home for n in range(p.first, p.last + 1)}
    for first, last in runs(sentence.tokens, sentence.lexicon, taken, of_places=False):
        if first > verb.last and not any(c.first <= first <= c.last for c in sentence.of("award", "giver")):
            before = sentence.tokens[first - 1].folded
            if before in ("by", "av", "from", "från"):
                continue
            return Span(sentence.tokens[first].start, sentence.tokens[last].end)
    return None


def _give_occasion(reader: Reader, sentence: Sentence, draft: Draft) -> None:
    """*China International Friendship Cities konferenssissa*: a named meeting."""
    title = draft.spans["title"][0]
    for cue in sentence.of("award", "occasion"):
        if title.start <= cue.start < title.end:
            continue
        first = cue.first
        while first > 0 and (
            sentence.tokens[first - 1].is_capital
            or sentence.tokens[first - 1].folded in sentence.lexicon.words("names", "particles") - {"the", "en", "den"}
        ):
            if any(p.first <= first - 1 <= p.last and p.is_home for p in sentence.places):
                break
            first -= 1
        while first < cue.first and not sentence.tokens[first].is_capital:
            first += 1
        if first < cue.first:
            span = Span(sentence.tokens[first].start, sentence.tokens[cue.last].end)
            draft.say("occasion", head_base_form(reader.words(span), sentence.lexicon), span)
            return


def _give_giver(reader: Reader, sentence: Sentence, draft: Draft, verbs: list[Cue], title: Span) -> None:
    """Who gave it: a name after *by* or *from*, the subject before the verb, or one in the ablative."""
    tokens = sentence.tokens
    occasion = draft.spans.get("occasion", [Span(0, 0)])[0]
    taken = {n for p in sentence.places if p.is_home for n in range(p.first, p.last + 1)}
    taken |= {
        n
        for n, t in enumerate(tokens)
        if title.start <= t.start < title.end or occasion.start <= t.start < occasion.end
    }
    taken |= {n for n, t in enumerate(tokens) if any(d.start <= t.start < d.end for d in sentence.dates)}
    for first, last in runs(tokens, sentence.lexicon, taken, of_places=False):
        if (
            first == 0
            and first == last
            and any(cue.first == 0 and cue.category in ("date", "award") for cue in sentence.cues)
        ):
            continue
        last = _extended(sentence, first, last, verbs)
        before = tokens[first - 1].folded if first else ""
        agents = ("by", "from", "av", "från")
        is_agent = before in agents or (first > 1 and tokens[first - 2].folded in agents and tokens[first - 1].is_word)
        is_subject = sentence.language == "fi" and any(0 < cue.first - last <= 2 for cue in verbs)
        is_subject = is_subject or (not sentence.names_home and any(cue.first - last == 1 for cue in verbs))
        is_subject = is_subject or any(
            cue.first - last == 1 and any(p.is_home and p.first > cue.first for p in sentence.places) for cue in verbs
        )
        is_source = sentence.language == "fi" and tokens[last].folded.endswith(("lta", "ltä"))
        if is_agent or is_subject or is_source:
            span = Span(tokens[first].start, tokens[last].end)
            name = reader.words(span)
            resolved = reader.page.names.resolve(name, sentence.language) if first == last else None
            draft.say("giver", resolved.base if resolved else _base(sentence, name), span)
            return


def _base(sentence: Sentence, name: str) -> str:
    return head_base_form(name, sentence.lexicon)


def _extended(sentence: Sentence, first: int, last: int, verbs: list[Cue]) -> int:
    """*Euroopan komissio*: the noun after a capital genitive, up to the verb."""
    if sentence.language != "fi":
        return last
    for step in range(last + 1, min(last + 4, len(sentence.tokens))):
        if any(cue.first == step for cue in verbs):
            return step - 1
        if sentence.tokens[step].kind != "word" or any(p.first == step for p in sentence.places):
            return last
    return last


def _read_earlier(reader: Reader, sentence: Sentence) -> bool:
    """*Aikaisemmin tunnustuksen ovat saaneet Osaka, Montreal*: names for the recognition before it."""
    earlier = sentence.of("award", "earlier")
    before = [draft for draft in reader.drafts if draft.kind == "recognition"]
    if not earlier or not before or not sentence.foreign:
        return False
    draft = before[-1]
    if not 0 <= sentence.start - draft.order <= 1200 or sentence.has("relation") or sentence.has("agreement"):
        return False
    for place in sentence.foreign:
        if place.role in ("nom", "with", "par", "gen", "to", "of"):
            draft.add("earlier_recipients", place.name, place.span)
    return True
