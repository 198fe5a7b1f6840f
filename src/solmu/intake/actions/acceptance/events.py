"""Taking recognitions and activities into the record."""

from __future__ import annotations

from solmu.core.errors import Phrase
from solmu.core.models import Record
from solmu.intake.actions.acceptance.entering import (
    Acceptance,
    city_at,
    home_of_instance,
    key_of,
    partnership_with,
    place_of,
)
from solmu.intake.queries import claimed_date, claimed_place, partners_of
from solmu.intake.vocabulary import EffectKind
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Organisation
from solmu.registry.queries import matching
from solmu.registry.vocabulary import ActivityKind


def take_recognition(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    awarded = claimed_date(content, "year")
    recognition = matching.same_recognition(title=content["title"], awarded=awarded)
    if recognition is None:
        giver, recipient, home = content.get("giver") or "", content.get("recipient") or "", home_of_instance()
        recognition = add_recognition(
            by=by,
            source=source,
            title=acceptance.text(content["title"]),
            giver_as_written=giver,
            giver=_giving_city(acceptance, giver),
            occasion=acceptance.text(content.get("occasion")),
            awarded=awarded,
            recipient_as_written=recipient,
            recipient=home if _is_home(home, recipient) else None,
            earlier_recipients=list(content.get("earlier_recipients") or ()),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, recognition.record)
    return recognition.record


def _giving_city(acceptance: Acceptance, giver: str) -> Organisation | None:
    """The giver, where it goes by the name of a partner city."""
    place = claimed_place({"name": giver}, acceptance.gazetteer).place if giver else None
    return city_at(acceptance, place, giver) if place and partnership_with(place) else None


def _is_home(home: Organisation, name: str) -> bool:
    return bool(name) and home.place is not None and home.place.names.filter(text__iexact=name).exists()


def take_activity(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    starts = claimed_date(content, "start")
    activity = matching.same_activity(title=content["title"], starts=starts)
    if activity is None:
        places = {place_of(acceptance, claimed): claimed["name"] for claimed in partners_of(content)}
        home = home_of_instance()
        places = {place: name for place, name in places.items() if place != home.place}
        activity = add_activity(
            by=by,
            source=source,
            kind=key_of(ActivityKind, content.get("activity_kind"), Phrase("kind of activity")),
            title=acceptance.text(content["title"]),
            starts=starts,
            ends=claimed_date(content, "end"),
            direction=content.get("direction") or "",
            partnerships=[tie for place in places if (tie := partnership_with(place))],
            organisations=[city_at(acceptance, place, name) for place, name in places.items()],
            participants=content.get("participants"),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, activity.record)
    return activity.record
