"""Activities: what happened or will, with whom, and how many took part."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from solmu.core.fields import PartialDateField
from solmu.places.models import Place
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.agreements.themes import Theme
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow, one_of, period_well_formed
from solmu.registry.models.networks import Membership
from solmu.registry.models.organisations import Organisation
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose


class Activity(RecordRow):
    """A visit, exchange, event, project, training, meeting or advocacy. Counts of people, never names."""

    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    title = I18nCharField(max_length=300)
    starts = PartialDateField()
    ends = PartialDateField(open_allowed=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    place_as_written = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    purpose = models.CharField(max_length=30, choices=NetworkPurpose.choices, blank=True)
    costs = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR", help_text="ISO 4217")
    funding = I18nTextField(blank=True)
    outcome = I18nTextField(blank=True)
    partnerships = models.ManyToManyField(Partnership, through="ActivityPartnership", related_name="activities")
    organisations = models.ManyToManyField(Organisation, through="ActivityOrganisation", related_name="activities")
    memberships = models.ManyToManyField(Membership, through="ActivityMembership", related_name="activities")
    themes = models.ManyToManyField(Theme, through="ActivityTheme", related_name="activities")

    free_text = frozenset({"title", "place_as_written", "funding", "outcome"})
    not_personal = frozenset({"currency"})

    class Meta:
        db_table = "activity"
        indexes = [models.Index(fields=["starts_earliest"], name="activity_starts_earliest")]
        constraints = [
            one_of("kind", ActivityKind.values, "activity_kind_known"),
            one_of("direction", Direction.values, "activity_direction_known", or_none=True),
            one_of("purpose", NetworkPurpose.values, "activity_purpose_known", or_none=True),
            models.CheckConstraint(
                condition=models.Q(costs__isnull=True) | models.Q(costs__gte=0), name="activity_costs_not_negative"
            ),
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

    free_text = frozenset({"group"})
    not_personal = frozenset({"country"})

    class Meta:
        db_table = "activity_participants"
        constraints = [
            models.UniqueConstraint(fields=["activity", "group", "country"], name="activity_participants_once")
        ]


class ActivityMembership(PartRow):
    """An activity within a network the city is a member of."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="membership_rows")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="activity_rows")

    class Meta:
        db_table = "activity_membership"
        constraints = [models.UniqueConstraint(fields=["activity", "membership"], name="activity_membership_once")]


class ActivityTheme(PartRow):
    """An activity on one of the city's themes."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="theme_rows")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="activity_rows")

    class Meta:
        db_table = "activity_theme"
        constraints = [models.UniqueConstraint(fields=["activity", "theme"], name="activity_theme_once")]


class ActivityGift(PartRow):
    """A gift given or received, with its value where it is known."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="gifts")
    direction = models.CharField(max_length=10, choices=GiftDirection.choices)
    what = I18nCharField(max_length=300)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR", help_text="ISO 4217")

    free_text = frozenset({"what"})
    not_personal = frozenset({"currency"})

    class Meta:
        db_table = "activity_gift"
        constraints = [one_of("direction", GiftDirection.values, "activity_gift_direction_known")]
