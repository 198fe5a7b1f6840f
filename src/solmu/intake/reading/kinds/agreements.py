"""Agreements: what was signed or renewed with whom, how long it holds, and on which themes."""

from __future__ import annotations

from dataclasses import dataclass, field

from solmu.intake.reading.dates import DateMention, shifted
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.kinds import themes
from solmu.intake.reading.kinds.histories import change_of, is_attributive, relative_dates, shared, status_date
from solmu.intake.reading.kinds.partnerships import claim
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Sentence
from solmu.intake.reading.topics import EXCLUDED, Context, Relation

_CARRIED = ("signed", "valid_from", "valid_until", "open_ended", "themes", "ordinal", "changes")
_OF_RELATION = {"sister_city": "sister_city_agreement", "friendship_city": "sister_city_agreement"}


@dataclass(slots=True)
class _Part:
    """What one segment says of one agreement."""

    number: int
    noun: Cue | None
    partners: list[Partner]
    dates: list[DateMention] = field(default_factory=list)


def read_agreements(reader: Reader, sentence: Sentence, context: Context, told: list[Partner]) -> None:
    """Claim the agreements of a sentence, or add to the one spoken of."""
    nouns = _nouns(sentence)
    goes_on = sentence.has("validity") or sentence.has("sign", "renewed") or sentence.has("ordinal", "other")
    if not nouns and not (reader.agreement and (goes_on or sentence.has("themes", "announce"))):
        return
    if EXCLUDED in context.kinds or _is_institutions(sentence):
        return
    if sentence.has("member", "member", "associate", "join", "leave") and not sentence.has(
        "agreement", "membership_agreement"
    ):
        return
    extra = relative_dates(sentence)
    noun: Cue | None = None
    for number in range(len(sentence.segments)):
        here = sentence.in_segment(number, nouns)
        groups = _noun_groups(sentence, here)
        for place, cue in enumerate(groups or [None]):
            noun = cue or noun
            if noun is None and reader.agreement is None:
                continue
            if sentence.is_denied(number) and not sentence.in_segment(number, sentence.of("status", "ended")):
                continue
            if cue is not None and _read_each(reader, sentence, context, number, cue):
                continue
            part = _Part(number, cue, _partners(reader, sentence, number, told))
            part.dates = _dates_of(sentence, number, groups, place, extra)
            spoken = reader.agreement
            _read_part(reader, sentence, context, part, carried=noun)
            if spoken is not None and cue is not None and _is_replaced(sentence, cue):
                reader.agreement, noun = spoken, None


def _read_each(reader: Reader, sentence: Sentence, context: Context, number: int, noun: Cue) -> bool:
    """*avtal med A (1996), B (1992) och C (1969)*: as many agreements as partners with dates of their own."""
    pairs = [
        (place, reader.partner(place))
        for place in sentence.places_in(number)
        if place.role in ("with", "nom") and place.first > noun.last and (place.is_known or place.stated)
    ]
    dates = [date for date in sentence.dates_in(number) if date.role == "in" and not date.last]
    if len(pairs) < 2 or len(dates) < 2:
        return False
    for (place, partner), mine in zip(pairs, shared(pairs, dates), strict=True):
        part = _Part(number, noun, [partner], mine[:1])
        reader.agreement = None
        draft = _draft(reader, sentence, context, part, ordinal=None, begins=True)
        if draft is not None and mine:
            draft.spans["partners"] = [place.span]
            draft.say("signed", mine[0].value, span_of(mine[0]))
            if mine[0].fault:
                draft.faults.append(mine[0].fault)
    return True


def _is_replaced(sentence: Sentence, noun: Cue) -> bool:
    """*It replaces the agreement of 1982*: what follows speaks of the new one again."""
    return any(0 < noun.first - cue.last <= 3 for cue in sentence.of("replacing"))


def _nouns(sentence: Sentence) -> list[Cue]:
    """Words for agreements; one in parentheses after another word stands for it: *avtal om samarbete (MoU)*."""
    found: list[Cue] = []
    cues = sentence.of("agreement")
    for cue in cues:
        opening = sentence.tokens[cue.first - 1].text == "(" if cue.first else False
        if opening and found and cue.first - found[-1].last <= 5 and found[-1].value in ("generic", "other"):
            found[-1] = cue
        else:
            found.append(cue)
    return found


def _noun_groups(sentence: Sentence, nouns: list[Cue]) -> list[Cue]:
    """One noun per agreement: in a segment a second noun counts only with a word of signing or a date of its own."""
    kept: list[Cue] = []
    for cue in nouns:
        if kept and cue.value in (kept[-1].value, "generic"):
            continue
        kept.append(cue)
    return kept


def _is_institutions(sentence: Sentence) -> bool:
    """Schools and universities make agreements of their own."""
    nouns = sentence.of("agreement")
    return any(
        cue.value in ("upper_secondary_school", "university", "school") and nouns and cue.first < nouns[0].first
        for cue in sentence.of("institution")
        if sentence.tokens[cue.first].text[:1].isupper() or (cue.first and sentence.tokens[cue.first - 1].is_capital)
    )


def _partners(reader: Reader, sentence: Sentence, number: int, told: list[Partner]) -> list[Partner]:
    """With whom: the cities of the segment, of the sentence before it, or those spoken of."""
    for numbers in ([number], range(number - 1, -1, -1), range(number + 1, len(sentence.segments))):
        for where in numbers:
            found = [
                place
                for place in sentence.places_in(where)
                if place.role in ("nom", "with", "gen", "of", "par")
                and (not reader.is_domestic(place) or place.role == "with")
                and (place.is_known or place.stated)
            ]
            if found and where < number and _is_relative(sentence, number):
                found = [place for place in found if place.group == found[-1].group]
            if found:
                return [reader.partner(place) for place in found]
    placed = [reader.known(place) for place in sentence.foreign]
    known = [partner for partner in placed if partner and id(partner) in reader.partnerships]
    if told or known or (reader.focus and reader.is_structural):
        return told or known or reader.focus
    abroad = [place for place in sentence.foreign if place.country and not reader.is_domestic(place)]
    if abroad and sentence.has("sign"):
        return [reader.partner(abroad[0])]
    return reader.mentioned or reader.focus


def _is_relative(sentence: Sentence, number: int) -> bool:
    """*..., jonka kanssa sopimus tehtiin*: a segment about the last name before it."""
    first = sentence.tokens[sentence.segments[number][0]]
    return first.folded in sentence.lexicon.words("grammar", "relatives")


def _dates_of(
    sentence: Sentence, number: int, groups: list[Cue], place: int, extra: list[DateMention]
) -> list[DateMention]:
    first, last = sentence.segments[number]
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    dates = sorted([*sentence.dates_in(number), *(d for d in extra if start <= d.start < end)], key=lambda d: d.start)
    if len(groups) < 2:
        return dates
    edges = [start, *(groups[step].end for step in range(len(groups) - 1)), end]
    return [date for date in dates if edges[place] <= date.start < edges[place + 1]]


def _read_part(reader: Reader, sentence: Sentence, context: Context, part: _Part, *, carried: Cue | None) -> None:
    first, last = sentence.segments[part.number]
    signs = sentence.in_segment(part.number, sentence.of("sign", "signed"))
    renewals = sentence.in_segment(part.number, sentence.of("sign", "renewed"))
    ordinal = _ordinal(sentence, part)
    ends = list(sentence.in_segment(part.number, sentence.of("status", "ended")))
    valid = sentence.in_segment(part.number, sentence.of("validity"))
    others = sentence.in_segment(part.number, sentence.of("ordinal", "other"))
    named = [place for place in sentence.places_in(part.number) if place.role in ("with", "nom")]
    repeats = part.noun is None and carried is not None and part.dates and (others or named) and part.number > 0
    if part.noun is None and repeats and reader.agreement is not None:
        _repeat(reader, sentence, part, others)
        return
    announced = sentence.in_segment(part.number, sentence.of("themes", "announce"))
    stops = bool(ends) and carried is not None
    if part.noun is None and not (signs or renewals or valid or announced or stops):
        return
    draft = _draft(reader, sentence, context, part, ordinal=ordinal, begins=bool(signs and part.dates))
    if draft is None:
        return
    if ordinal is not None and ordinal.value != "other":
        draft.say("ordinal", ordinal.value, span_of(ordinal))
    _give_dates(reader, sentence, draft, part, valid=bool(valid), renewals=renewals, ends=ends)
    spoken = (
        reader.agreement
        if renewals and reader.agreement is not None and reader.agreement.pattern == "renewal"
        else draft
    )
    _give_duration(sentence, spoken, part, valid=bool(valid), signs=bool(signs or renewals))
    for cue in sentence.in_segment(part.number, sentence.of("validity", "open_ended"))[:1]:
        spoken.say("open_ended", True, span_of(cue))
    themes.read_themes(reader, sentence, spoken, part.noun or carried, first, last)
    reader.agreement = spoken


def _repeat(reader: Reader, sentence: Sentence, part: _Part, others: list[Cue]) -> None:
    """*and the second in May 2009*, *ja Geran kanssa vuonna 1972*: another of the kind just spoken of."""
    before = reader.agreement
    assert before is not None
    named = [reader.partner(p) for p in sentence.places_in(part.number) if p.role in ("with", "nom")]
    draft = reader.new("agreement", "repeated", sentence.tokens[sentence.segments[part.number][0]].start)
    draft.partners = named or list(before.partners)
    draft.spans["partners"] = _partner_spans(sentence, draft.partners) if named else list(before.spans["partners"])
    for name in ("agreement_kind", "kind_as_written"):
        draft.say(name, before.get(name), before.spans[name])
    _give_dates(reader, sentence, draft, part, valid=False, renewals=[], ends=[])
    reader.agreement = draft


def _ordinal(sentence: Sentence, part: _Part) -> Cue | None:
    """*first*, *current* right before the noun."""
    if part.noun is None:
        return None
    near = [cue for cue in sentence.of("ordinal") if 0 < part.noun.first - cue.last <= 3]
    between = [cue for cue in near if not any(p.first > cue.last and p.last < part.noun.first for p in sentence.places)]
    return between[-1] if between else None


def _draft(
    reader: Reader,
    sentence: Sentence,
    context: Context,
    part: _Part,
    *,
    ordinal: Cue | None,
    begins: bool,
) -> Draft | None:
    """The draft this part speaks of: the one spoken of before, or a new one."""
    before = reader.agreement
    noun = part.noun
    if noun is None:
        return before
    kind = _kind(reader, sentence, context, part, noun)
    partners = part.partners or (before.partners if before else [])
    if before is not None and _is_same(before, kind, noun, ordinal, partners, part, begins=begins):
        return before
    if not partners:
        return None
    draft = Draft(
        "agreement", "sentence" if sentence.block.kind == "paragraph" else sentence.block.kind, sentence.start
    )
    draft.partners = list(dict.fromkeys(partners))
    draft.say("agreement_kind", kind, span_of(noun))
    draft.say("kind_as_written", reader.words(span_of(noun)), span_of(noun))
    draft.spans["partners"] = _partner_spans(sentence, draft.partners)
    reader.drafts.append(draft)
    return draft


def _partner_spans(sentence: Sentence, partners: list[Partner]) -> list[Span]:
    names = {name: partner for partner in partners for name in partner.names}
    here = [place.span for place in sentence.foreign if place.name in names]
    return here or [partner.span for partner in partners]


def _is_same(
    before: Draft, kind: str, noun: Cue, ordinal: Cue | None, partners: list[Partner], part: _Part, *, begins: bool
) -> bool:
    if before.partners != partners and partners:
        return False
    if kind != before.get("agreement_kind"):
        return False
    if ordinal is not None and (ordinal.value == "other" or ordinal.value != before.get("ordinal")):
        return False
    signed = before.get("signed")
    agrees = any(date.value.startswith(signed) or signed.startswith(date.value) for date in part.dates if signed)
    return agrees or not (begins and signed)


def _kind(reader: Reader, sentence: Sentence, context: Context, part: _Part, noun: Cue) -> str:
    """The kind a word means; a general word means what was spoken of, else what the partner is."""
    if noun.value != "generic":
        return noun.value
    relations = sentence.of("relation")
    near = [cue for cue in relations if cue.first <= noun.first <= cue.last or 0 < cue.first - noun.last <= 2]
    if near:
        return _OF_RELATION.get(near[0].value, "other")
    before = reader.agreement
    if before is not None and (not part.partners or before.partners == part.partners):
        return str(before.get("agreement_kind"))
    for partner in part.partners:
        relation = reader.relation_of(partner)
        if relation is not None:
            return _OF_RELATION.get(relation.value, "other")
    relation = context.relation or context.inherited
    if relations:
        return _OF_RELATION.get(relations[0].value, "other")
    return _OF_RELATION.get(relation.value, "other") if relation else "other"


def _give_dates(
    reader: Reader, sentence: Sentence, draft: Draft, part: _Part, *, valid: bool, renewals: list[Cue], ends: list[Cue]
) -> None:
    ending = {id(status_date(sentence, cue)): cue for cue in ends if cue.value == "ended"}
    for date in part.dates:
        if date.fault:
            draft.faults.append(date.fault)
        if is_attributive(sentence, date):
            draft.say("signed", date.value, span_of(date))
            continue
        if id(date) in ending and not (valid and date.role == "until"):
            _end(reader, sentence, draft, ending[id(date)], date)
        elif renewals and _nearest(renewals, date) and not _signs_nearer(sentence, part, renewals, date):
            _renew(reader, sentence, draft, renewals[0], date)
        elif date.role == "until":
            draft.say("valid_until", date.value, span_of(date))
        elif date.last:
            draft.say("valid_from", date.value, span_of(date))
            draft.say("valid_until", date.last, span_of(date))
        elif _expires(sentence, part, date) or (draft.get("signed") and _runs_to(sentence, part, date)):
            draft.say("valid_until", date.value, span_of(date))
        elif valid and date.role == "since" and not sentence.in_segment(part.number, sentence.of("sign")):
            draft.say("valid_from", date.value, span_of(date))
        elif not draft.get("signed"):
            draft.say("signed", date.value, span_of(date))
    if ends and not part.dates and part.noun is not None and not valid:
        _end(reader, sentence, draft, ends[0], None)


def _runs_to(sentence: Sentence, part: _Part, date: DateMention) -> bool:
    """A later date in a segment about how long it holds."""
    return date.role == "until" and bool(sentence.in_segment(part.number, sentence.of("validity")))


def _expires(sentence: Sentence, part: _Part, date: DateMention) -> bool:
    near = sentence.in_segment(part.number, sentence.of("validity", "expires"))
    return any(0 <= date.start - cue.end <= 25 for cue in near)


def _nearest(renewals: list[Cue], date: DateMention) -> bool:
    return any(abs(date.start - cue.end) <= 60 or abs(cue.start - date.end) <= 60 for cue in renewals)


def _signs_nearer(sentence: Sentence, part: _Part, renewals: list[Cue], date: DateMention) -> bool:
    signs = sentence.in_segment(part.number, sentence.of("sign", "signed"))

    def away(cue: Cue) -> int:
        return min(abs(date.start - cue.end), abs(cue.start - date.end))

    return bool(signs) and min(map(away, signs)) < min(map(away, renewals))


def _renew(reader: Reader, sentence: Sentence, draft: Draft, cue: Cue, date: DateMention) -> None:
    """A renewal is an agreement of its own, signed on that day."""
    if not draft.get("signed") and not any(draft.get(name) for name in _CARRIED):
        draft.say("signed", date.value, span_of(date))
        draft.pattern = "renewal"
        return
    renewed = reader.new("agreement", "renewal", cue.start)
    renewed.partners = list(draft.partners)
    for name in ("agreement_kind", "kind_as_written"):
        renewed.say(name, draft.get(name), draft.spans[name])
    renewed.spans["partners"] = list(draft.spans["partners"])
    renewed.say("signed", date.value, span_of(date))
    reader.agreement = renewed


def _end(reader: Reader, sentence: Sentence, draft: Draft, cue: Cue, date: DateMention | None) -> None:
    change, spans = change_of(reader, sentence, cue, date, "terminated")
    if date is not None:
        draft.say("valid_until", date.value, span_of(date))
    draft.add("changes", change, *spans)


def _give_duration(sentence: Sentence, draft: Draft, part: _Part, *, valid: bool, signs: bool) -> None:
    """*for four years from the date of signature*: counted from the day it was signed or is in force."""
    ground = draft.get("valid_from") or draft.get("signed")
    if not ground or draft.get("valid_until"):
        return
    terms = sentence.of("relative_term") if signs or valid else []
    for cue in sentence.in_segment(part.number, terms or (sentence.of("relative_duration") if valid else [])):
        years = cue.number if cue.number is not None else 1
        if 0 < years < 100:
            draft.say("valid_until", shifted(ground, years), span_of(cue))
            return


def is_worth_claiming(draft: Draft) -> bool:
    """An agreement that is only mentioned is no claim: it needs a date, a term, themes or its place in a series."""
    return any(draft.get(name) for name in _CARRIED)


def give_since(reader: Reader) -> None:
    """A partnership whose sister-city agreement is dated began with it; the first agreement names the partner too."""
    dated = [d for d in reader.drafts if d.kind == "agreement" and d.get("agreement_kind") == "sister_city_agreement"]
    for draft in sorted(dated, key=lambda d: str(d.get("signed") or "9999")):
        for partner in draft.partners:
            found = reader.partnerships.get(id(partner))
            if found is None and draft.get("signed"):
                found = claim(
                    reader,
                    partner,
                    Relation("sister_city", draft.spans["agreement_kind"][0]),
                    "agreement",
                    partner.span,
                )
            if found is None or draft.pattern == "renewal" or not draft.get("signed"):
                continue
            since = found.get("since")
            if since is None or str(draft.get("signed")).startswith(f"{since}-"):
                found.say("since", draft.get("signed"), draft.spans["signed"])
