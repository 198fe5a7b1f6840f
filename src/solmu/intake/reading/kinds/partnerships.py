"""Partnerships: which cities a document names as the home's partners, since when, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from solmu.intake.reading.dates import DateMention
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.kinds.histories import give_date, read_status, relative_dates, shared, status_date
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Place, Sentence
from solmu.intake.reading.topics import EXCLUDED, PARTNERS, Context, Relation, owner_is_other

# Agreements whose date is not the beginning of the relation.
_ASIDE = (
    "memorandum_of_understanding",
    "letter_of_intent",
    "action_plan",
    "cooperation_protocol",
    "membership_agreement",
    "other",
)


def claim(reader: Reader, partner: Partner, relation: Relation, pattern: str, span: Span) -> Draft:
    """The draft of a partner; a relation said later does not change the first."""
    draft = reader.partnerships.get(id(partner))
    if draft is None:
        draft = reader.new("partnership", pattern, span.start)
        draft.partners = [partner]
        draft.say("relation", relation.value, relation.span)
        draft.spans["partner"] = partner.spans
        reader.partnerships[id(partner)] = draft
    return draft


# --- lists, terms, headings


def read_entry(reader: Reader, sentence: Sentence, context: Context) -> list[Partner]:
    """The partners a list item, term or heading begins with, under a heading that says what they are."""
    heads = entry_places(reader, sentence)
    relation = (
        context.relation
        or (reader.spoken if not context.kinds else None)
        or (context.inherited if not context.kinds or PARTNERS in context.kinds or context.activities else None)
    )
    if not heads or EXCLUDED in context.kinds:
        return []
    own = sentence.of("relation")
    if relation is None or (context.kinds and PARTNERS not in context.kinds):
        return []
    if sentence.is_planned(0):
        return []
    found = []
    for place in heads:
        partner = reader.partner(place, context)
        nearest = _nearest_relation(own, place) if own else None
        said = Relation(nearest.value, span_of(nearest)) if nearest else _told_below(reader, sentence) or relation
        draft = claim(reader, partner, said, f"{sentence.block.kind}-entry", place.span)
        if context.status is not None and not draft.get("status"):
            draft.say("status", context.status.value, context.status.span)
        found.append(partner)
    read_dates(reader, sentence, [(place, partner) for place, partner in zip(heads, found, strict=True)], is_entry=True)
    return found


def _told_below(reader: Reader, sentence: Sentence) -> Relation | None:
    """What the details of an entry begin with, where a list mixes kinds: *East London. Samarbetsstad 2003–2015.*"""
    blocks = reader.page.document.blocks
    number = sentence.place_in_document
    details = reader.page.bare(number)[1:]
    if not details and number + 1 < len(blocks) and blocks[number + 1].kind in ("paragraph", "description"):
        details = reader.page.bare(number + 1)
    for detail in details[:2]:
        for cue in detail.of("relation"):
            if cue.first == 0 and not detail.has("agreement"):
                return Relation(cue.value, span_of(cue))
    return None


def entry_places(reader: Reader, sentence: Sentence) -> list[Place]:
    """The places an entry is about: the first name of the line, or all after *Country:*."""
    foreign = list(sentence.foreign)
    if not foreign:
        return []
    first = foreign[0]
    covered = {n for c in sentence.countries if c.last < first.first for n in range(c.first, c.last + 1)}
    for number, token in enumerate(sentence.tokens[: first.first]):
        in_date = any(date.start <= token.start < date.end for date in sentence.dates)
        in_name = any(cue.first <= number <= cue.last for cue in sentence.of("grammar", "articles"))
        in_relation = any(cue.first <= number <= cue.last for cue in sentence.of("relation"))
        if (
            token.kind == "mark"
            or number in covered
            or in_date
            or in_name
            or in_relation
            or token.folded in _articles(sentence)
        ):
            continue
        return []
    if any(place.is_home and place.first < first.first for place in sentence.places):
        return []
    after = first.last + 1
    tokens = sentence.tokens
    if after < len(tokens) and tokens[after].is_word and not _begins_detail(sentence, after):
        return []
    return [
        place
        for place in foreign
        if place.group == first.group or (place.country_span and place.country_span == first.country_span)
    ]


def _articles(sentence: Sentence) -> frozenset[str]:
    return sentence.lexicon.words("grammar", "articles")


def _begins_detail(sentence: Sentence, number: int) -> bool:
    """Whether a word after the name begins what is told of it: *Kiel since 1967*, *Kiel in Germany*."""
    token = sentence.tokens[number]
    if token.folded in sentence.lexicon.words("grammar", "conjunctions") or token.folded in sentence.lexicon.words(
        "prepositions", "in"
    ):
        return True
    return any(
        cue.first <= number <= cue.last
        and cue.category in ("date", "relation", "start", "sign", "regions", "status", "agreement")
        for cue in sentence.cues
    ) or any(c.first == number for c in sentence.countries)


# --- prose


def read_sentence(reader: Reader, sentence: Sentence, context: Context) -> list[Partner]:
    """The partners a sentence names as such, or tells more of; answers those it speaks of."""
    if owner_is_other(reader.page, sentence) or _is_anothers(reader, sentence):
        return []
    relations = [cue for cue in sentence.of("relation") if not sentence.is_denied(sentence.segment_at(cue.first))]
    _note_denied(reader, sentence)
    places = _partner_places(reader, sentence, relations, context)
    pairs: list[tuple[Place, Partner]] = []
    for place, relation in places:
        partner = reader.partner(place, context)
        claim(reader, partner, relation, "sentence", place.span)
        pairs.append((place, partner))
    if relations and not (context.kinds and EXCLUDED in context.kinds):
        reader.spoken = Relation(relations[-1].value, span_of(relations[-1]))
    told = pairs or [(place, each) for place in sentence.foreign if (each := _told(reader, place)) is not None]
    if pairs:
        read_dates(reader, sentence, pairs)
    elif (
        not sentence.foreign
        and reader.focus
        and (relations or sentence.has("cooperation") or _is_bare(reader, sentence))
    ):
        _read_focus_dates(reader, sentence, relations)
    read_status(reader, sentence, told)
    return [partner for _, partner in told]


def _is_bare(reader: Reader, sentence: Sentence) -> bool:
    """A sentence under a partner's name that tells of nothing but the two."""
    others = ("institution", "network", "agreement", "member", "award", "school_link", "status")
    return (
        reader.is_structural
        and not any(sentence.has(category) for category in others)
        and not sentence.has("activity", "happened")
    )


def _note_denied(reader: Reader, sentence: Sentence) -> None:
    """*Kramatorsk är inte vänort*: whatever a list or a heading makes of it, it is no partner of that kind."""
    if sentence.has("plan") or sentence.has("agreement") or sentence.has("grammar", "only"):
        return
    for cue in sentence.of("relation"):
        number = sentence.segment_at(cue.first)
        if not any(no.first < cue.first for no in sentence.in_segment(number, sentence.of("negation"))):
            continue
        for place in sentence.places_in(number):
            if place.role in ("nom", "with") and (place.last < cue.first or place.role == "with"):
                reader.denied.add((place.name, cue.value))


def _told(reader: Reader, place: Place) -> Partner | None:
    partner = reader.known(place)
    return partner if partner and id(partner) in reader.partnerships else None


def _is_anothers(reader: Reader, sentence: Sentence) -> bool:
    """*Edinburgh and Glasgow keep their own twin cities*: a city of the home's country is the subject."""
    if _owns_others(sentence):
        return True
    if sentence.names_home or not sentence.has("relation") or sentence.has("start", "inherit"):
        return False
    first = sentence.foreign[0] if sentence.foreign else None
    if first is None or not reader.is_domestic(first) or first.stated:
        return False
    return sentence.has("other_owner") or len({place.group for place in sentence.foreign}) > 1


def _owns_others(sentence: Sentence) -> bool:
    """*Karleby har egna vänorter, däribland X*: the subject is a city, and it is not the home."""
    own = sentence.of("other_owner")
    relations = sentence.of("relation")
    if not own or not relations or not sentence.foreign or sentence.names_home:
        return False
    return sentence.foreign[0].last < relations[0].first and len(sentence.foreign) > 1


def _partner_places(
    reader: Reader, sentence: Sentence, relations: Sequence[Cue], context: Context
) -> list[tuple[Place, Relation]]:
    found = []
    for place in sentence.foreign:
        number = sentence.segment_at(place.first)
        if sentence.is_denied(number):
            continue
        if relations:
            if _stands_as_partner(reader, sentence, place, relations):
                cue = _nearest_relation(relations, place)
                found.append((place, Relation(cue.value, span_of(cue))))
        elif (relation := _implied(reader, sentence, place, context)) is not None:
            found.append((place, relation))
    return found


def _stands_as_partner(reader: Reader, sentence: Sentence, place: Place, relations: Sequence[Cue]) -> bool:
    """Whether a place is what the word for a partner city speaks of, not where something happened."""
    number = sentence.segment_at(place.first)
    near = [cue for cue in relations if abs(sentence.segment_at(cue.first) - number) <= 1]
    if not near and not any(
        sentence.in_segment(number, sentence.of(c)) for c in ("start", "sign", "status", "activity")
    ):
        near = [cue for cue in relations if sentence.segment_at(cue.first) < number]
    if not near:
        return False
    if _is_apposed(sentence, place, near) or _is_attached(sentence, place, near):
        return True
    if not place.is_known and not place.stated:
        return place.is_called_partner
    if reader.is_domestic(place) and not place.stated:
        return place.role == "with" or (sentence.names_home and place.role == "nom")
    if place.role in ("nom", "with"):
        same = [cue for cue in near if sentence.segment_at(cue.first) == number]
        return bool(same) or reader.is_partner(place) or place.stated or bool(sentence.dates_in(number))
    if place.role == "gen":
        home = [other for other in sentence.places if other.is_home and other.group == place.group]
        last = max(other.last for other in sentence.places if other.group == place.group)
        owns = sentence.names_home and any(0 < cue.first - last <= 2 for cue in near)
        return bool(home) or owns or reader.is_partner(place)
    return False


def _is_apposed(sentence: Sentence, place: Place, relations: Sequence[Cue]) -> bool:
    """*vänorten Kiel*, *our twin city of Kiel*, *ystävyyskaupungissamme Kielissä*; also the next of such a list."""
    first = min((other.first for other in sentence.places if other.group == place.group), default=place.first)
    for cue in relations:
        between = sentence.tokens[cue.last + 1 : first]
        filler = _articles(sentence)
        if (
            cue.last < first
            and len(between) <= 4
            and all(
                token.folded in filler
                or token.text in ":,("
                or any(c.first <= sentence.tokens.index(token) <= c.last for c in sentence.countries)
                for token in between
            )
        ):
            return not any(token.text == "," for token in between) or len(between) == 1
    return False


def _is_attached(sentence: Sentence, place: Place, relations: Sequence[Cue]) -> bool:
    """*vänortsbandet till ryska Viborg*, *twinning link to Busan*: the place hangs on the word by a preposition."""
    if place.role not in ("to", "with", "of"):
        return False
    small = _articles(sentence) | sentence.lexicon.words("prepositions", place.role)
    adjectives = {n for c in sentence.countries if c.is_adjective for n in range(c.first, c.last + 1)}
    for cue in relations:
        between = range(cue.last + 1, place.first)
        if 0 < len(between) <= 4 and all(n in adjectives or sentence.tokens[n].folded in small for n in between):
            return True
    return False


def _nearest_relation(relations: Sequence[Cue], place: Place) -> Cue:
    return min(relations, key=lambda cue: min(abs(cue.first - place.last), abs(place.first - cue.last)))


def _implied(reader: Reader, sentence: Sentence, place: Place, context: Context) -> Relation | None:
    """A partner where the section says what its places are: *Besançon tuli joukkoon vuonna 1979*."""
    if context.kinds and PARTNERS not in context.kinds:
        return None
    relation = context.relation or context.inherited or reader.spoken
    if relation is None or EXCLUDED in context.kinds or not place.is_known:
        return None
    if (
        place.role not in ("nom", "with")
        or sentence.has("institution")
        or (reader.is_domestic(place) and not place.stated)
    ):
        return None
    if sentence.has("agreement", "memorandum_of_understanding", "letter_of_intent") and (
        not context.is_near or relation.value == "sister_city"
    ):
        return None
    number = sentence.segment_at(place.first)
    joins = sentence.in_segment(number, sentence.of("start", "join"))
    works = sentence.in_segment(number, sentence.of("cooperation"))
    dated = sentence.dates_in(number) or sentence.has("relative_years")
    status = sentence.in_segment(number, sentence.of("status"))
    signed = sentence.in_segment(number, sentence.of("sign")) and sentence.in_segment(number, sentence.of("agreement"))
    if (joins and dated) or (works and (dated or status)) or (signed and dated):
        return relation
    return relation if dated and place.stated and reader.spoken and not sentence.has("activity") else None


# --- dates


def read_dates(
    reader: Reader, sentence: Sentence, pairs: list[tuple[Place, Partner]], *, is_entry: bool = False
) -> None:
    """Give each partner the dates that stand with it."""
    taken = {
        id(date)
        for cue in sentence.of("status")
        for date in [status_date(sentence, cue)]
        if date and cue.value != "active"
    }
    dates = [
        date for date in sentence.dates if id(date) not in taken and _tells_start(sentence, date, is_entry=is_entry)
    ]
    dates += relative_dates(sentence)
    dates.sort(key=lambda date: date.start)
    for (_, partner), mine in zip(pairs, shared(pairs, dates), strict=True):
        draft = reader.partnerships[id(partner)]
        for date in mine:
            give_date(draft, date)


def _tells_start(sentence: Sentence, date: DateMention, *, is_entry: bool) -> bool:
    """Whether a date tells when the relation began or ended, not when something else happened."""
    number = sentence.segment_of(date.start)
    if not is_entry and (date.last or date.role == "until"):
        terms = [*sentence.in_segment(number, sentence.of("validity")), *sentence.of("agreement", *_ASIDE)]
        if terms and sentence.has("agreement"):
            return False
    if date.role in ("since", "until") or date.last:
        return True
    if sentence.in_segment(number, sentence.of("activity", "last_time")):
        return False
    aside = _ASIDE[:3] if is_entry else _ASIDE
    if sentence.in_segment(number, sentence.of("agreement", *aside)):
        return False
    if sentence.in_segment(number, sentence.of("sign", "renewed")):
        return False
    if is_entry:
        return not (sentence.in_segment(number, sentence.of("activity")) and number > 0)
    if date.start and sentence.tokens[max(0, sentence.token_at(date.start) - 1)].text == "(":
        return True
    for here in range(number, -1, -1):
        begins = sentence.in_segment(here, [*sentence.of("start"), *sentence.of("sign", "signed")])
        if begins or sentence.in_segment(here, sentence.of("agreement", "sister_city_agreement", "generic")):
            return True
        if sentence.in_segment(here, [*sentence.of("activity"), *sentence.of("status")]):
            return False
    return False


def _read_focus_dates(reader: Reader, sentence: Sentence, relations: Sequence[Cue]) -> None:
    """*Twin city since 1961.* under the name, or after a sentence that named it."""
    short = len(sentence.tokens) <= 8 and bool(relations)
    taken = {id(date) for cue in sentence.of("status") for date in [status_date(sentence, cue)] if date}
    for date in sentence.dates:
        if id(date) in taken or sentence.is_denied(sentence.segment_of(date.start)):
            continue
        begins = sentence.in_segment(sentence.segment_of(date.start), sentence.of("start", "start"))
        works = sentence.in_segment(sentence.segment_of(date.start), sentence.of("cooperation"))
        told = (relations and _tells_start(sentence, date, is_entry=False)) or (begins and works)
        if date.role == "since" or (short and date.role == "in") or told:
            for partner in reader.focus:
                if id(partner) in reader.partnerships:
                    give_date(reader.partnerships[id(partner)], date)
