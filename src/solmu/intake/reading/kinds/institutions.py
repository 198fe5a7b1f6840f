"""Institution links: two schools, universities or others tied, or a statement that all of a kind are."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.inflection import head_base_form
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Place, Sentence
from solmu.intake.reading.tokens import Token
from solmu.intake.reading.topics import EXCLUDED, SCHOOLS, Context
from solmu.places.names import fold

_LEVELS = ("upper_secondary_school", "university", "school", "unspecified_school", "company", "culture", "other")


@dataclass(slots=True)
class Institution:
    """An institution named: its tokens, name in base form, level, and the place that stands with it."""

    first: int
    last: int
    span: Span
    name: str
    level: str
    cue: Cue
    place: Place | None = None


def find_institutions(reader: Reader, sentence: Sentence) -> list[Institution]:
    """The institutions a sentence names; common nouns (*the school*, *lukioissa*) are none."""
    found: list[Institution] = []
    for cue in sentence.of("institution"):
        if found and cue.first <= found[-1].last:
            continue
        bounds = _bounds(sentence, cue)
        if bounds is None:
            continue
        first, last, place = bounds
        if found and first <= found[-1].last:
            continue
        span = Span(sentence.tokens[first].start, sentence.tokens[last].end)
        text = sentence.tokens[last].text
        if text.endswith(("'s", "’s")):
            span = Span(span.start, span.end - 2)
        name = head_base_form(reader.words(span), sentence.lexicon)
        if sentence.tokens[last].text.startswith("-"):
            name = reader.words(span)
        inside = [c for c in sentence.of("institution") if first <= c.first <= last]
        level = min((c.value for c in inside), key=_LEVELS.index)
        if level == "school" and any(c.value == "university" for c in inside):
            level = "university"
        found.append(
            Institution(first, last, span, name.strip("'’"), level, cue, place or _place_beside(sentence, first, last))
        )
    return found


def _bounds(sentence: Sentence, cue: Cue) -> tuple[int, int, Place | None] | None:
    """The tokens of a name around its noun, without a leading genitive of a foreign place."""
    tokens = sentence.tokens
    first = last = cue.first
    last = cue.last
    is_name = tokens[cue.first].is_capital and (cue.first > 0 or len(tokens[0].text) > 8)
    first = _left(sentence, first)
    has_capital = any(tokens[n].is_capital and (n > 0 or n != cue.first) for n in range(first, cue.first))
    right = _right(sentence, last) if tokens[cue.last].is_capital or has_capital else last
    if tokens[cue.first].is_capital and right > cue.last:
        is_name = True
    last = right
    if not has_capital and not (is_name and tokens[cue.first].is_capital):
        return None
    if not has_capital and first == last == cue.first and _is_common(sentence, cue):
        return None
    place = next(
        (
            p
            for p in sentence.foreign + [p for p in sentence.places if p.is_outer]
            if p.first == first and p.last < cue.first
        ),
        None,
    )
    if place is None:
        place = next((p for p in sentence.foreign if p.first >= first and p.last < cue.first and p.role == "gen"), None)
    if place is not None and place.role == "gen" and place.last < cue.first and tokens[place.last + 1].is_capital:
        return place.last + 1, last, place
    return first, last, place


def _left(sentence: Sentence, first: int) -> int:
    """Leftwards over capitals, and over one or two small words with a capital before them."""
    tokens = sentence.tokens
    place = first
    while place > 0:
        before = tokens[place - 1]
        if (before.is_word and before.is_capital and not _stops(sentence, place - 1)) or (
            before.is_word
            and place > 1
            and not _stops(sentence, place - 1)
            and _capital_within(sentence, place - 1, first)
        ):
            place -= 1
        elif (
            before.text == "." and place > 1 and tokens[place - 2].kind == "number" and tokens[first].text.islower()
        ) or (
            before.folded in ("of", "de", "-")
            and place > 1
            and tokens[place - 2].is_capital
            and tokens[first].is_capital
        ):
            place -= 2
        else:
            break
    while place < first and not tokens[place].is_capital:
        place += 1
    if place == 0 and first > 0 and _begins_common(sentence):
        place = 1
    return place


def _is_numbered(tokens: list[Token], place: int, noun: int) -> bool:
    """*5. vidusskola*: an ordinal before a small noun."""
    return (
        place > 1
        and tokens[place - 1].text == "."
        and tokens[place - 2].kind == "number"
        and tokens[noun].text.islower()
    )


def _capital_within(sentence: Sentence, place: int, noun: int) -> bool:
    """A small word inside a name (*Vaasan lyseon lukio*): the noun is small too, and a capital stands just before."""
    tokens = sentence.tokens
    if tokens[noun].is_capital and not tokens[noun].text.islower():
        return False
    if sentence.language == "en" or any(c.first <= place <= c.last for c in sentence.of("activity")):
        return False
    return any(tokens[n].is_capital and tokens[n].is_word for n in range(max(0, place - 2), place))


def _begins_common(sentence: Sentence) -> bool:
    common = ("activity", "school_link", "start", "date", "themes", "award", "grammar")
    return any(cue.first == 0 and cue.category in common for cue in sentence.cues)


def _stops(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    small = sentence.lexicon.words("grammar", "conjunctions") | sentence.lexicon.words("grammar", "relatives")
    if token.folded in small or any(
        token.folded in sentence.lexicon.words("prepositions", v) for v in ("with", "in", "from", "to")
    ):
        return True
    if any(d.start <= token.start < d.end for d in sentence.dates):
        return True
    return any(
        cue.first <= place <= cue.last
        and (
            cue.category in ("school_link", "date", "plan", "negation")
            or (cue.category == "activity" and cue.value == "happened")
        )
        for cue in sentence.cues
    )


def _right(sentence: Sentence, last: int) -> int:
    """Rightwards over capitals: *Lycée Louis Pasteur*, *University of Applied Sciences*."""
    tokens = sentence.tokens
    particles = sentence.lexicon.words("names", "particles")
    place = last
    while place + 1 < len(tokens):
        after = tokens[place + 1]
        if after.text.startswith("-") and after.is_word:
            return place + 1
        if after.is_capital and not any(p.first == place + 1 and p.is_home for p in sentence.places):
            place += 1
        elif (
            after.folded in particles
            and place + 2 < len(tokens)
            and tokens[place + 2].is_capital
            and after.folded not in ("i", "in", "for", "and", "on", "na", "en")
        ):
            place += 2
        elif (
            after.is_word and after.text.islower() and any(cue.first == place + 1 for cue in sentence.of("institution"))
        ):
            place += 1
        else:
            break
    return place


def _is_common(sentence: Sentence, cue: Cue) -> bool:
    """A capital only because the sentence begins, or a plural: *Koulut*, *Schools*."""
    word = sentence.tokens[cue.first].folded
    plain = {w.strip("*") for w in sentence.lexicon.words("institution", cue.value)}
    return word in plain or (cue.first == 0 and sentence.language in ("fi", "en") and "-" not in word)


def _place_beside(sentence: Sentence, first: int, last: int) -> Place | None:
    """The place right after a name: *X in Kiel*, *X, Kiel*, *X (Kiel)*, or right before: *in Kiel, X*."""
    for place in sentence.foreign:
        if 0 < place.first - last <= 3 and all(
            sentence.tokens[n].text in ",("
            or sentence.tokens[n].folded in sentence.lexicon.words("prepositions", "in")
            or sentence.tokens[n].folded in sentence.lexicon.words("grammar", "articles")
            for n in range(last + 1, place.first)
        ):
            return place
        if place.last + 1 == first - 1 and sentence.tokens[first - 1].text == "," and place.role == "in":
            return place
        if (
            place.role == "in"
            and 0 < first - place.last <= 2
            and any(c.first == place.last + 1 for c in sentence.of("grammar", "located"))
        ):
            return place
    return None


def read_institution_links(reader: Reader, sentence: Sentence, context: Context, told: list[Partner]) -> bool:
    """The links a sentence tells of; True if it is about institutions."""
    links = [cue for cue in sentence.of("school_link") if cue.value not in ("all", "heading")]
    if EXCLUDED in context.kinds or not (links or _is_listed_pair(sentence, context)):
        return False
    if any(sentence.is_planned(sentence.segment_at(cue.first)) for cue in links) or sentence.has("negation"):
        return False
    institutions = find_institutions(reader, sentence)
    if _read_coverage(reader, sentence, links, told):
        return True
    if not institutions:
        return False
    since = [d for d in sentence.dates if d.role == "since"]
    if not since and sentence.dates and not any(_is_strong(sentence, cue) for cue in links):
        return False
    is_event = not since and _is_event(sentence)
    if is_event and len(institutions) < 2:
        return False
    parts = [[i for i in institutions if sentence.segment_at(i.first) == n] for n in range(len(sentence.segments))]
    pairs = [part for part in parts if len(part) > 1]
    found = [_claim_link(reader, sentence, links, part, told) for part in (pairs if len(pairs) > 1 else [institutions])]
    return any(found) and not is_event


def _is_listed_pair(sentence: Sentence, context: Context) -> bool:
    """An item of a list about schools that names two: *X – Y, Kiel (since 1992)*."""
    levels = [cue for cue in sentence.of("institution") if cue.value in _LEVELS[:4]]
    return sentence.block.kind == "item" and SCHOOLS in context.kinds and len(levels) > 1


def _is_event(sentence: Sentence) -> bool:
    """Something that took place on certain days."""
    return sentence.has("activity", "happened") and any(len(date.value) == 10 for date in sentence.dates)


def _claim_link(
    reader: Reader, sentence: Sentence, links: list[Cue], institutions: list[Institution], told: list[Partner]
) -> bool:
    partner = _partner(reader, sentence, institutions, told)
    home, other = _sides(reader, sentence, institutions)
    if partner is None and (home is None or other is None):
        return False
    if links and not (home and other) and not any(cue.value != "link" or _is_strong(sentence, cue) for cue in links):
        return False
    number = sentence.segment_at(institutions[0].first)
    level = _level(home, other, links)
    draft = reader.new("institution_link", "sentence", sentence.start)
    _fill(reader, sentence, draft, home, other, partner, level)
    since = [d for d in sentence.dates if d.role == "since"]
    begun = [d for d in since if sentence.segment_of(d.start) == number] or since
    begun = begun or [d for d in sentence.dates if d.role == "in" and sentence.has("start") and not _is_event(sentence)]
    if begun:
        draft.say("since", begun[0].value, span_of(begun[0]))
        if begun[0].fault:
            draft.faults.append(begun[0].fault)
    return True


def _is_strong(sentence: Sentence, cue: Cue) -> bool:
    """A word that itself says partner school or exchange, not any cooperation."""
    return (
        any(cue.first <= c.first <= cue.last for c in sentence.of("institution"))
        or cue.value != "link"
        or sentence.tokens[cue.first].folded not in sentence.lexicon.words("cooperation", "cooperation")
    )


def _read_coverage(reader: Reader, sentence: Sentence, links: list[Cue], told: list[Partner]) -> bool:
    """*Kaikilla lukioilla on yhteistyölukio Shanghaissa*: a statement about every institution of a kind."""
    every = sentence.of("school_link", "all")
    kinds = sentence.of("institution")
    for quantifier in every:
        near = [cue for cue in kinds if 0 < cue.first - quantifier.last <= 7]
        if not near:
            continue
        partner = _foreign_partner(reader, sentence, told)
        if partner is None:
            continue
        specific = [cue for cue in links if cue.value != "link"]
        draft = reader.new("institution_link", "coverage", sentence.start)
        cue = specific[0] if specific else near[0]
        draft.say("level", "school" if cue.value == "unspecified_school" else cue.value, span_of(cue))
        draft.say("covers_all", True, span_of(quantifier))
        draft.partners = [partner]
        draft.spans["partner"] = _spans_of(sentence, partner)
        for date in sentence.dates:
            if (date.role == "since" or date.last) and not draft.get("since"):
                draft.say("since", date.value, span_of(date))
        return True
    return False


def _spans_of(sentence: Sentence, partner: Partner) -> list[Span]:
    return [place.span for place in sentence.foreign if place.name in partner.names][:1] or [partner.span]


def _foreign_partner(reader: Reader, sentence: Sentence, told: list[Partner]) -> Partner | None:
    places = [place for place in sentence.foreign if not reader.is_domestic(place)]
    known = [place for place in places if reader.is_partner(place)]
    if known or places:
        return reader.partner((known or places)[0])
    focus = told or reader.focus
    return focus[0] if focus else None


def _partner(
    reader: Reader, sentence: Sentence, institutions: list[Institution], told: list[Partner]
) -> Partner | None:
    for institution in reversed(institutions):
        named = _place_in_name(reader, sentence, institution)
        if named is not None:
            return named
        if (
            institution.place is not None
            and not institution.place.is_home
            and not reader.is_domestic(institution.place)
        ):
            place = institution.place
            inside = [p for p in sentence.foreign if p.first > institution.last or p.last < institution.first]
            partners = [p for p in inside if reader.is_partner(p)]
            if not reader.is_partner(place) and partners:
                return reader.partner(partners[0])
            return reader.partner(place)
    return _foreign_partner(reader, sentence, told)


def _place_in_name(reader: Reader, sentence: Sentence, institution: Institution) -> Partner | None:
    """*Joensuun lyseon lukio*: a partner city in the name itself."""
    words = sentence.tokens[institution.first].text
    resolved = reader.page.names.resolve(words, sentence.language)
    if resolved is None or resolved.case != "gen" or not reader.page.names.is_listed(resolved.base):
        return None
    found = reader.partners.by_name.get(fold(resolved.base))
    return found if found and id(found) in reader.partnerships else None


def _sides(
    reader: Reader, sentence: Sentence, institutions: list[Institution]
) -> tuple[Institution | None, Institution | None]:
    """Which institution is the home's: the one without a foreign place, else the first named."""
    abroad = [
        i for i in institutions if i.place is not None and not i.place.is_home and not reader.is_domestic(i.place)
    ]
    at_home = [i for i in institutions if i not in abroad]
    if abroad and at_home:
        return _nearest_home(sentence, at_home), abroad[0]
    if len(institutions) >= 2:
        return institutions[0], institutions[1]
    only = institutions[0]
    return (None, only) if abroad else (only, None)


def _nearest_home(sentence: Sentence, at_home: list[Institution]) -> Institution:
    """*X:n seuraajan, Y:n*: of several names before the partner's, the last is meant."""
    return (
        at_home[-1]
        if len(at_home) > 1 and any(t.text == "," for t in sentence.tokens[at_home[0].last : at_home[-1].first])
        else at_home[0]
    )


def _level(home: Institution | None, other: Institution | None, links: list[Cue]) -> tuple[str, Span]:
    specific = [cue for cue in links if cue.value != "link"]
    first = home or other
    assert first is not None
    if specific:
        return specific[0].value, span_of(specific[0])
    if first.level == "unspecified_school":
        if other is not None and other.level in _LEVELS[:3]:
            return other.level, span_of(other.cue)
        return "school", span_of(first.cue)
    return first.level, span_of(first.cue)


def _fill(
    reader: Reader,
    sentence: Sentence,
    draft: Draft,
    home: Institution | None,
    other: Institution | None,
    partner: Partner | None,
    level: tuple[str, Span],
) -> None:
    draft.say("level", *level)
    if home is not None:
        draft.say("home", home.name, home.span)
    if other is not None:
        draft.say("partner_institution", other.name, other.span)
    if partner is not None:
        draft.partners = [partner]
        draft.spans["partner"] = _spans_of(sentence, partner)


def read_institution_row(reader: Reader, cells: dict[str, list[Sentence]]) -> bool:
    """A row of a table of links: our school, theirs, the city, since."""
    home, other = cells.get("home_institution", []), cells.get("partner_institution", [])
    if not home or not other:
        return False
    level = next(iter([*home[0].of("institution"), *other[0].of("institution")]), None)
    if level is None:
        return False
    draft = reader.new("institution_link", "row", home[0].start)
    value = "school" if level.value == "unspecified_school" else level.value
    draft.say("level", value, span_of(level))
    for name, part in (("home", home), ("partner_institution", other)):
        span = Span(part[0].start, part[-1].end)
        draft.say(name, reader.words(span), span)
    places = [place for part in (*cells.get("city", []), *other) for place in part.foreign]
    if places:
        draft.partners = [reader.partner(places[0])]
        draft.spans["partner"] = [places[0].span]
    for cell in cells.get("since", []) + cells.get("signed", []):
        for date in cell.dates[:1]:
            draft.say("since", date.value, span_of(date))
    return True


def unite(drafts: list[Draft]) -> list[Draft]:
    """Links told twice (in two languages, in prose and table) are one."""
    kept: list[Draft] = []
    for draft in drafts:
        same = next((old for old in kept if _is_same(old, draft)), None)
        if same is None:
            kept.append(draft)
            continue
        for name in ("home", "partner_institution", "since"):
            if not same.get(name) and draft.get(name):
                same.say(name, draft.get(name), draft.spans[name])
    return kept


def _is_same(one: Draft, other: Draft) -> bool:
    if (
        one.kind != other.kind
        or one.kind != "institution_link"
        or bool(one.get("covers_all")) != bool(other.get("covers_all"))
    ):
        return False
    if one.get("covers_all"):
        return one.get("level") == other.get("level") and one.partners == other.partners
    names = [(fold(str(d.get("home") or "")), fold(str(d.get("partner_institution") or ""))) for d in (one, other)]
    return names[0] == names[1] or (names[0][1] != "" and names[0][1] == names[1][1] and one.partners == other.partners)
