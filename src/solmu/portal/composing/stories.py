"""Stories: the list, and a story's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.prose import opening, prose
from solmu.core.wording import shown_date
from solmu.portal.addresses import partner_address, stories_address, story_address
from solmu.portal.composing.activities import PartnerNames, partner_names
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.media import shown_image
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import shown_text
from solmu.portal.pages.parts import NavigationItem, Text
from solmu.portal.pages.stories import StoriesPage, StoryLine, StoryPage
from solmu.registry.models import Story
from solmu.registry.naming import text_in
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.queries.stories import stories_on


def stories_page(reader: Reader, asked: Asked) -> StoriesPage | None:
    """The stories an address asks for, newest first."""
    rows = stories_on(reader.day, public_only=True)
    names = partner_names(partnerships_on(reader.day, public_only=True, language=reader.language), reader)
    listed = list_of(reader, rows, _filters(names), asked, address=stories_address, counted=_counted)
    if listed is None:
        return None
    heading = pgettext("section", "Stories")
    lead = _("Short texts about what people do together across the borders.")
    return StoriesPage(
        frame=frame(
            reader, title=listed.title(heading), address=listed.address, section="stories",
            description=f"{lead} {listed.view.sentence}",
        ),
        heading=heading,
        lead=lead,
        listing=listed.view,
        stories=tuple(story_line(reader, row, names) for row in listed.rows),
    )  # fmt: skip


def story_page(reader: Reader, record_id: str) -> StoryPage | None:
    """One story; None where there is none the public may see, or not yet on the day."""
    row = next(iter(stories_on(reader.day, public_only=True, record_id=record_id)), None)
    if row is None:
        return None
    names: PartnerNames = {}
    if row.partnership_id:
        names = partner_names(partnerships_on(reader.day, public_only=True, language=reader.language), reader)
    cited = Cited(citations_of([record_id], public_only=True))
    cited.record(record_id)
    title, text = shown_text(reader, row.title), shown_text(reader, row.text)
    return StoryPage(
        frame=frame(
            reader,
            title=title.words,
            address=lambda code: story_address(code, record_id, text_in(row.title, code)),
            section="stories",
            description=opening(text.words),
            about={"@type": "Article", "headline": title.words}
            | ({"datePublished": row.written.edtf} if row.written else {}),
        ),
        title=title,
        text_html=prose(text.words),
        text_lang=text.lang,
        text_note=text.note and f"({text.note})",
        when=shown_date(row.written) if row.written else "",
        stories_href=stories_address(reader.language),
        partner=_partner(reader, row, names),
        image=shown_image(reader, row.record),
        sources=cited.blocks(reader),
    )


def story_line(reader: Reader, row: Story, names: Mapping[str, str]) -> StoryLine:
    """A story among others; `names` are those of the public partners."""
    text = shown_text(reader, row.text)
    return StoryLine(
        title=shown_text(reader, row.title),
        href=story_address(reader.language, row.pk, text_in(row.title, reader.language)),
        when=shown_date(row.written) if row.written else "",
        opening=Text(opening(text.words), text.lang),
        partner=_partner(reader, row, names),
        image=shown_image(reader, row.record),
    )


def _partner(reader: Reader, row: Story, names: Mapping[str, str]) -> NavigationItem | None:
    key = row.partnership_id
    if key is None or key not in names:
        return None
    return NavigationItem(names[key], partner_address(reader.language, key, names[key]))


def _counted(number: int) -> str:
    return ngettext("%(number)d story", "%(number)d stories", number) % {"number": number}


def _filters(names: PartnerNames) -> Sequence[Filter[Story]]:
    def of_partner(row: Story) -> list[tuple[str, str]]:
        key = row.partnership_id
        return [(key, names[key])] if key and key in names else []

    return (
        Filter("year", _("Year"), lambda row: [(str(row.written.year),) * 2] if row.written else []),
        Filter("partner", _("Partner"), of_partner),
    )
