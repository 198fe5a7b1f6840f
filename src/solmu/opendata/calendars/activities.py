"""The calendar of activities that anybody may follow: published records alone, in one language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from solmu.core.dates import PartialDate
from solmu.opendata.calendars.writing import CalendarHead, CalendarText, Event, calendar_text
from solmu.places.rules import Name, name_in
from solmu.registry.queries.known import PublishedVersion, published_versions
from solmu.registry.records import Shape
from solmu.registry.vocabulary import ActivityKind, Direction, RecordKind

COLOUR = "royalblue"


def activities_calendar(home: str, language: str) -> CalendarText:
    """Every published activity of the city called `home` whose first day is known; one query whatever their number.

    One known to its month or year only would lie across weeks in which nothing happens: it is left out, and counted in
    the calendar's description.
    """
    versions = published_versions(RecordKind.ACTIVITY)
    with override(language):
        events = [event for version in versions if (event := activity_event(version, language))]
        name = _("Visits and events: %(city)s") % {"city": home}
        head = CalendarHead(name, _description(len(versions) - len(events)), COLOUR, is_public=True)
        return calendar_text(head, events)


def activity_event(version: PublishedVersion, language: str) -> Event | None:
    """An activity's published shape as an event in the active language; None where its first day is not known."""
    shape = version.shape
    first = _day(shape["start"])
    if first is None:
        return None
    titles: dict[str, str] = shape["title"]
    spoken = language if language in titles else next(iter(titles), "")
    last = _day(shape["end"])
    return Event(
        uid=f"activity-{version.record_id}",
        first=first.earliest,
        last=max(last.latest, first.earliest) if last else first.earliest,
        summary=titles.get(spoken, ""),
        revision=version.revision,
        changed_at=version.at,
        language=spoken if spoken != language else "",
        description="\n".join(_told(shape, language)),
        place=(_name(shape["place"], language) if shape.get("place") else "") or shape.get("place_as_written") or "",
        category=str(ActivityKind(shape["activity_kind"]).label),
    )


def _day(value: str | None) -> PartialDate | None:
    """A date that is known to its day, else None."""
    known = PartialDate.from_edtf(value) if value else None
    return known if known and known.precision == "day" else None


def _told(shape: Shape, language: str) -> list[str]:
    """What is told beside the title, a line each."""
    partners = [name for place in shape["partners"] if (name := _name(place, language))]
    told = []
    if partners:
        words = ngettext("Partner: %(names)s", "Partners: %(names)s", len(partners))
        told.append(words % {"names": ", ".join(partners)})
    if shape["direction"]:
        told.append(str(Direction(shape["direction"]).label))
    if shape["participants"]:
        told.append(_("Participants: %(number)d") % {"number": shape["participants"]})
    return told


def _name(place: Shape, language: str) -> str:
    found = name_in([Name(text, spoken) for spoken, text in place["names"].items()], language)
    return found.text if found else ""


def _description(left_out: int) -> str:
    told = _("What the city does with its partners: visits, exchanges, events and meetings.")
    if not left_out:
        return told
    words = ngettext(
        "%(number)d activity is left out, as its day is not known.",
        "%(number)d activities are left out, as their days are not known.",
        left_out,
    )
    return f"{told} {words % {'number': left_out}}"
