"""The feed of what changed in public, in one language."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from solmu.core.city import City
from solmu.core.dates import PartialDate
from solmu.core.wording import lower_first, shown_date
from solmu.opendata.feeds.writing import Entry, FeedHead, FeedText, feed_text
from solmu.places.rules import Name, name_in
from solmu.registry.naming import agreement_label
from solmu.registry.queries.changes import ENDED, PUBLISHED, PublicChange, public_changes
from solmu.registry.queries.known import record_begins
from solmu.registry.records import Shape, words
from solmu.registry.records.facts import agreement_of
from solmu.registry.vocabulary import ActivityKind, RecordKind

MOST = 50
"""Entries of the feed."""

PAGES = {
    RecordKind.PARTNERSHIP: "partners",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.ACTIVITY: "activities",
    RecordKind.STORY: "stories",
}
"""The part of an address that says of what kind a record's page is."""


def feed_path(language: str) -> str:
    return f"/{language}/feed.atom"


def changes_feed(city: City, today: date, language: str, site: str) -> FeedText:
    """The latest changes; two queries. `site` stands before every path."""
    with override(language):
        home = city.name_in(language).nominative
        head = FeedHead(
            key=f"{city.country}:{city.name}:{language}",
            language=language,
            title=_("International ties: %(city)s") % {"city": home},
            subtitle=_("New partners, agreements, activities and stories, and ties that have ended."),
            author=home,
            self_href=f"{site}{feed_path(language)}",
            page_href=f"{site}/{language}/",
            begun=record_begins() or datetime(1970, 1, 1, tzinfo=UTC),
        )
        changes = public_changes(today, city.time_zone, MOST)
        return feed_text(head, [_entry(change, language, site) for change in changes])


def _entry(change: PublicChange, language: str, site: str) -> Entry:
    title, spoken = _title(change, language)
    return Entry(
        key=change.key,
        title=title,
        title_language=spoken,
        # The page's name changes with what it is about; the address that says none leads to it.
        href=f"{site}/{language}/{PAGES[change.kind]}/{change.record_id}/record",
        at=change.at,
        category=change.kind if change.what == PUBLISHED else f"{change.kind}-{change.what}",
        category_word=_what(change),
        summary=_summary(change),
    )


def _what(change: PublicChange) -> str:
    """What happened, in a few words."""
    if change.kind == RecordKind.PARTNERSHIP:
        forms = {PUBLISHED: _("Partner"), ENDED: _("Partnership ended")}
        return forms.get(change.what, _("Partnership suspended"))
    if change.kind == RecordKind.AGREEMENT:
        forms = {PUBLISHED: _("Agreement"), ENDED: _("Agreement ended")}
        return forms.get(change.what, _("Agreement suspended"))
    if change.kind == RecordKind.ACTIVITY:
        return str(ActivityKind(change.shape["activity_kind"]).label)
    return _("Story")


def _title(change: PublicChange, language: str) -> tuple[str, str]:
    """The title, and its language where that is not the feed's."""
    shape = change.shape
    if change.kind == RecordKind.PARTNERSHIP:
        return f"{_what(change)}: {_name(shape['partner'], language)}", ""
    if change.kind == RecordKind.AGREEMENT:
        partners = ", ".join(_name(partner, language) for partner in shape["partners"])
        label = agreement_label(agreement_of(shape, {}, ""), language)
        return f"{_what(change)}: {f'{partners}: {lower_first(label)}' if partners else label}", ""
    titles: dict[str, str] = shape["title"]
    spoken = language if language in titles else next(iter(titles), "")
    return f"{words(titles, [language]) or _what(change)}", spoken if spoken != language else ""


def _summary(change: PublicChange) -> str:
    shape = change.shape
    dates = {
        RecordKind.PARTNERSHIP: ((_("Since"), "since"),),
        RecordKind.AGREEMENT: ((_("Made"), "signed"), (_("From"), "valid_from"), (_("Until"), "valid_until")),
        RecordKind.ACTIVITY: ((_("From"), "start"), (_("Until"), "end")),
        RecordKind.STORY: (),
    }
    told = [(label, PartialDate.from_edtf(shape[key])) for label, key in dates[change.kind] if shape[key]]
    return ". ".join(f"{label}: {shown_date(day)}" for label, day in told)


def _name(place: Shape | None, language: str) -> str:
    found = name_in([Name(text, spoken) for spoken, text in place["names"].items()], language) if place else None
    return found.text if found else ""
