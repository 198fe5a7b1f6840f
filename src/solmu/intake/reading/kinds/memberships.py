"""Memberships: the networks the home city belongs to, joined or left."""

from __future__ import annotations

from dataclasses import dataclass, field

from solmu.intake.reading.capitals import runs
from solmu.intake.reading.dates import DateMention
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft
from solmu.intake.reading.inflection import base_forms, head_base_form
from solmu.intake.reading.lexicon import Cue, fits
from solmu.intake.reading.page import Page
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Sentence
from solmu.intake.reading.topics import EXCLUDED, NETWORKS, PARTNERS, Context
from solmu.places.names import fold

_VERBS = ("member", "associate", "belong", "join", "leave", "board", "chair")
_ROLES = ("chair", "board", "associate", "member")
_LONGEST_NAME = 100


@dataclass(slots=True)
class Network:
    """A network named in a sentence: its tokens and its name in the base form."""

    first: int
    last: int
    span: Span
    name: str
    dates: list[DateMention] = field(default_factory=list)


def read_membership_entry(reader: Reader, sentence: Sentence, context: Context) -> bool:
    """A list item under a heading or line about networks."""
    if NETWORKS not in context.kinds or EXCLUDED in context.kinds:
        return False
    if PARTNERS in context.kinds and any(place.stated or place.is_known for place in sentence.foreign[:1]):
        return False
    end = _name_end(reader, sentence)
    if end is None:
        return False
    span = Span(sentence.tokens[0].start, sentence.tokens[end].end)
    if span.end - span.start > _LONGEST_NAME or not sentence.tokens[0].is_capital:
        return False
    network = Network(0, end, span, reader.words(span), list(sentence.dates))
    draft = claim(reader, sentence, network, "item")
    _give_details(reader, sentence, draft, network, end + 1, len(sentence.tokens) - 1)
    return True


def _name_end(reader: Reader, sentence: Sentence) -> int | None:
    """The last token of the name an item begins with: up to a mark after which something is told of it."""
    tokens = sentence.tokens
    for place, token in enumerate(tokens[1:], start=1):
        dash = token.text in "–—-" and token.start > tokens[place - 1].end
        if token.text in ",:;." or dash or token.text == "(":
            rest = range(place + 1, len(tokens))
            if token.text == "(":
                closes = next((n for n in rest if tokens[n].text == ")"), len(tokens))
                rest = range(place + 1, closes)
            if token.text == "." or _tells(sentence, rest) or (token.text == "(" and _is_gloss(sentence, rest)):
                return place - 1
            if not tokens[min(place + 1, len(tokens) - 1)].is_capital:
                return place - 1
        elif place > 1 and any(
            c.first == place and c.category == "member" and c.value in _VERBS for c in sentence.cues
        ):
            return place - 1 if token.start > tokens[place - 1].end else None
        elif any(d.start == token.start for d in sentence.dates) or any(
            c.first == place and c.category == "date" and c.value == "since_before" for c in sentence.cues
        ):
            return place - 1
    if len(tokens) > 14 or any(c.category in ("plan", "activity") and c.value == "plan" for c in sentence.cues):
        return None
    last = len(tokens) - 1
    return last - 1 if tokens[last].kind == "mark" and tokens[last].text != ")" else last


def _tells(sentence: Sentence, rest: range) -> bool:
    if not rest:
        return False
    telling = any(c.first in rest and c.category in ("member", "date", "plan", "negation") for c in sentence.cues)
    start, end = sentence.tokens[rest[0]].start, sentence.tokens[rest[-1]].end
    return (
        telling
        or any(start <= date.start < end for date in sentence.dates)
        or any(p.is_home and p.first in rest for p in sentence.places)
    )


def _is_gloss(sentence: Sentence, rest: range) -> bool:
    """A parenthesis that is no short form of the name."""
    return len(rest) != 1 or not sentence.tokens[rest[0]].text.isupper()


def read_memberships(reader: Reader, sentence: Sentence, context: Context) -> None:
    """The networks a sentence says the home belongs to, joins, leads or leaves."""
    if sentence.has("agreement") and not sentence.has("agreement", "membership_agreement"):
        return
    verbs = [
        cue
        for cue in sentence.of("member", *_VERBS, "pledge")
        if not sentence.is_denied(sentence.segment_at(cue.first))
    ]
    if not verbs or EXCLUDED in context.kinds or _is_anothers(reader, sentence, verbs):
        return
    if not (
        sentence.has("member", "member", "associate", "join", "leave", "board", "chair")
        or _speaks_of_networks(sentence, context)
    ):
        return
    networks = find_networks(
        reader, sentence, verbs, in_section=NETWORKS in context.kinds and PARTNERS not in context.kinds
    )
    for network, dates in zip(networks, _shared(networks, verbs, sentence), strict=True):
        network.dates = dates
        verb = _verb(sentence, verbs, network)
        draft = claim(reader, sentence, network, "sentence")
        _give_verb(draft, verb, network)
        role = [cue for cue in verbs if cue.value in _ROLES and _same_part(sentence, cue, network)]
        _give_role(draft, role)


def _speaks_of_networks(sentence: Sentence, context: Context) -> bool:
    return NETWORKS in context.kinds or sentence.has("network", "word", "noun", "known")


def _is_anothers(reader: Reader, sentence: Sentence, verbs: list[Cue]) -> bool:
    """Whether somebody else is the member: *Past presidents include*, *Turku is a member*."""
    if sentence.names_home:
        return False
    subject = [place for place in sentence.foreign if place.role == "nom" and place.last < verbs[0].first]
    if subject:
        return True
    return sentence.has("institution") and not sentence.has("home_word", "home")


def find_networks(reader: Reader, sentence: Sentence, verbs: list[Cue], *, in_section: bool) -> list[Network]:
    """The names of networks in a sentence with a verb of membership."""
    found: list[Network] = []
    taken = {n for c in sentence.countries for n in range(c.first, c.last + 1) if not _in_name(sentence, c.first)}
    taken |= {n for p in sentence.places if p.is_home for n in range(p.first, p.last + 1)}
    taken |= {n for n, t in enumerate(sentence.tokens) if any(d.start <= t.start < d.end for d in sentence.dates)}
    for first, last in runs(sentence.tokens, sentence.lexicon, taken, of_places=False):
        if found and first <= found[-1].last:
            continue
        if first == 0 and _begins_sentence(sentence, first, last):
            if first == last:
                continue
            first = next(n for n in range(first + 1, last + 1) if sentence.tokens[n].is_capital)
        network = _network(reader, sentence, first, last, verbs, in_section=in_section)
        if network is not None:
            found.append(network)
    return _with_appositions(reader, sentence, found)


def _in_name(sentence: Sentence, first: int) -> bool:
    """*Council of Europe*: a country or region inside a longer name."""
    return first > 0 and sentence.tokens[first - 1].folded in sentence.lexicon.words("names", "particles")


def _begins_sentence(sentence: Sentence, first: int, last: int) -> bool:
    known = sentence.lexicon.words("network", "known")
    words = " ".join(token.folded for token in sentence.tokens[first : last + 1])
    if words in known or any(cue.first == first and cue.category == "network" for cue in sentence.cues):
        return False
    return first == last or any(
        cue.first == first and cue.category not in ("network", "names") for cue in sentence.cues
    )


def _network(
    reader: Reader, sentence: Sentence, first: int, last: int, verbs: list[Cue], *, in_section: bool
) -> Network | None:
    tokens = sentence.tokens
    nouns = {cue.last: cue for cue in sentence.of("network", "noun", "word")}
    inside = any(cue.first >= first and cue.last <= last for cue in sentence.of("network"))
    stop = last
    for step in range(last + 1, min(last + 4, len(tokens))):
        if tokens[step].kind == "mark" or any(
            c.first == step and c.category in ("member", "date") for c in sentence.cues
        ):
            break
        if step in nouns:
            stop = step
            break
    suffix = tokens[stop].text.startswith("-")
    end = stop - 1 if suffix else stop
    is_place = any(p.first == first and p.last == last for p in sentence.places)
    before = first > 0 and any(cue.last == first - 1 for cue in sentence.of("network", "word"))
    if is_place and stop == last and not inside:
        return None
    governed = [cue for cue in verbs if cue.value not in ("pledge",) and (in_section or cue.value != "belong")]
    if not (
        inside
        or stop > last
        or before
        or _is_known(reader, sentence, first, last)
        or _is_object(sentence, first, governed)
    ):
        return None
    if _is_person(sentence, first, last) or (stop == last and not inside and _is_authority(sentence, first)):
        return None
    span = Span(tokens[first].start, tokens[end].end)
    if (
        end + 2 < len(tokens)
        and tokens[end + 1].text == "("
        and tokens[end + 2].text.isupper()
        and tokens[end + 3 if end + 3 < len(tokens) else end].text == ")"
    ):
        span, end = Span(span.start, tokens[end + 3].end), end + 3
    if span.end - span.start > _LONGEST_NAME:
        return None
    return Network(first, max(end, stop), span, _base_name(reader, sentence, span, inflects=not suffix))


def _is_known(reader: Reader, sentence: Sentence, first: int, last: int) -> bool:
    known = sentence.lexicon.words("network", "known")
    words = " ".join(token.folded for token in sentence.tokens[first : last + 1])
    return any(base in known for _, base in base_forms(words, sentence.language))


def _is_object(sentence: Sentence, first: int, verbs: list[Cue]) -> bool:
    """Whether a name is what the verb of membership is about: it follows, with only small words and names between."""
    starts = [
        cue for cue in verbs if cue.last < first and cue.value in ("member", "associate", "join", "leave", "belong")
    ]
    if not starts:
        return False
    between = range(starts[-1].last + 1, first)
    return (
        not any(
            cue.first in between
            and cue.category in ("activity", "award", "institution", "agreement")
            and cue.value != "heading"
            for cue in sentence.cues
        )
        and len(between) <= 30
        and sentence.segment_at(first) - sentence.segment_at(starts[-1].first) <= 1
    )


def _is_person(sentence: Sentence, first: int, last: int) -> bool:
    titles = sentence.lexicon.words("names", "person_titles")
    return any(sentence.tokens[n].folded in titles for n in (first - 1, first) if n >= 0)


def _is_authority(sentence: Sentence, first: int) -> bool:
    return any(cue.first == first for cue in sentence.of("decided", "organ"))


def _base_name(reader: Reader, sentence: Sentence, span: Span, *, inflects: bool) -> str:
    """The name as written, in its base form where the language data or the document knows it."""
    words = reader.words(span)
    if not inflects:
        return words
    name, opening, short = words.partition(" (")
    if opening:
        return f"{head_base_form(name, sentence.lexicon)} ({short}"
    stem, hyphen, tail = words.rpartition("-")
    if hyphen and stem and any(fits(word, tail.casefold()) for word in sentence.lexicon.words("network", "word")):
        return stem
    changed = head_base_form(words, sentence.lexicon)
    if changed != words:
        return changed
    known = sentence.lexicon.words("network", "known")
    for _, base in base_forms(words, sentence.language):
        if base.casefold() in known or fold(base) in reader.page.names.nominatives:
            return base
    return words


def _with_appositions(reader: Reader, sentence: Sentence, networks: list[Network]) -> list[Network]:
    """*i A, i B och i C, D*: each network has its preposition; one without is another name of the one before."""
    prepositions = sentence.lexicon.words("prepositions", "in") | sentence.lexicon.words("prepositions", "to")
    leads = [n.first > 0 and sentence.tokens[n.first - 1].folded in prepositions for n in networks]
    if sum(leads) < 2:
        return networks
    kept: list[Network] = []
    for network, has_lead in zip(networks, leads, strict=True):
        before = kept[-1] if kept else None
        if (
            before
            and not has_lead
            and network.first - before.last == 2
            and sentence.tokens[network.first - 1].text == ","
        ):
            span = Span(before.span.start, network.span.end)
            kept[-1] = Network(before.first, network.last, span, reader.words(span))
        else:
            kept.append(network)
    return kept


def _shared(networks: list[Network], verbs: list[Cue], sentence: Sentence) -> list[list[DateMention]]:
    """Which dates belong to which network: the one it stands by, and those the same verb governs before it."""
    result: list[list[DateMention]] = [[] for _ in networks]
    leads = bool(sentence.dates and networks) and sentence.dates[0].end <= networks[0].span.start
    for date in sentence.dates:
        before = [n for n, network in enumerate(networks) if network.span.end <= date.start]
        after = [n for n, network in enumerate(networks) if network.span.start >= date.end]
        near = after[:1] if leads and after else before[-1:] or after[:1]
        for n in near:
            result[n].append(date)
        if not near or _is_bracketed(sentence, date):
            continue
        verb = _verb(sentence, verbs, networks[near[0]])
        others = after[1:] if leads else before[:-1]
        for n in others:
            between = sorted((networks[n].span.end, networks[near[0]].span.start, date.start))
            other = any(between[0] <= d.start < between[-1] and d is not date for d in sentence.dates)
            if not other and _verb(sentence, verbs, networks[n]) == verb:
                result[n].append(date)
    return result


def _is_bracketed(sentence: Sentence, date: DateMention) -> bool:
    number = sentence.token_at(date.start)
    return any(token.text == "(" for token in sentence.tokens[max(0, number - 2) : number])


def _verb(sentence: Sentence, verbs: list[Cue], network: Network) -> Cue | None:
    """The verb that governs a network: the nearest before it, else the nearest after."""
    before = [cue for cue in verbs if cue.first < network.first]
    after = [cue for cue in verbs if cue.first > network.last]
    return before[-1] if before else after[0] if after else None


def _same_part(sentence: Sentence, cue: Cue, network: Network) -> bool:
    return sentence.segment_at(cue.first) == sentence.segment_at(network.first)


def claim(reader: Reader, sentence: Sentence, network: Network, pattern: str) -> Draft:
    """The draft of a network, one per name."""
    key = fold(network.name)
    for draft in reader.drafts:
        if draft.kind == "membership" and fold(str(draft.get("network"))) == key:
            return draft
    draft = reader.new("membership", pattern, network.span.start)
    draft.say("network", network.name, network.span)
    return draft


def _give_verb(draft: Draft, verb: Cue | None, network: Network) -> None:
    for date in network.dates:
        if date.fault:
            draft.faults.append(date.fault)
        if verb is not None and verb.value in ("chair", "board"):
            continue
        if (verb is not None and verb.value == "leave" and date.role != "since") or date.role == "until":
            _first(draft, "until", date.value, span_of(date))
        elif date.last:
            _first(draft, "since", date.value, span_of(date))
            _first(draft, "until", date.last, span_of(date))
        else:
            _first(draft, "since", date.value, span_of(date))


def _first(draft: Draft, name: str, value: str, span: Span) -> None:
    if not draft.get(name):
        draft.say(name, value, span)


def _give_role(draft: Draft, cues: list[Cue]) -> None:
    for cue in sorted(cues, key=lambda cue: cue.first):
        if cue.value in _ROLES and not draft.get("role"):
            draft.say("role", cue.value, span_of(cue))


def _give_details(reader: Reader, sentence: Sentence, draft: Draft, network: Network, first: int, last: int) -> None:
    """What stands after a name in a list or a row: role, years, that it ended."""
    cues = [cue for cue in sentence.of("member", *_VERBS) if first <= cue.first <= last]
    ends = [cue for cue in sentence.of("status", "ended") if first <= cue.first]
    for date in network.dates:
        if date.fault:
            draft.faults.append(date.fault)
        number = sentence.segment_of(date.start)
        here = [cue for cue in [*cues, *ends] if sentence.segment_at(cue.first) == number]
        said = [cue for cue in here if cue.first <= sentence.token_at(date.start)]
        verb = max(said, key=lambda cue: cue.first) if said else None
        if verb is not None and verb.value in ("chair", "board"):
            continue
        leaves = verb is not None and (verb.value in ("leave", "ended")) and date.role != "since"
        if date.role == "until" or leaves:
            _first(draft, "until", date.value, span_of(date))
        elif date.last:
            _first(draft, "since", date.value, span_of(date))
            _first(draft, "until", date.last, span_of(date))
        else:
            _first(draft, "since", date.value, span_of(date))
    _give_role(draft, cues)


def read_membership_row(
    reader: Reader, cells: dict[str, list[Sentence]], head: list[Cue], *, is_member_column: bool
) -> bool:
    """A row of a table of networks."""
    name = cells.get("network", [])
    if not name:
        return False
    sentence = name[0]
    span = Span(sentence.start, sentence.end)
    if span.end - span.start > _LONGEST_NAME:
        return False
    draft = claim(reader, sentence, Network(0, len(sentence.tokens) - 1, span, reader.words(span)), "row")
    for column, target in (("since", "since"), ("until", "until"), ("signed", "since")):
        for part in cells.get(column, []):
            for date in part.dates:
                _first(draft, target, date.value, span_of(date))
                if date.last:
                    _first(draft, "until", date.last, span_of(date))
            _give_role(draft, part.of("member", *_ROLES))
    for column in ("note", "role", "status", "other"):
        for part in cells.get(column, []):
            whole = Network(0, -1, Span(part.start, part.start), "", list(part.dates))
            if column == "note" and not part.has("member") and not part.has("status"):
                continue
            _give_details(reader, part, draft, whole, 0, len(part.tokens) - 1)
    for part in cells.get("fee", []):
        draft.say("fee", reader.words(Span(part.start, part.end)), Span(part.start, part.end))
    if not draft.get("role") and is_member_column and head:
        draft.say("role", "member", span_of(head[0]))
    return True


def unite(drafts: list[Draft], page: Page) -> list[Draft]:
    """In a document of two languages a network told in both, under two names with one year, is one membership."""
    if len(page.document.languages) < 2:
        return drafts
    kept: list[Draft] = []
    for draft in drafts:
        twins = [old for old in kept if _is_told_again(old, draft, page)] if draft.kind == "membership" else []
        if len(twins) != 1:
            kept.append(draft)
    return kept


def _is_told_again(one: Draft, other: Draft, page: Page) -> bool:
    if one.kind != "membership" or not one.get("since") or one.get("since") != other.get("since"):
        return False
    languages = [page.language_at(draft.spans["network"][0].start) for draft in (one, other)]
    return languages[0] != languages[1]
