"""Places found by name, and what they are called, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from solmu.places.gazetteer import Candidate
from solmu.places.models import Place, PlaceName, PlacePart, PlaceQuerySet, PlaceSuccession
from solmu.places.names import fold
from solmu.places.rules import ShownName, shown_name


def places_named(name: str, country: str | None = None) -> PlaceQuerySet:
    """The recorded places that bear or bore the name, however its letters are marked; in the country if given."""
    # A subquery, so that a place with the name in two languages comes once.
    found = Place.objects.filter(pk__in=PlaceName.objects.filter(key=fold(name)).values("place"))
    if country:
        found = found.filter(country=country)
    return found.order_by("pk")


def recorded_candidate(candidate: Candidate) -> Place | None:
    """The recorded place that the candidate is: by GeoNames id, else the one of its country with its name."""
    if candidate.geonames_id is not None:
        return Place.objects.filter(geonames_id=candidate.geonames_id).first()
    return places_named(candidate.name, candidate.country).filter(geonames_id=None).first()


def shown_names(places: Iterable[str], language: str, day: date | None = None) -> dict[str, ShownName]:
    """What each place (by id) is called for a reader of the language, on the day or today; one query in all.

    A place without names is left out.
    """
    names = defaultdict(list)
    for row in PlaceName.objects.filter(place__in=set(places)):
        names[row.place_id].append(row.as_name())
    shown = {place: shown_name(borne, language, day) for place, borne in names.items()}
    return {place: name for place, name in shown.items() if name is not None}


def shown_name_of(place: Place, language: str, day: date | None = None) -> ShownName:
    """What the place is called for a reader of the language; no query where `names` were prefetched.

    A place without names is called by its id.
    """
    names = [row.as_name() for row in place.names.all()]
    return shown_name(names, language, day) or ShownName(place.pk, "")


def part_edges() -> dict[str, list[str]]:
    """Each place's wholes, of any time."""
    edges = defaultdict(list)
    for part, whole in PlacePart.objects.values_list("part_id", "whole_id"):
        edges[part].append(whole)
    return edges


def succession_edges() -> dict[str, list[str]]:
    """Each place's successors."""
    edges = defaultdict(list)
    for predecessor, successor in PlaceSuccession.objects.values_list("predecessor_id", "successor_id"):
        edges[predecessor].append(successor)
    return edges
