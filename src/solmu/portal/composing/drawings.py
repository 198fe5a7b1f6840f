"""The maps and timelines of the pages, with their words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.dates import PartialDate
from solmu.core.wording import lower_first, shown_date
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import partner_address
from solmu.portal.composing.reader import Reader
from solmu.portal.composing.wording import kilometres, kind_word, suspension, until
from solmu.portal.drawing.map import MapWords, Tie
from solmu.portal.drawing.projection import Coordinates
from solmu.portal.drawing.spans import Lane, Span, marks, state_of
from solmu.portal.drawing.timeline import TimelineWords, sentences, timeline
from solmu.portal.pages.parts import TimelineView
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.queries.partnerships import PartnershipOnDay
from solmu.registry.vocabulary import AgreementKind, AgreementStatus, PartnershipStatus


def home_coordinates(reader: Reader) -> Coordinates:
    return Coordinates(reader.city.latitude, reader.city.longitude)


def tie_of(reader: Reader, row: PartnershipOnDay) -> Tie | None:
    """The partnership as a tie on the map; None where nobody knows where the partner lies."""
    place = row.partner
    if place.latitude is None or place.longitude is None:
        return None
    name = shown_name_of(place, reader.language).text
    return Tie(
        key=row.partnership.pk,
        name=name,
        country_name=country_name(place.country, reader.language),
        latitude=place.latitude,
        longitude=place.longitude,
        status=row.state.status,
        href=partner_address(reader.language, row.partnership.pk, name),
    )


def map_words(reader: Reader) -> MapWords:
    city = {"city": reader.home.nominative}
    return MapWords(
        home=reader.home.nominative,
        world_title=_("Partners on a map of the world, centre: %(city)s") % city,
        world_description=_("Rings at a distance of {rings}. Partners: {partners}."),
        near_title=_("Nearest partners, enlarged"),
        near_description=_("A circle of {radius} around the centre. Partners: {partners}."),
        one_title=_("{partner} on the map"),
        one_description=_("A straight line: {partner}, {distance}."),
        statuses={status.value: lower_first(str(status.label)) for status in PartnershipStatus},
        kilometres=kilometres,
    )


# --- agreements in time -----------------------------------------------------------------------------------------------


def lanes_of(agreements: Sequence[AgreementOnDay]) -> list[list[AgreementOnDay]]:
    """Agreements by the line they belong to, oldest first; one in no series is a line of its own.

    A sister-city agreement, which the others stand under, comes first.
    """
    lines: dict[str, list[AgreementOnDay]] = {}
    for each in agreements:
        lines.setdefault(each.agreement.series_id or each.agreement.pk, []).append(each)
    return sorted(lines.values(), key=lambda line: line[0].agreement.kind != AgreementKind.SISTER_CITY_AGREEMENT.value)


def timeline_view(reader: Reader, agreements: Sequence[AgreementOnDay], title: str, name: str) -> TimelineView | None:
    """The agreements as spans in time, one lane a line; None where no date at all is known."""
    lanes = [_lane(line) for line in lanes_of(agreements)]
    words = _timeline_words(reader, title)
    svg = timeline(lanes, words, reader.day, name)
    if not svg:
        return None
    return TimelineView(svg, tuple(sentences(lanes, words, reader.day)), _marks(lanes, reader))


def _span(each: AgreementOnDay) -> Span:
    """A suspension that has a day is drawn as a hole in what runs; one without any marks the whole."""
    pauses, status = each.suspensions, each.status.status
    is_dated = any(pause.start or isinstance(pause.end, PartialDate) for pause in pauses)
    if status == AgreementStatus.SUSPENDED and is_dated:
        status = AgreementStatus.IN_FORCE
    return Span(each.validity, each.agreement.signed, state_of(status), pauses)


def _lane(line: Sequence[AgreementOnDay]) -> Lane:
    last = line[-1]
    return Lane(
        title=kind_word(last.agreement),
        spans=[_span(each) for each in line],
        sub=lower_first(str(AgreementStatus(last.status.status).label)),
        href=f"#{last.agreement.pk}",
        is_without_successor=last.ended_without_successor,
    )


def _marks(lanes: Sequence[Lane], reader: Reader) -> frozenset[str]:
    """Which marks occur, for the key."""
    days = [reader.day]
    for lane in lanes:
        for span in lane.spans:
            days += [bound for known in (span.begin, span.end) if known for bound in (known.earliest, known.latest)]
    found = [mark for lane in lanes for mark in marks(lane, min(days), max(days), reader.day)]
    drawn = {mark.kind for mark in found} | {mark.state for mark in found if mark.state in ("suspended", "planned")}
    dates = [known for lane in lanes for span in lane.spans for known in (span.begin, span.end) if known]
    vague = {"year"} if any(known.precision != "day" for known in dates) else set()
    return frozenset(drawn | vague)


def _timeline_words(reader: Reader, title: str) -> TimelineWords:
    def gap(years: int) -> str:
        if not years:
            return _("no successor recorded")
        form = ngettext(
            "over %(years)d year without a recorded successor",
            "over %(years)d years without a recorded successor",
            years,
        )
        return form % {"years": years}

    return TimelineWords(
        title=title,
        description=_("The same facts stand in the table below the drawing."),
        today=reader.shown_day if reader.is_other_day else _("today, %(day)s") % {"day": reader.shown_day},
        today_short=reader.shown_day if reader.is_other_day else _("today"),
        date=shown_date,
        until=until,
        was_until=lambda end: _("was in force %(until)s") % {"until": until(end)},
        gap=gap,
        gap_short=_("no successor recorded"),
        pause=suspension,
        pause_short=_("suspended"),
        no_end=_("no end recorded"),
        not_known=_("not known"),
        open_ended=_("until further notice"),
    )
