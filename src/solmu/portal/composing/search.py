"""What a search found, worded; and suggestions while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.dates import PartialDate
from solmu.core.wording import shown_date, shown_number
from solmu.portal.addresses import (
    agreements_address,
    found_address,
    network_address,
    search_address,
    suggestions_address,
)
from solmu.portal.composing.listing import page_links
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.pages.listing import FilterChoice, FilterGroup, Listing
from solmu.portal.pages.search import Passage, ResultRow, SearchPage, ShownPiece
from solmu.portal.sections import SECTIONS
from solmu.registry.queries.agreements import themes_agreed_on
from solmu.registry.queries.networks import network_ids
from solmu.registry.vocabulary import RecordKind
from solmu.search.queries.finding import Found, Hit, find
from solmu.search.rules.asking import LONGEST_QUERY
from solmu.search.rules.marking import Piece
from solmu.search.vocabulary import GROUPS

SUGGESTIONS = 8
_SECTION_WORDS = {section.key: section.word for section in SECTIONS}
# An agreement's name has its years already.
_DATED = (RecordKind.ACTIVITY, RecordKind.STORY, RecordKind.RECOGNITION)


def search_page(reader: Reader, query: str, group: str, page: int, *, is_current: bool = True) -> SearchPage | None:
    """The page for a query; an empty one says how to search. None for a group that there is not.

    Where the index is not current, the page says so, as what is missing from it may be in the record.
    """
    if group and group not in GROUPS:
        return None
    language = reader.language
    found = find(query, language, group=group, page=page)
    asked = found.query
    title = _("Search: %(query)s") % {"query": asked} if asked else _("Search")
    whole = SearchPage(
        frame=frame(
            reader,
            title=title,
            address=lambda code: search_address(code, asked, group, page),
            section="search",
            is_lasting=not asked,
        ),
        heading=_("Search"),
        query=asked,
        action=search_address(language),
        suggest_href=suggestions_address(language),
    )
    if not asked:
        return replace(whole, hints=_hints(), ways=whole.frame.navigation)
    behind = () if is_current else (_("The latest changes cannot be searched yet. Try again in a moment."),)
    if not found.number:
        hints = () if found.words else (_("Write letters or numbers to search for."),)
        sentence = _("Nothing was found for “%(query)s”.") % {"query": asked}
        return replace(whole, sentence=sentence, remarks=behind, hints=(*hints, *_hints()), ways=whole.frame.navigation)
    hrefs = hrefs_of(reader, found.hits)
    return replace(
        whole,
        group=group,
        sentence=_sentence(found),
        remarks=(*_remarks(found, query), *behind),
        listing=_listing(reader, found, group),
        rows=tuple(_row(reader, hit, hrefs[hit.record_id]) for hit in found.hits),
    )


def suggestions(reader: Reader, query: str) -> dict[str, object]:
    """The first few records for a query being typed, as the suggesting script takes them."""
    found = find(query, reader.language, page_size=SUGGESTIONS)
    number, hrefs = len(found.hits), hrefs_of(reader, found.hits)
    said = ngettext("%(number)d suggestion", "%(number)d suggestions", number) % {"number": number}
    return {
        "suggestions": [
            {"title": hit.title, "what": kind_of_hit(hit.kind), "href": hrefs[hit.record_id]} for hit in found.hits
        ],
        "said": said if number else _("No suggestions"),
    }


def kind_of_hit(kind: RecordKind) -> str:
    """What a record is, as one word beside its title."""
    words = {
        RecordKind.PARTNERSHIP: _("Partner"),
        RecordKind.AGREEMENT: _("Agreement"),
        RecordKind.THEME: _("Theme"),
        RecordKind.MEMBERSHIP: _("Network"),
        RecordKind.COVERAGE_STATEMENT: _("Institutions"),
        RecordKind.INSTITUTION_LINK: _("Institutions"),
        RecordKind.STORY: _("Story"),
        RecordKind.ACTIVITY: _("Activity"),
        RecordKind.RECOGNITION: _("Recognition"),
    }
    return words[kind]


def _group_word(group: str) -> str:
    """What the navigation calls a kind; a theme has no part of the portal of its own."""
    return _("Themes") if group == "themes" else str(_SECTION_WORDS[group])


def _hints() -> tuple[str, ...]:
    return (
        _("Search for a partner city, a country, a school, a theme, a year or what was agreed."),
        _("Any form of a word will do, in Finnish, Swedish or English, and names in any language."),
    )


def _sentence(found: Found) -> str:
    number = found.number
    words = {"number": shown_number(number), "query": found.shown_for or found.query}
    counted = ngettext("%(number)s result for “%(query)s”", "%(number)s results for “%(query)s”", number) % words
    if found.pages == 1:
        return counted
    return _("%(counted)s, page %(page)d of %(pages)d") % {
        "counted": counted, "page": found.page, "pages": found.pages
    }  # fmt: skip


def _remarks(found: Found, query: str) -> tuple[str, ...]:
    remarks = []
    if found.shown_for:
        remarks.append(_("Nothing is written “%(query)s”, so the nearest spelling was searched for.") % {
            "query": found.query
        })  # fmt: skip
    unknown = [word.word for word in found.words if not word.terms]
    if unknown:
        remarks.append(_("Not found anywhere: %(words)s.") % {"words": ", ".join(unknown)})
    if found.is_partly:
        remarks.append(_("Nothing has all of these words. What has some of them is shown, the closest first."))
    if len(query) > LONGEST_QUERY:
        remarks.append(_("Only the first %(number)d characters were searched for.") % {"number": LONGEST_QUERY})
    return tuple(remarks)


def _listing(reader: Reader, found: Found, group: str) -> Listing:
    language, asked = reader.language, found.query
    choices = tuple(
        FilterChoice(
            _group_word(name),
            shown_number(number),
            search_address(language, asked, "" if name == group else name),
            name == group,
        )
        for name, number in found.groups.items()
    )
    return Listing(
        sentence=_sentence(found),
        whole_href=search_address(language, asked),
        filters=(FilterGroup(_("Kind"), choices),) if len(choices) > 1 or group else (),
        pages=page_links(found.page, found.pages, lambda page: search_address(language, asked, group, page)),
        previous_href=search_address(language, asked, group, found.page - 1) if found.page > 1 else "",
        next_href=search_address(language, asked, group, found.page + 1) if found.page < found.pages else "",
    )


def _row(reader: Reader, hit: Hit, href: str) -> ResultRow:
    passage = None
    if hit.passage:
        language = hit.passage_language
        note = reader.text("", language).note
        passage = Passage(_pieces(hit.passage), language if language and language != reader.language else "", note)
    return ResultRow(
        title=_pieces(hit.title_pieces),
        href=href,
        what=kind_of_hit(hit.kind),
        when=shown_date(PartialDate.from_edtf(hit.when)) if hit.when and hit.kind in _DATED else "",
        passage=passage,
    )


class Titled(Protocol):
    """A record by its title, as the index knows it."""

    @property
    def record_id(self) -> str: ...
    @property
    def kind(self) -> RecordKind: ...
    @property
    def title(self) -> str: ...


def hrefs_of(reader: Reader, hits: Sequence[Titled]) -> dict[str, str]:
    """Where each record is shown: its page, its network's, the agreements of its theme, else its list."""
    language = reader.language
    ids = {
        kind: [hit.record_id for hit in hits if hit.kind == kind] for kind in (RecordKind.MEMBERSHIP, RecordKind.THEME)
    }
    networks = network_ids(ids[RecordKind.MEMBERSHIP]) if ids[RecordKind.MEMBERSHIP] else {}
    themes = themes_agreed_on(ids[RecordKind.THEME], reader.day) if ids[RecordKind.THEME] else set()
    hrefs = {}
    for hit in hits:
        if hit.record_id in networks:
            hrefs[hit.record_id] = network_address(language, networks[hit.record_id], hit.title)
        elif hit.record_id in themes:
            hrefs[hit.record_id] = agreements_address(language, f"theme-{hit.record_id}")
        else:
            hrefs[hit.record_id] = found_address(language, hit.kind, hit.record_id, hit.title)
    return hrefs


def _pieces(pieces: tuple[Piece, ...]) -> tuple[ShownPiece, ...]:
    return tuple(ShownPiece(piece.words, piece.is_marked) for piece in pieces)
