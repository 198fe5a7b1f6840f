"""What is told of a tie beside its name: since when, until when, and how it changed."""

from __future__ import annotations

from solmu.intake.reading.dates import DateMention, shifted
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Place, Sentence

_SUBJECTS = frozenset({"relation", "cooperation", "agreement", "member", "institution", "network"})
_GRAVER = {None: 0, "active": 1, "dormant": 2, "suspended": 3, "ended": 4}


def shared(pairs: list[tuple[Place, Partner]], dates: list[DateMention]) -> list[list[DateMention]]:
    """Which dates belong to which place: one date to all, several to the group they stand by."""
    groups: list[list[int]] = []
    for number, (place, _) in enumerate(pairs):
        if groups and pairs[groups[-1][-1]][0].group == place.group:
            between = [d for d in dates if pairs[groups[-1][-1]][0].end <= d.start < place.start]
            if not between:
                groups[-1].append(number)
                continue
        groups.append([number])
    result: list[list[DateMention]] = [[] for _ in pairs]
    if len(groups) == 1 or len(dates) == 1:
        after_all = len(dates) == 1 and dates[0].start > pairs[groups[0][0]][0].end
        for number in range(len(pairs)):
            result[number] = list(dates)
        if len(dates) == 1 and len(groups) > 1 and after_all and _is_beside(pairs, groups, dates[0]):
            for group in groups:
                near = pairs[group[-1]][0].end <= dates[0].start and not any(
                    pairs[other[0]][0].start > pairs[group[-1]][0].start and pairs[other[0]][0].start < dates[0].start
                    for other in groups
                )
                for number in group:
                    result[number] = list(dates) if near else []
        return result
    leads = bool(dates) and dates[0].end <= pairs[groups[0][0]][0].start
    for date in dates:
        before = [group for group in groups if pairs[group[-1]][0].end <= date.start]
        after = [group for group in groups if pairs[group[0]][0].start >= date.end]
        served = bool(before and after) and bool(result[before[-1][0]])
        ahead = leads or served
        chosen = (after or before)[0 if after else -1] if ahead else (before or after)[-1 if before else 0]
        for number in chosen:
            result[number].append(date)
    return result


def _is_beside(pairs: list[tuple[Place, Partner]], groups: list[list[int]], date: DateMention) -> bool:
    """Whether the only date stands right after one place of several, in parentheses: it is that one's."""
    return any(0 <= date.start - pairs[group[-1]][0].end <= 2 for group in groups)


def relative_dates(sentence: Sentence) -> list[DateMention]:
    """Dates said from another: *two years later*, *vuosi sen jälkeen*, counted from the date before."""
    found = []
    for cue in sentence.of("relative_years"):
        ground = next((date for date in reversed(sentence.dates) if date.end <= cue.start), None)
        if ground is None:
            continue
        years = int(cue.value) * (cue.number if cue.number is not None else 1)
        value = ground.value if years == 0 else shifted(ground.value[:4], years)
        found.append(DateMention(cue.start, cue.end, value, relative=True))
    return found


def give_date(draft: Draft, date: DateMention) -> None:
    """Set since or until; a finer date refines a coarser one of the same year, another one changes nothing."""
    if date.fault:
        draft.faults.append(date.fault)
    if date.role == "until":
        refine(draft, "until", date.value, span_of(date))
        return
    refine(draft, "since", date.value, span_of(date))
    if date.last:
        give_until(draft, date.last, span_of(date))


def give_until(draft: Draft, value: str, span: Span) -> None:
    """A partnership with two years has ended."""
    refine(draft, "until", value, span)
    if not draft.get("status"):
        draft.say("status", "ended", span)


def refine(draft: Draft, name: str, value: str, span: Span) -> None:
    before = draft.get(name)
    if before is None or (value.startswith(f"{before}-")):
        draft.say(name, value, span)


def status_date(sentence: Sentence, cue: Cue) -> DateMention | None:
    """The date that stands with a word of status: after it in its segment, else the nearest before it."""
    dates = [
        date
        for date in sentence.dates_in(sentence.segment_at(cue.first))
        if not is_attributive(sentence, date) and not _is_of_beginning(sentence, date, cue)
    ]
    after = [date for date in dates if date.start >= cue.end]
    inside = [date for date in dates if cue.start <= date.start < cue.end]
    before = [date for date in dates if date.end <= cue.start]
    if inside:
        return inside[0]
    if after:
        return after[0]
    return before[-1] if before and before[-1].role != "since" and not _is_bracketed(sentence, before[-1]) else None


def _is_of_beginning(sentence: Sentence, date: DateMention, status: Cue) -> bool:
    """*the friendship formed in 2008*, *affiliated 1991, inactive*: the date stands with a word of beginning."""
    number = sentence.token_at(date.start)
    return any(
        0 < number - cue.last <= 2 and not status.first <= cue.first <= status.last
        for cue in sentence.of("start", "start")
    )


def is_attributive(sentence: Sentence, date: DateMention) -> bool:
    """*vuoden 1962 ystävyyskaupunkisopimus*, *the 1962 agreement*: the year tells which agreement is meant."""
    after = sentence.token_at(date.end)
    if len(date.value) != 4 or sentence.tokens[after].start < date.end:
        return False
    nouns = [cue for cue in sentence.of("agreement") if 0 <= cue.first - after <= 1]
    before = sentence.tokens[max(0, sentence.token_at(date.start) - 1)]
    return bool(nouns) and before.start < date.start and before.folded in sentence.lexicon.words("date", "attributive")


def _is_bracketed(sentence: Sentence, date: DateMention) -> bool:
    number = sentence.token_at(date.start)
    return any(token.text == "(" for token in sentence.tokens[max(0, number - 3) : number])


def read_status(reader: Reader, sentence: Sentence, told: list[tuple[Place, Partner]]) -> None:
    """How the partnership stands, as the sentence says, and when it changed."""
    for cue in sentence.of("status"):
        number = sentence.segment_at(cue.first)
        causes = sentence.in_segment(number, sentence.of("decided", "because"))
        if any(because.last < cue.first for because in causes) and cue is not sentence.of("status")[0]:
            continue
        if sentence.is_planned(number) or (cue.value != "dormant" and _is_negated(sentence, cue)):
            continue
        if not _is_about_relation(reader, sentence, cue, number):
            continue
        for partner in _status_partners(reader, sentence, told, number):
            draft = reader.partnerships.get(id(partner))
            if draft is not None:
                _give_status(reader, draft, sentence, cue)


def _is_negated(sentence: Sentence, cue: Cue) -> bool:
    return any(cue.first - 4 <= no.first < cue.first for no in sentence.of("negation"))


def _is_about_relation(reader: Reader, sentence: Sentence, cue: Cue, number: int) -> bool:
    """Whether it is the relation that is active or ended, not a project, a membership or a memorandum."""
    there = [c for c in sentence.cues if sentence.segments[number][0] <= c.first <= sentence.segments[number][1]]
    while number and not any(c.category in _SUBJECTS for c in there):
        number -= 1
        first, last = sentence.segments[number]
        there += [c for c in sentence.cues if first <= c.first <= last and c.category in _SUBJECTS]
    categories = {c.category for c in there}
    if "relation" in categories:
        return True
    if categories & {"member", "institution"} or any(c.category == "network" and c.value == "word" for c in there):
        return False
    agreements = {c.value for c in there if c.category == "agreement"}
    if agreements:
        return cue.value in ("ended", "suspended") and bool(agreements & {"generic", "sister_city_agreement"})
    if "cooperation" in categories:
        return True
    if any(c.category == "activity" and c.value in ("project", "exchange", "event", "meeting") for c in there):
        return False
    return reader.is_structural or sentence.block.kind in ("item", "row", "description")


def _status_partners(
    reader: Reader, sentence: Sentence, told: list[tuple[Place, Partner]], number: int
) -> list[Partner]:
    here = [partner for place, partner in told if sentence.segment_at(place.first) == number]
    if here:
        return here
    earlier = [partner for place, partner in told if sentence.segment_at(place.first) < number]
    if earlier:
        last = max(sentence.segment_at(place.first) for place, _ in told if sentence.segment_at(place.first) < number)
        return [partner for place, partner in told if sentence.segment_at(place.first) == last]
    return [] if told else reader.focus


def _give_status(reader: Reader, draft: Draft, sentence: Sentence, cue: Cue) -> None:
    date = status_date(sentence, cue)
    if _GRAVER[cue.value] > _GRAVER[draft.get("status")]:
        draft.say("status", cue.value, span_of(cue))
    if cue.value == "active":
        return
    if date is not None and date.fault:
        draft.faults.append(date.fault)
    if cue.value == "ended" and date is not None:
        draft.say("until", date.value, span_of(date))
    if date is not None or decider(reader, sentence, cue):
        change, spans = change_of(reader, sentence, cue, date, cue.value)
        same = [old for old in draft.fields.get("changes", []) if old["status"] == change["status"]]
        if not any(change["on"] in (old["on"], None) for old in same):
            draft.add("changes", change, *spans)


def change_of(
    reader: Reader, sentence: Sentence, cue: Cue, date: DateMention | None, status: str
) -> tuple[dict[str, str | None], list[Span]]:
    """A change as the sentence tells it: what, when, by whom and why."""
    organ = decider(reader, sentence, cue)
    reason = _reason(reader, sentence, cue)
    spans = [span for span in (span_of(cue), span_of(date) if date else None, organ, reason) if span]
    return {
        "status": status,
        "on": date.value if date else None,
        "decided_by": reader.words(organ) if organ else None,
        "reason": reader.words(reason) if reason else None,
    }, spans


def decider(reader: Reader, sentence: Sentence, cue: Cue) -> Span | None:
    """Who decided, as written: the organ nearest to the word of change."""
    organs = [organ for organ in sentence.of("decided", "organ") if abs(organ.first - cue.first) <= 12]
    if not organs:
        return None
    nearest = min(organs, key=lambda organ: abs(organ.first - cue.first))
    return span_of(nearest)


def _reason(reader: Reader, sentence: Sentence, cue: Cue) -> Span | None:
    """The words after *because of*, to the end of the segment."""
    number = sentence.segment_at(cue.first)
    last = sentence.segments[number][1]
    for because in sentence.of("decided", "because"):
        if cue.last < because.first <= last and because.last < last:
            stop = last
            while stop > because.last and sentence.tokens[stop].kind == "mark":
                stop -= 1
            span = Span(sentence.tokens[because.last + 1].start, sentence.tokens[stop].end)
            decides = any(span.start <= organ.start < span.end for organ in sentence.of("decided", "organ"))
            starts = any(date.start == span.start for date in sentence.dates)
            if not decides and not starts and span.end - span.start <= 200:
                return span
    return None
