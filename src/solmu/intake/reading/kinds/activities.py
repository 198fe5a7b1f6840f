"""Activities: visits, exchanges, meetings and the like with a date and somebody abroad."""

from __future__ import annotations

from solmu.intake.reading.dates import DateMention
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Place, Sentence
from solmu.intake.reading.topics import EXCLUDED, Context

_KINDS = ("project", "training", "exchange", "meeting", "advocacy", "event", "visit")
_LONGEST_TITLE = 80
_DIRECTIONS = {"in": "out", "to": "out", "from": "in"}


def read_activity(reader: Reader, sentence: Sentence, context: Context, told: list[Partner]) -> bool:
    """Claim what a sentence says was done, on a date, with a partner or in a network."""
    if EXCLUDED in context.kinds or sentence.has("agreement") or sentence.has("school_link", "upper_secondary_school"):
        return False
    if sentence.has("activity", "last_time"):
        return False
    cues = [cue for cue in sentence.of("activity", *_KINDS) if not sentence.is_denied(sentence.segment_at(cue.first))]
    for number in range(len(sentence.segments)):
        here = sentence.in_segment(number, cues)
        dates = [
            date
            for date in sentence.dates_in(number)
            if date.role != "since" or date.last or _has_end(sentence, number)
        ]
        dates = [date for date in dates if not (date.role == "until" and len(sentence.dates_in(number)) == 1)]
        if not here or not dates:
            continue
        partners, span_places = _partners(reader, sentence, number, told)
        networks = sentence.has("network", "known", "noun") and bool(
            sentence.in_segment(number, sentence.of("activity", "happened", "visit", "meeting"))
        )
        if not partners and not networks:
            continue
        if _is_relation_only(sentence, number, here):
            continue
        _claim(reader, sentence, number, here, dates, partners, span_places)
        return True
    return False


def _has_end(sentence: Sentence, number: int) -> bool:
    return any(date.role == "until" for date in sentence.dates_in(number))


def _is_relation_only(sentence: Sentence, number: int, cues: list[Cue]) -> bool:
    """A word of activity that only names how partners live: *twin city since 1990 with lively exchanges*."""
    return (
        bool(sentence.in_segment(number, sentence.of("start")))
        and bool(sentence.in_segment(number, sentence.of("relation")))
        and not sentence.in_segment(number, sentence.of("activity", "happened", "people"))
    )


def _partners(
    reader: Reader, sentence: Sentence, number: int, told: list[Partner]
) -> tuple[list[Partner], list[Place]]:
    """The cities abroad that took part: those of the segment, else those spoken of."""
    here = [place for place in sentence.places_in(number) if place.is_known or place.stated]
    known = [place for place in here if reader.is_partner(place)]
    foreign = [place for place in here if place.country and place.country != reader.page.home_country]
    chosen = known or [place for place in foreign if place.role != "gen" or len(foreign) == 1]
    if chosen:
        return list(dict.fromkeys(reader.partner(place) for place in chosen)), chosen
    listed = [p for p in reader.sections.get(sentence.block.headings, []) if id(p) in reader.partnerships]
    if not chosen and listed and sentence.has("relation") and _speaks_of_all(sentence, len(listed)):
        return listed, []
    if not here and (sentence.has("home_word", "foreign") or reader.is_structural):
        partners = [p for p in (told or reader.focus) if id(p) in reader.partnerships]
        return partners, []
    return [], []


def _speaks_of_all(sentence: Sentence, count: int) -> bool:
    """*the four cities*: a number of partners that is the number just listed."""
    return any(sentence.lexicon.number(token.folded) == count for token in sentence.tokens)


def read_activity_row(reader: Reader, cells: dict[str, list[Sentence]]) -> None:
    """A row of a table of visits and events: when, what, who."""
    when, title = cells["when"][0], cells["title"][0]
    if not when.dates or any(part.has("plan") for parts in cells.values() for part in parts):
        return
    cues = title.of("activity", *_KINDS)
    places = [
        p for parts in cells.values() for part in parts for p in part.foreign if p.country != reader.page.home_country
    ]
    if not cues or not places:
        return
    span = Span(title.start, cells["title"][-1].end)
    draft = reader.new("activity", "row", span.start)
    draft.say("title", reader.words(span), span)
    cue = _main_cue(title, cues)
    draft.say("activity_kind", cue.value, span_of(cue))
    date = when.dates[0]
    draft.say("start", date.value, span_of(date))
    if date.last:
        draft.say("end", date.last, span_of(date))
    draft.partners = list(dict.fromkeys(reader.partner(place) for place in places))
    draft.spans["partners"] = [place.span for place in places]
    for part in [*cells.get("participants", []), *cells["title"]]:
        if not draft.get("participants"):
            _give_participants(part, draft, 0)


def read_attendance(reader: Reader, sentence: Sentence) -> bool:
    """*Totalt kom 64 deltagare.* after the sentence that told of a meeting."""
    if reader.activity is None or sentence.dates or sentence.foreign or len(sentence.tokens) > 14:
        return False
    if not reader.activity.get("participants"):
        _give_participants(sentence, reader.activity, 0)
    return True


def _claim(
    reader: Reader,
    sentence: Sentence,
    number: int,
    cues: list[Cue],
    dates: list[DateMention],
    partners: list[Partner],
    places: list[Place],
) -> Draft:
    noun = _main_cue(sentence, cues)
    title = _title(sentence, noun, number)
    draft = reader.new("activity", sentence.block.kind, title.start)
    draft.say("title", reader.words(title), title)
    draft.say("activity_kind", noun.value, span_of(noun))
    first = dates[0]
    draft.say("start", first.value, span_of(first))
    if first.last:
        draft.say("end", first.last, span_of(first))
    elif len(dates) > 1 and dates[1].role == "until":
        draft.say("end", dates[1].value, span_of(dates[1]))
    for date in dates:
        if date.fault:
            draft.faults.append(date.fault)
    draft.partners = partners
    draft.spans["partners"] = [place.span for place in places] or [partner.span for partner in partners]
    _give_participants(sentence, draft, number)
    _give_direction(sentence, draft, places, number)
    reader.activity = draft
    return draft


def _main_cue(sentence: Sentence, cues: list[Cue]) -> Cue:
    """What it was: a noun of a telling kind before a verb of coming and going."""
    return min(cues, key=lambda cue: (_KINDS.index(cue.value), cue.first))


def _title(sentence: Sentence, cue: Cue, number: int) -> Span:
    """The noun with the words that belong to it, cut at dates, verbs and marks."""
    first, last = cue.first, cue.last
    low, high = sentence.segments[number]
    while (
        first > low
        and not _bounds(sentence, first - 1, cue)
        and sentence.tokens[last].end - sentence.tokens[first - 1].start <= _LONGEST_TITLE
    ):
        first -= 1
    while (
        last < high
        and not _bounds(sentence, last + 1, cue)
        and sentence.tokens[last + 1].end - sentence.tokens[first].start <= _LONGEST_TITLE
    ):
        last += 1
    if first == last:  # a bare verb says too little
        while last < high and sentence.tokens[last + 1].text not in ".;!?" and last - first < 6:
            last += 1
    articles = sentence.lexicon.words("grammar", "articles") | sentence.lexicon.words("grammar", "conjunctions")
    while first < cue.first and (
        sentence.tokens[first].folded in articles or sentence.tokens[first].kind == "mark" or _is_small(sentence, first)
    ):
        first += 1
    while last > cue.last and (
        sentence.tokens[last].kind == "mark" or sentence.tokens[last].folded in articles or _is_small(sentence, last)
    ):
        last -= 1
    return Span(sentence.tokens[first].start, sentence.tokens[last].end)


def _is_small(sentence: Sentence, place: int) -> bool:
    folded = sentence.tokens[place].folded
    return any(
        folded in sentence.lexicon.words("prepositions", value) for value in ("with", "in", "from", "to", "of")
    ) or any(cue.first <= place <= cue.last for cue in sentence.of("date"))


def _bounds(sentence: Sentence, place: int, main: Cue) -> bool:
    token = sentence.tokens[place]
    if token.text in ".,;:()–—!?" or any(date.start <= token.start < date.end for date in sentence.dates):
        return True
    if any(p.first <= place <= p.last and p.is_home for p in sentence.places):
        return True
    return any(
        cue.first <= place <= cue.last
        and (
            (cue.category == "activity" and cue.value in ("happened", "visit") and main.value != "visit")
            or (cue.category == "grammar" and cue.value == "relatives")
        )
        for cue in sentence.cues
    )


def _give_participants(sentence: Sentence, draft: Draft, number: int) -> None:
    """A number and a word for people, not far behind it."""
    tokens = sentence.tokens
    for cue in sentence.of("activity", "group"):
        after = cue.last + 1
        value = sentence.lexicon.number(tokens[after].folded) if after < len(tokens) else None
        if value is not None and value > 1:
            draft.say("participants", value, Span(cue.start, tokens[after].end))
            return
    for cue in sentence.of("activity", "people"):
        if cue.number is not None:
            draft.say("participants", cue.number, span_of(cue))
            return
        for place in range(cue.first - 1, max(-1, cue.first - 4), -1):
            token = tokens[place]
            if any(date.start <= token.start < date.end for date in sentence.dates) or token.kind == "mark":
                break
            value = sentence.lexicon.number(token.folded)
            if value is not None and value > 0 and not (token.kind == "word" and value == 1):
                draft.say("participants", value, Span(token.start, cue.end))
                return


def _give_direction(sentence: Sentence, draft: Draft, places: list[Place], number: int) -> None:
    online = sentence.in_segment(number, sentence.of("activity", "online"))
    if online:
        draft.say("direction", "online", span_of(online[0]))
        return
    home = [place for place in sentence.places if place.is_home]
    for place in places:
        if place.role in _DIRECTIONS:
            draft.say("direction", _DIRECTIONS[place.role], place.span)
            return
    for place in home:
        if place.role in ("in", "to") and places:
            draft.say("direction", "in", place.span)
            return
