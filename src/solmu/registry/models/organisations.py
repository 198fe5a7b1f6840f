"""Organisations that can be party to something, and units of the home administration."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField

from solmu.places.models import Place
from solmu.registry.models.base import RecordRow, one_of
from solmu.registry.vocabulary import OrganisationKind


class Organisation(RecordRow):
    """A city's administration, a network, school, university, company or association."""

    kind = models.CharField(max_length=40, choices=OrganisationKind.choices)
    name = I18nCharField(max_length=300)
    abbreviation = models.CharField(max_length=40, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    is_home = models.BooleanField(default=False)

    free_text = frozenset({"name", "abbreviation"})

    class Meta:
        db_table = "organisation"
        constraints = [
            one_of("kind", OrganisationKind.values, "organisation_kind_known"),
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(kind=OrganisationKind.CITY), name="organisation_one_city_per_place"
            ),
            models.UniqueConstraint(fields=["is_home"], condition=models.Q(is_home=True), name="organisation_one_home"),
            models.CheckConstraint(
                condition=~models.Q(kind=OrganisationKind.CITY) | models.Q(place__isnull=False),
                name="organisation_city_has_place",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Unit(RecordRow):
    """A part of an administration: who owns records and whom the public may ask."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    name = I18nCharField(max_length=200)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    free_text = frozenset({"name", "email", "telephone"})

    class Meta:
        db_table = "unit"

    def __str__(self) -> str:
        return str(self.name)
