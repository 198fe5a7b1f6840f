"""Recognitions: who gave what to whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import shown_date
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import partner_address, recognitions_address
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.pages.parts import DatedLine, Fact, Text
from solmu.portal.pages.recognitions import RecognitionsPage
from solmu.registry.models import Organisation
from solmu.registry.models.base import is_shown
from solmu.registry.naming import text_in
from solmu.registry.queries.facts import ReceivedRecognition, citations_of, recognitions
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.records import by_language


def recognitions_page(reader: Reader, asked: Asked) -> RecognitionsPage | None:
    """The recognitions an address asks for, newest first, with the words each was read from."""
    rows = recognitions(reader.day, public_only=True)
    partners = {row.partner.pk: row for row in partnerships_on(reader.day, public_only=True, language=reader.language)}
    listed = list_of(reader, rows, _filters(reader, partners), asked, address=recognitions_address, counted=_counted)
    if listed is None:
        return None
    cited = Cited(citations_of([each.recognition.pk for each in listed.rows], public_only=True))
    heading = _("Recognitions")
    lead = _("What %(city)s has been recognised for, and by whom.") % {"city": reader.home.nominative}
    return RecognitionsPage(
        frame=frame(
            reader, title=listed.title(heading), address=listed.address, section="recognitions",
            description=f"{lead} {listed.view.sentence}",
        ),
        heading=heading,
        lead=lead,
        listing=listed.view,
        recognitions=tuple(recognition_line(reader, each, cited, _partner(each, partners)) for each in listed.rows),
        sources=cited.blocks(reader),
    )  # fmt: skip


def recognition_line(
    reader: Reader, received: ReceivedRecognition, cited: Cited, partner: PartnershipOnDay | None = None
) -> DatedLine:
    """A recognition; names stand as its source writes them, in the language of its title.

    Its giver leads to the page of `partner`, where a partner city gave it. A giver or recipient of whom the source's
    words are not kept is called by the organisation's name, where that is public.
    """
    each = received.recognition
    titles = by_language(each.title)
    language = reader.language if reader.language in titles else next(iter(titles), "")
    told = {
        _("Giver"): each.giver_as_written or _public_name(each.giver, reader),
        _("Recipient"): each.recipient_as_written or _public_name(each.recipient, reader),
        _("Occasion"): text_in(each.occasion, reader.language),
        _("Earlier recipients"): ", ".join(received.earlier_recipients),
    }
    name = shown_name_of(partner.partner, reader.language).text if partner else ""
    hrefs = {_("Giver"): partner_address(reader.language, partner.partnership.pk, name)} if partner else {}
    return DatedLine(
        when=shown_date(each.awarded) if each.awarded else _("time not known"),
        heading=reader.text(titles.get(language, ""), language),
        details=tuple(
            Fact(label, Text(words, reader.text("", language).lang), hrefs.get(label, ""))
            for label, words in told.items()
            if words
        ),
        cites=cited.record(each.pk),
    )


def _public_name(organisation: Organisation | None, reader: Reader) -> str:
    if organisation is None or not is_shown(organisation.record, public_only=True):
        return ""
    return text_in(organisation.name, reader.language)


def _counted(number: int) -> str:
    return ngettext("%(number)d recognition", "%(number)d recognitions", number) % {"number": number}


def _partner(each: ReceivedRecognition, partners: dict[str, PartnershipOnDay]) -> PartnershipOnDay | None:
    giver = each.recognition.giver
    if giver is None or not giver.place_id or not is_shown(giver.record, public_only=True):
        return None
    return partners.get(giver.place_id)


def _filters(reader: Reader, partners: dict[str, PartnershipOnDay]) -> Sequence[Filter[ReceivedRecognition]]:
    def of_partner(each: ReceivedRecognition) -> list[tuple[str, str]]:
        row = _partner(each, partners)
        return [(row.partnership.pk, shown_name_of(row.partner, reader.language).text)] if row else []

    return (Filter("partner", _("Partner"), of_partner),)
