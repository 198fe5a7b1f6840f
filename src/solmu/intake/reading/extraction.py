"""From a document to its claims."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from solmu.intake.reading.claims import FIELDS, LONGEST_EVIDENCE, Claim, Evidence, PlaceCandidate, claim_id
from solmu.intake.reading.documents.document import Document, Span
from solmu.intake.reading.drafts import Draft, Partner, Partners
from solmu.intake.reading.kinds import (
    activities,
    agreements,
    histories,
    institutions,
    memberships,
    partnerships,
    recognitions,
)
from solmu.intake.reading.page import Page
from solmu.intake.reading.reader import Reader
from solmu.intake.reading.reasons import reasons_for
from solmu.intake.reading.rows import Rows
from solmu.intake.reading.sentence import Sentence
from solmu.intake.reading.topics import EXCLUDED, Context, Relation, Topics
from solmu.places.gazetteer import Candidate, Gazetteer, ambiguous

_MOST_CANDIDATES = 6


def find_claims(document: Document, *, home: str | None = None, gazetteer: Gazetteer) -> list[Claim]:
    """The claims of a document, in the order it makes them. `home` overrides the city the page seems to be of."""
    page = Page(document, gazetteer, home or document.home)
    reader = Reader(page, Topics(page), Partners(page.names))
    walk = _Walk(reader)
    walk.structure()
    walk.prose()
    agreements.give_since(reader)
    reader.drafts = [draft for draft in reader.drafts if not _is_denied(reader, draft)]
    reader.drafts = memberships.unite(reader.drafts, page)
    drafts = institutions.unite(
        _united_agreements([d for d in reader.drafts if d.kind != "agreement" or agreements.is_worth_claiming(d)])
    )
    drafts.sort(key=lambda draft: draft.order)
    return _claims(reader, drafts)


def with_home(document: Document, gazetteer: Gazetteer, home: str | None = None) -> Document:
    """The document with the city whose page it is: the one given, else the one it seems to be of."""
    return replace(document, home=home or document.home or Page(document, gazetteer).home)


def _is_denied(reader: Reader, draft: Draft) -> bool:
    """A partnership that the document itself says there is not."""
    return draft.kind == "partnership" and any(
        (name, draft.get("relation")) in reader.denied for name in draft.partners[0].names
    )


class _Walk:
    """Two passes over the blocks: lists, tables and headings name the partners, prose tells of them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.page = reader.page
        self.rows = Rows(reader)
        self.subjects: dict[int, list[Partner]] = {}

    def structure(self) -> None:
        for number, block in enumerate(self.page.document.blocks):
            context = self.reader.topics.context(block)
            if block.kind == "row":
                self.subjects[number] = self.rows.read(number, context)
                self._note_section(number)
            elif block.kind in ("item", "term", "heading"):
                self._entry(number, context)
            elif block.kind == "paragraph":
                self._note_relation(number)
                self.page.forget(number)

    def _note_relation(self, number: int) -> None:
        """A paragraph that speaks of partners introduces the list after it."""
        for sentence in self.page.bare(number):
            for cue in sentence.of("relation"):
                self.reader.spoken = Relation(cue.value, Span(cue.start, cue.end))

    def _entry(self, number: int, context: Context) -> None:
        block = self.page.document.blocks[number]
        sentences = self.page.sentences(number)
        if not sentences:
            return
        if block.kind == "heading":
            self.reader.spoken = None
            topic = self.reader.topics.topic(number)
            if not topic.is_only_place or topic.kinds:
                return
        if block.kind == "item" and memberships.read_membership_entry(self.reader, sentences[0], context):
            self.subjects[number] = []
            return
        found = partnerships.read_entry(self.reader, sentences[0], context)
        if found:
            self.subjects[number] = found
            self._note_section(number)
            self._country_below(number, found)

    def _note_section(self, number: int) -> None:
        """The partners a section lists, for a sentence that speaks of *the four cities*."""
        headings = self.page.document.blocks[number].headings
        self.reader.sections.setdefault(headings, []).extend(self.subjects[number])

    def _country_below(self, number: int, partners: list[Partner]) -> None:
        """Under a name, a line or sentence that is only a country says where it is."""
        blocks = self.page.document.blocks
        if number + 1 >= len(blocks) or len(partners) != 1 or blocks[number].kind == "item":
            return
        below = self.page.sentences(number + 1)
        if not below:
            return
        first = below[0]
        for country in first.countries[:1]:
            alone = len([token for token in first.tokens if token.kind != "mark"]) == country.last - country.first + 1
            leads = (
                country.first == 0
                and country.last + 1 < len(first.tokens)
                and first.tokens[country.last + 1].text in ",.;–(:"
            )
            if (alone or leads) and not partners[0].is_country_stated:
                self.reader.partners.settle(partners[0], country.code, country.span)
                draft = self.reader.partnerships.get(id(partners[0]))
                if draft is not None:
                    draft.spans["partner"] = partners[0].spans

    def prose(self) -> None:
        self.reader.spoken = None
        for number, block in enumerate(self.page.document.blocks):
            if block.kind == "heading":
                self.reader.spoken = None
                self.reader.agreement = None
                continue
            context = self.reader.topics.context(block)
            if block.kind == "row":
                self._row(number, context)
                continue
            self._start_block(number, context)
            for place, sentence in enumerate(self.page.sentences(number)):
                is_entry = place == 0 and number in self.subjects
                self._sentence(sentence, context, is_entry=is_entry)
            self.page.forget(number)

    def _start_block(self, number: int, context: Context) -> None:
        """Who the block is about before it names anybody."""
        block = self.page.document.blocks[number]
        reader = self.reader
        subject = self.subjects.get(number)
        lead = block.lead
        while subject is None and lead is not None:
            subject = self.subjects.get(lead)
            lead = self.page.document.blocks[lead].lead
        for heading in reversed(block.headings):
            if subject is None:
                subject = self.subjects.get(heading)
        reader.is_structural = subject is not None
        if subject is None and context.place is not None and (known := reader.known(context.place)) is not None:
            subject = [known]
        reader.focus = list(subject or [])
        reader.mentioned = []
        reader.activity = None
        key = (*block.headings, -1 if block.lead is None else block.lead)
        if reader.agreement is not None and (
            block.kind not in ("paragraph",) or reader.agreements.get(key) is not reader.agreement
        ):
            reader.agreement = None if block.kind != "item" or reader.is_structural else reader.agreement
        if reader.agreement is not None and subject and reader.agreement.partners != subject:
            reader.agreement = None
        self._key = key

    def _row(self, number: int, context: Context) -> None:
        subject = self.subjects.get(number)
        if not subject:
            return
        reader = self.reader
        reader.focus, reader.is_structural, reader.agreement = subject, True, None
        for sentence in self.page.sentences(number):
            histories.read_status(reader, sentence, [])
            if len(sentence.tokens) > 2 and sentence.has("agreement"):
                agreements.read_agreements(reader, sentence, context, subject)

    def _sentence(self, sentence: Sentence, context: Context, *, is_entry: bool) -> None:
        reader = self.reader
        closes = any(cue.first <= 2 for cue in sentence.of("neutral", "update")) and not sentence.has("relation")
        if EXCLUDED in context.kinds or closes:
            return
        if is_entry:
            told = list(reader.focus)
            pairs = [
                (place, partner) for place in sentence.foreign if (partner := reader.known(place)) in told and partner
            ]
            histories.read_status(reader, sentence, pairs if len(told) > 1 else [])
        else:
            told = partnerships.read_sentence(reader, sentence, context)
        if told:
            reader.focus = told
        if told:
            reader.mentioned = told
        named = [
            p for p in sentence.foreign if p.country and p.role in ("nom", "with", "to") and not reader.is_domestic(p)
        ]
        if named:
            reader.mentioned = [reader.partner(place) for place in named]
        if reader.agreement is not None and told and reader.agreement.partners != told:
            reader.agreement = None
        if not is_entry and recognitions.read_recognition(reader, sentence, context):
            return
        linked = institutions.read_institution_links(reader, sentence, context, told)
        agreements.read_agreements(reader, sentence, context, told)
        if reader.agreement is not None:
            reader.agreements[self._key] = reader.agreement
        if not is_entry and not linked:
            memberships.read_memberships(reader, sentence, context)
        spoken, reader.activity = reader.activity, None
        if linked or activities.read_activity(reader, sentence, context, told):
            return
        if spoken is not None:
            reader.activity = spoken
            activities.read_attendance(reader, sentence)
            reader.activity = None


def _united_agreements(drafts: list[Draft]) -> list[Draft]:
    """One agreement told twice is one: same kind and partners, dates that agree, the same place in the series."""
    kept: list[Draft] = []
    for draft in drafts:
        same = next((old for old in kept if _is_same_agreement(old, draft)), None)
        if same is None:
            kept.append(draft)
            continue
        for name in ("signed", "valid_from", "valid_until", "open_ended", "themes", "ordinal", "changes"):
            value = draft.get(name)
            if value and (not same.get(name) or str(value).startswith(f"{same.get(name)}-")):
                same.say(name, value, draft.spans[name])
    return kept


def _is_same_agreement(one: Draft, other: Draft) -> bool:
    if one.kind != "agreement" or other.kind != "agreement" or set(one.partners) != set(other.partners):
        return False
    if one.get("agreement_kind") != other.get("agreement_kind") or one.get("ordinal") != other.get("ordinal"):
        return False
    both = [str(draft.get("signed") or "") for draft in (one, other)]
    if all(both):
        return both[0].startswith(both[1]) or both[1].startswith(both[0])
    ends = [str(draft.get("valid_until") or "") for draft in (one, other)]
    if all(ends):
        return ends[0].startswith(ends[1]) or ends[1].startswith(ends[0])
    return not any(both) and not any(ends) and (not one.get("themes") or not other.get("themes"))


# --- drafts to claims


def _claims(reader: Reader, drafts: list[Draft]) -> list[Claim]:
    seen: Counter[str] = Counter()
    claims = []
    for draft in drafts:
        fields = _fields(draft)
        identity = _identity(draft, fields)
        key = json.dumps([draft.kind, identity], ensure_ascii=False, sort_keys=True)
        seen[key] += 1
        claims.append(
            Claim(
                id=claim_id(reader.page.document.sha256, draft.kind, [identity, seen[key]]),
                kind=draft.kind,
                fields=fields,
                evidence=_evidence(reader, draft, fields),
                pattern=f"{draft.kind}/{draft.pattern}",
                reasons=reasons_for(draft, drafts),
                candidates=_candidates(draft),
            )
        )
    return claims


def _fields(draft: Draft) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, nothing in FIELDS[draft.kind].items():
        if name == "partner":
            fields[name] = draft.partners[0].as_json() if draft.partners else None
        elif name == "partners":
            fields[name] = [partner.as_json() for partner in draft.partners]
        else:
            value = draft.get(name)
            fields[name] = value if value is not None else (list(nothing) if isinstance(nothing, list) else nothing)
    return fields


def _identity(draft: Draft, fields: dict[str, Any]) -> Any:
    """What makes a claim this fact and no other."""
    names = {
        "partnership": ("partner",),
        "agreement": ("partners", "agreement_kind", "signed", "valid_until", "ordinal"),
        "membership": ("network",),
        "institution_link": ("level", "home", "partner_institution", "partner", "covers_all"),
        "recognition": ("title", "recipient", "year"),
        "activity": ("title", "start"),
    }[draft.kind]
    return [fields[name] for name in names]


def _evidence(reader: Reader, draft: Draft, fields: dict[str, Any]) -> tuple[Evidence, ...]:
    """One piece per span, in the order of the text, with every field that it carries."""
    carried: dict[Span, list[str]] = {}
    for name, value in fields.items():
        if value in (None, False, []):
            continue
        spans = draft.spans.get(name) or [span for partner in draft.partners for span in partner.spans]
        for span in dict.fromkeys(spans):
            if 0 < span.end - span.start <= LONGEST_EVIDENCE:
                carried.setdefault(span, []).append(name)
    return tuple(
        Evidence(span.start, span.end, reader.text[span.start : span.end], tuple(names))
        for span, names in sorted(carried.items())
    )


def _candidates(draft: Draft) -> tuple[PlaceCandidate, ...]:
    found: list[Candidate] = []
    for partner in draft.partners:
        if ambiguous(partner.candidates):
            found += partner.candidates[:_MOST_CANDIDATES]
    return tuple(
        PlaceCandidate(c.name, c.country, c.geonames_id, c.admin1, c.latitude, c.longitude, c.population) for c in found
    )
