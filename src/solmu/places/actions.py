"""Writes of places: register, name, place in a whole, follow by another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from solmu.core.audit import Journal
from solmu.core.dates import End, NotADate, PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.places.gazetteer import Candidate
from solmu.places.models import Place, PlaceName, PlacePart, PlaceSortKey, PlaceSuccession
from solmu.places.names import fold
from solmu.places.permissions import check_can_edit_places
from solmu.places.queries import part_edges, recorded_candidate, succession_edges
from solmu.places.recording import recorded
from solmu.places.rules import Name, closes_ring, name_in
from solmu.places.sorting import sort_key
from solmu.places.vocabulary import NameKind, PlaceKind

# The shape of a BCP 47 tag, well enough to catch a country or a language's own name written in its place (RFC 5646).
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def register_place(
    *,
    by: Account,
    source: Source,
    country: str,
    names: Sequence[Name],
    kind: PlaceKind = PlaceKind.MUNICIPALITY,
    latitude: float | None = None,
    longitude: float | None = None,
    population: int | None = None,
    geonames_id: int | None = None,
    wikidata_id: str = "",
    municipality_wikidata_id: str = "",
) -> Place:
    """Add a place with its names.

    Raises BrokenRule for a country that is no alpha-2 code, for no name, and for a GeoNames id that is recorded.
    """
    check_can_edit_places(by)
    if not re.fullmatch("[A-Z]{2}", country):
        raise BrokenRule(
            "“%(country)s” is not a country code. Write two capital letters, for example FI.", country=country
        )
    if not names:
        raise BrokenRule("A place needs at least one name. Add it.")
    if geonames_id is not None and Place.objects.filter(geonames_id=geonames_id).exists():
        raise BrokenRule(
            "The place %(name)s (GeoNames %(geonames_id)s) is already recorded. Use that one.",
            name=names[0].text,
            geonames_id=str(geonames_id),
        )
    place = Place(
        kind=kind,
        country=country,
        latitude=latitude,
        longitude=longitude,
        population=population or None,
        geonames_id=geonames_id,
        wikidata_id=wikidata_id,
        municipality_wikidata_id=municipality_wikidata_id,
    )
    with recorded(by=by, source=source, action="register_place") as journal:
        journal.create(place)
        for name in dict.fromkeys(names):
            _add_name(journal, place, name)
        _keep_sort_keys(place)
    return place


def register_candidate(
    *, by: Account, source: Source, candidate: Candidate, written: str = "", language: str = ""
) -> Place:
    """The recorded place that a gazetteer's candidate is, added if it is not there yet.

    Its names are those our own list gives by language, and the gazetteer's main name, without a language. `written` is
    the name as the source writes it in its base form, in `language`; it is added where the place has none in that
    language.
    """
    check_can_edit_places(by)
    with recorded(by=by, source=source, action="register_place"):
        place = recorded_candidate(candidate)
        if place is None:
            place = register_place(
                by=by,
                source=source,
                country=candidate.country,
                names=_candidate_names(candidate, written, language),
                kind=PlaceKind(candidate.kind or PlaceKind.MUNICIPALITY),
                latitude=candidate.latitude,
                longitude=candidate.longitude,
                population=candidate.population,
                geonames_id=candidate.geonames_id,
                wikidata_id=candidate.wikidata_id,
                municipality_wikidata_id=candidate.municipality_wikidata_id,
            )
        elif written and language and not place.names.filter(language=language).exists():
            add_place_name(by=by, source=source, place=place, name=Name(written, language))
    return place


def _candidate_names(candidate: Candidate, written: str, language: str) -> list[Name]:
    names = [
        Name(text, spoken, NameKind.OFFICIAL if official else NameKind.EXONYM)
        for spoken, text, official in candidate.language_names
    ]
    if written and language not in {name.language for name in names}:
        names.append(Name(written, language))
    if candidate.name not in {name.text for name in names}:
        names.append(Name(candidate.name))
    return names


def add_place_name(*, by: Account, source: Source, place: Place, name: Name) -> PlaceName:
    """Add a name to a place; one it has already is returned as it is.

    Raises BrokenRule for an empty name, an unknown kind, a language that is no tag, and a period that ends before it
    begins.
    """
    check_can_edit_places(by)
    with recorded(by=by, source=source, action="add_place_name") as journal:
        row = _add_name(journal, place, name)
        _keep_sort_keys(place)
    return row


def _add_name(journal: Journal, place: Place, name: Name) -> PlaceName:
    text = unicodedata.normalize("NFC", " ".join(name.text.split()))
    name = replace(name, text=text)
    if not fold(text):
        raise BrokenRule("“%(text)s” is not a name. Write one with letters.", text=name.text)
    if name.language and not _LANGUAGE_TAG.fullmatch(name.language):
        raise BrokenRule(
            "“%(language)s” is not a language tag. Write for example fi or sr-Latn.", language=name.language
        )
    if name.kind not in ("", *NameKind.values):
        raise BrokenRule(
            "“%(kind)s” is not a kind of name. Choose one of %(kinds)s.", kind=name.kind, kinds=NameKind.values
        )
    _check_period(name.since, name.until, Phrase("The name %(name)s", name=text))
    found = place.names.filter(language=name.language, text=text, since="" if name.since is None else name.since)
    if row := found.first():
        return row
    row = PlaceName(
        place=place,
        text=text,
        key=fold(text),
        language=name.language,
        kind=name.kind,
        since=name.since,
        until=name.until,
        genitive=name.genitive,
        inessive=name.inessive,
    )
    journal.create(row, of=place)
    return row


def _check_period(since: PartialDate | None, until: End, what: Phrase) -> None:
    try:
        Period(since, until)
    except NotADate:
        raise BrokenRule(
            "%(what)s would end (%(until)s) before it begins (%(since)s). Check the dates.",
            what=what,
            until=until,
            since=since,
        ) from None


def _keep_sort_keys(place: Place) -> None:
    """Bring the place's sort keys to its names; they are no facts and not audited."""
    names = [row.as_name() for row in PlaceName.objects.filter(place=place)]
    keys = []
    for language, _ in settings.LANGUAGES:
        shown = name_in(names, language)
        keys.append(PlaceSortKey(place=place, language=language, key=sort_key(shown.text if shown else "", language)))
    PlaceSortKey.objects.filter(place=place).delete()
    PlaceSortKey.objects.bulk_create(keys)


def set_part_of(
    *,
    by: Account,
    source: Source,
    part: Place,
    whole: Place,
    since: PartialDate | None = None,
    until: End = None,
) -> PlacePart:
    """Say that a place is part of another, from and until; what is said already is brought to this end.

    Raises BrokenRule where the whole would become, by whatever way, a part of its part.
    """
    check_can_edit_places(by)
    _check_period(since, until, Phrase("The part"))
    with recorded(by=by, source=source, action="set_part_of") as journal:
        _lock_graph()
        if closes_ring(part_edges(), part.pk, whole.pk):
            raise BrokenRule("A place cannot be part of one of its own parts. Check which is the whole.")
        known = PlacePart.objects.filter(part=part, whole=whole, since="" if since is None else since).first()
        if known is not None:
            journal.update(known, of=part, until=until)
            return known
        row = PlacePart(part=part, whole=whole, since=since, until=until)
        journal.create(row, of=part)
    return row


def succeed_place(
    *, by: Account, source: Source, predecessor: Place, successor: Place, on: PartialDate | None = None
) -> PlaceSuccession:
    """Say that a place was followed by another on a day; said again, the day is corrected.

    Raises BrokenRule where the successor would, by whatever way, precede its predecessor.
    """
    check_can_edit_places(by)
    with recorded(by=by, source=source, action="succeed_place") as journal:
        _lock_graph()
        if closes_ring(succession_edges(), predecessor.pk, successor.pk):
            raise BrokenRule("A place cannot be followed by one that it followed itself. Check which came first.")
        known = PlaceSuccession.objects.filter(predecessor=predecessor, successor=successor).first()
        if known is not None:
            journal.update(known, of=predecessor, on=on)
            return known
        row = PlaceSuccession(predecessor=predecessor, successor=successor, on=on)
        journal.create(row, of=predecessor)
    return row


def _lock_graph() -> None:
    """Let nobody else join places meanwhile: two joins that know nothing of each other could close a ring.

    In the order of ids, so that no two writers wait for each other; rows that only refer to a place do not wait.
    """
    list(Place.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
