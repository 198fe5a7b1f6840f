"""The short keys stored in the tables of places, with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.errors import Phrase


class PlaceKind(models.TextChoices):
    """What kind of place it is."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    REGION = "region", _("Region")
    COUNTRY_PART = "country_part", _("Part of a country")
    OTHER = "other", _("Other place")


class NameKind(models.TextChoices):
    """What kind of name it is; empty where the source, as a gazetteer, does not say."""

    OFFICIAL = "official", _("Official name")
    EXONYM = "exonym", _("Name in another language")
    FORMER = "former", _("Former name")


ROWS = (
    Phrase("place"),
    Phrase("place name"),
    Phrase("place part"),
    Phrase("place sort key"),
    Phrase("place succession"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""
