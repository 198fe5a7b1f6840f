"""What a draft says: the facts of an agreement to come, set in the words of one or more languages, as plain values.

A template is given exactly these values (docs/reference/city-folder.md lists them), never rows of the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import override

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.wording import shown_date
from solmu.stewardship.drafting.words import Words

INTENTIONS = frozenset({"memorandum_of_understanding", "letter_of_intent"})
"""Kinds of agreement that say what the parties want and bind nobody in law."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither XML nor a reader can take."""


@dataclass(frozen=True)
class PartyFacts:
    """A party by its names and those of its country, by language, and who is to sign for it, where that is known."""

    names: Mapping[str, str]
    countries: Mapping[str, str] = field(default_factory=dict)
    role: str = "party"
    signatory: str = ""
    signatory_title: str = ""
    signs: bool = True


@dataclass(frozen=True)
class DraftFacts:
    """An agreement to come. Texts are given by language; `themes` as those of the agreement, in order.

    `previous` is what the agreement before it is called, by language.
    """

    kind: str
    parties: Sequence[PartyFacts]
    made_on: date
    version: int = 1
    themes: Sequence[Mapping[str, str]] = ()
    previous: Mapping[str, str] = field(default_factory=dict)
    valid_from: PartialDate | None = None
    valid_until: End = None
    notice_months: int = 0
    renewal_mode: str = ""
    renewal_months: int | None = None
    most_renewals: int | None = None


def draft_content(facts: DraftFacts, languages: Sequence[Words]) -> dict[str, Any]:
    """Everything a template shows, for each language in turn; the first gives the document its title."""
    sections = [_section(key, facts, languages) for key in _sections_of(facts)]
    heads = [_head(facts, words) for words in languages]
    number = len(sections) + 1
    return {
        "title": f"{heads[0]['title']}: {heads[0]['parties']}",
        "made_on": facts.made_on.isoformat(),
        "version": facts.version,
        "languages": [{**_tags(words), "name": words.text("name")} for words in languages],
        "heads": heads,
        "sections": [{**section, "number": place} for place, section in enumerate(sections, start=1)],
        "signing": {
            "number": number,
            "cells": [{**_tags(words), "heading": words.text("headings.signatures")} for words in languages],
            "parties": [_signing(party, languages) for party in facts.parties if party.signs],
        },
    }


def _tags(words: Words) -> dict[str, str]:
    """The language as a file writes it: `tag` is BCP 47, with a region where words.toml gives one."""
    tag = words.text("tag")
    return {"language": words.language, "tag": tag, "region": tag.partition("-")[2]}


def _head(facts: DraftFacts, words: Words) -> dict[str, str]:
    return {
        **_tags(words),
        "title": words.text(f"titles.{facts.kind}"),
        "parties": " – ".join(_in(party.names, words.language) for party in facts.parties),
        "mark": words.text("mark"),
        "caution": words.text("caution"),
        "made": words.text("made", version=facts.version, day=_day(facts.made_on, words)),
        "page": words.text("page"),
    }


def _sections_of(facts: DraftFacts) -> list[str]:
    keys = ["parties", "purpose", "themes", "work", "costs", "term"]
    if isinstance(facts.valid_until, PartialDate):
        keys.append("renewal")
    keys.append("notice")
    if facts.kind in INTENTIONS:
        keys.append("nature")
    return [*keys, "changes", "copies"]


def _section(key: str, facts: DraftFacts, languages: Sequence[Words]) -> dict[str, Any]:
    cells = []
    for words in languages:
        paragraphs, items = _SAYING[key](facts, words) if key in _SAYING else (words.paragraphs(f"text.{key}"), [])
        heading = words.text(f"headings.{key}")
        cells.append({**_tags(words), "heading": heading, "paragraphs": paragraphs, "items": items})
    return {"key": key, "cells": cells}


Said = tuple[list[str], list[dict[str, str]]]
"""Paragraphs, and the items of a list, each with the language it is in."""


def _parties(facts: DraftFacts, words: Words) -> Said:
    names = [
        ", ".join(filter(None, (_in(party.names, words.language), _in(party.countries, words.language))))
        for party in facts.parties
    ]
    return [], [{"text": name, **_tags(words)} for name in names]


def _purpose(facts: DraftFacts, words: Words) -> Said:
    said = words.paragraphs("text.purpose")
    if facts.previous:
        said += words.paragraphs("text.previous", previous=_in(facts.previous, words.language))
    return said, []


def _themes(facts: DraftFacts, words: Words) -> Said:
    if not facts.themes:
        return words.paragraphs("text.no_themes"), []
    return words.paragraphs("text.themes"), [_item(theme, words) for theme in facts.themes]


def _item(texts: Mapping[str, str], words: Words) -> dict[str, str]:
    """A text in the language; where it has none, in one it has, marked as to be translated."""
    if words.language in texts:
        return {"text": _plain(texts[words.language]), **_tags(words)}
    language, text = next(iter(texts.items()))
    if not language:  # nobody said which language it is in
        return {"text": f"{_plain(text)} {words.text('to_translate')}", **_tags(words)}
    return {"text": f"{_plain(text)} {words.text('to_translate')}", "language": language, "tag": language, "region": ""}


def _term(facts: DraftFacts, words: Words) -> Said:
    until = words.text("text.open_ended") if facts.valid_until is OPEN else _day(facts.valid_until, words)
    return words.paragraphs("text.term", **{"from": _day(facts.valid_from, words), "until": until}), []


def _renewal(facts: DraftFacts, words: Words) -> Said:
    said = words.paragraphs(f"text.renewal_{facts.renewal_mode or 'unknown'}", **_terms(facts, words))
    if facts.renewal_mode == "tacit" and facts.most_renewals:
        said += words.paragraphs("text.renewal_tacit_limit", times=facts.most_renewals)
    return said, []


def _terms(facts: DraftFacts, words: Words) -> dict[str, str]:
    if facts.renewal_mode != "tacit":
        return {}
    return {"months": words.months(facts.renewal_months) if facts.renewal_months else words.text("to_agree")}


def _notice(facts: DraftFacts, words: Words) -> Said:
    if not facts.notice_months:
        return words.paragraphs("text.notice_unknown"), []
    return words.paragraphs("text.notice", months=words.months(facts.notice_months)), []


def _copies(facts: DraftFacts, words: Words) -> Said:
    signing = sum(party.signs for party in facts.parties)
    return words.paragraphs("text.copies", copies=signing), []


_SAYING: Mapping[str, Callable[[DraftFacts, Words], Said]] = MappingProxyType(
    {
        "parties": _parties,
        "purpose": _purpose,
        "themes": _themes,
        "term": _term,
        "renewal": _renewal,
        "notice": _notice,
        "copies": _copies,
    }
)
"""What is said in the sections that speak of the agreement's own facts; the others are texts of words.toml alone."""


def _signing(party: PartyFacts, languages: Sequence[Words]) -> dict[str, Any]:
    """Who signs, and the lines to be filled in, each with its label in every language."""
    known = {"name": _plain(party.signatory), "title": _plain(party.signatory_title)}
    names = [{"text": _in(party.names, words.language), **_tags(words)} for words in languages]
    return {
        # A name that is the same in every language is said once.
        "names": list({name["text"]: name for name in reversed(names)}.values())[::-1],
        "roles": [{"text": words.text(f"roles.{party.role}"), **_tags(words)} for words in languages],
        "lines": [
            {
                "labels": [{"text": words.text(f"signing.{line}"), **_tags(words)} for words in languages],
                "value": known.get(line, ""),
            }
            for line in ("signature", "name", "title", "place_and_day")
        ],
    }


def _day(value: End | date, words: Words) -> str:
    if not isinstance(value, PartialDate | date):
        return words.text("to_agree")
    with override(words.language):
        return shown_date(value)


def _in(texts: Mapping[str, str], language: str) -> str:
    """A text in the language, else in English, else in any it has."""
    return _plain(texts.get(language) or texts.get("en") or next(iter(texts.values()), ""))


def _plain(text: str) -> str:
    """A text on one line, without the characters no file can take."""
    return " ".join(_NO_TEXT.sub("", text).split())
