"""Activities: what happened or will, with whom, and how many took part."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField

from solmu.core.fields import PartialDateField
from solmu.registry.models.base import PartRow, RecordRow, one_of, period_well_formed
from solmu.registry.models.organisations import Organisation
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import ActivityKind, Direction


class Activity(RecordRow):
    """A visit, exchange, event, project, training, meeting or advocacy. Counts of people, never names."""

    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    title = I18nCharField(max_length=300)
    starts = PartialDateField()
    ends = PartialDateField(open_allowed=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    partnerships = models.ManyToManyField(Partnership, through="ActivityPartnership", related_name="activities")
    organisations = models.ManyToManyField(Organisation, through="ActivityOrganisation", related_name="activities")

    class Meta:
        db_table = "activity"
        indexes = [models.Index(fields=["starts_earliest"], name="activity_starts_earliest")]
        constraints = [
            one_of("kind", ActivityKind.values, "activity_kind_known"),
            one_of("direction", Direction.values, "activity_direction_known", or_none=True),
            period_well_formed("starts", "ends", "activity_period_well_formed"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class ActivityPartnership(PartRow):
    """An activity under a partnership."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="partnership_rows")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="activity_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "activity_partnership"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "partnership"], name="activity_partnership_once")]


class ActivityOrganisation(PartRow):
    """An organisation that takes part in an activity, in the source's order; a partner city need be no partnership."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="organisation_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activity_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "activity_organisation"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "organisation"], name="activity_organisation_once")]


class ActivityParticipants(PartRow):
    """How many people of a group and country took part; both empty where the source gives only a sum."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participants")
    group = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "activity_participants"
        constraints = [
            models.UniqueConstraint(fields=["activity", "group", "country"], name="activity_participants_once")
        ]
