"""Places, their names over time, what they are part of and what followed them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from solmu.core.fields import PartialDateField
from solmu.core.ids import OpaqueIdField
from solmu.places.rules import Name
from solmu.places.vocabulary import NameKind, PlaceKind


class SortKeyField(models.TextField):  # type: ignore[type-arg]
    """A key of `solmu.places.sorting`, compared byte by byte on every database."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"  # SQLite's own order is by bytes
        return parameters


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places."""

    def alphabetical(self, language: str) -> PlaceQuerySet:
        """In the order of their names for a reader of the interface language."""
        return self.filter(sort_keys__language=language).order_by("sort_keys__key", "pk")


class Place(models.Model):
    """A municipality, city district, region or country part. Its names stand apart, in many languages and times."""

    id = OpaqueIdField()
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    latitude = models.FloatField(null=True, blank=True, help_text="degrees north")
    longitude = models.FloatField(null=True, blank=True, help_text="degrees east")
    population = models.PositiveIntegerField(null=True, blank=True)
    geonames_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    wikidata_id = models.CharField(max_length=20, blank=True, help_text="of the town")
    municipality_wikidata_id = models.CharField(max_length=20, blank=True)

    objects = PlaceQuerySet.as_manager()

    not_personal = frozenset({"country", "wikidata_id", "municipality_wikidata_id"})

    class Meta:
        db_table = "place"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.CheckConstraint(condition=Q(country=Upper("country")) & ~Q(country=""), name="place_country_code"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


def _period_is_well_formed(name: str) -> models.CheckConstraint:
    """Not over before it began; a bound that is unknown or open (NULL) breaks nothing."""
    condition = Q(since_earliest__isnull=True) | Q(until_latest__isnull=True) | Q(until_latest__gte=F("since_earliest"))
    return models.CheckConstraint(condition=condition, name=name)


class PlaceName(models.Model):
    """A name of a place in a language, from and until a day."""

    id = OpaqueIdField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=800, editable=False, help_text="the text as solmu.places.names folds it")
    language = models.CharField(max_length=20, blank=True, help_text="BCP 47; empty where the source does not say")
    kind = models.CharField(max_length=10, choices=NameKind.choices, blank=True)
    since = PartialDateField()
    until = PartialDateField(open_allowed=True)
    genitive = models.CharField(max_length=200, blank=True)
    inessive = models.CharField(max_length=200, blank=True)

    # Follows from the text.
    not_audited = frozenset({"key"})

    not_personal = frozenset({"text", "key", "language", "genitive", "inessive"})

    class Meta:
        db_table = "place_name"
        ordering = ["language", "text", "pk"]
        indexes = [models.Index(fields=["key"], name="place_name_key")]
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "text", "since"], name="place_name_once"),
            models.CheckConstraint(condition=Q(kind__in=["", *NameKind.values]), name="place_name_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="place_name_says_something"),
            _period_is_well_formed("place_name_period"),
        ]

    def __str__(self) -> str:
        return self.text

    def as_name(self) -> Name:
        return Name(self.text, self.language, self.kind, self.since, self.until, self.genitive, self.inessive)


class PlaceSortKey(models.Model):
    """Where a place stands among others for readers of an interface language. Follows from its names."""

    pk = models.CompositePrimaryKey("place_id", "language")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="sort_keys", db_index=False)
    language = models.CharField(max_length=20)
    key = SortKeyField()

    not_personal = frozenset({"language", "key"})

    class Meta:
        db_table = "place_sort_key"
        indexes = [models.Index(fields=["language", "key"], name="place_sort_key_order")]

    def __str__(self) -> str:
        return f"{self.language} {self.key}"


class PlacePart(models.Model):
    """A place is part of another from and until a day (a district of a city, a municipality of a region)."""

    id = OpaqueIdField()
    part = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="wholes")
    whole = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="parts")
    since = PartialDateField()
    until = PartialDateField(open_allowed=True)

    class Meta:
        db_table = "place_part"
        constraints = [
            models.UniqueConstraint(fields=["part", "whole", "since"], name="place_part_once"),
            models.CheckConstraint(condition=~Q(part=F("whole")), name="place_part_not_of_itself"),
            _period_is_well_formed("place_part_period"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} in {self.whole_id}"


class PlaceSuccession(models.Model):
    """A place was followed by another from a day on; several may follow one (a split) and one several (a merger)."""

    id = OpaqueIdField()
    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="followed_by")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="follows")
    on = PartialDateField()

    class Meta:
        db_table = "place_succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="place_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="place_succession_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
