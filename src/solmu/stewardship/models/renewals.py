"""Renewals: the process from "ends next year" to "signed again". Internal; nothing here is shown to the public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from i18nfield.fields import I18nCharField

from solmu.core.fields import PartialDateField
from solmu.core.personal_data import sees_to
from solmu.registry.models import Agreement, Decision
from solmu.registry.models.base import PartRow, one_of
from solmu.stewardship.rules.renewals import OVER, RUNNING
from solmu.stewardship.vocabulary import RenewalStage

LONGEST_DROP_REASON = 300


class Renewal(PartRow):
    """One agreement on its way to be renewed; at most one such way at a time.

    `ends` and `decide_by` are what the agreement's deadline was when the renewal was planned, or planned anew: its days
    count back from them, and do not jump when a tacit term begins meanwhile. `successor` is the agreement to come, from
    the first draft on. It replaces the old one only once it is signed.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="renewals")
    stage = models.CharField(max_length=20, choices=RenewalStage.choices, default=RenewalStage.PLANNED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    begun_on = models.DateField()
    ends = PartialDateField(help_text="the end it renews; empty where the agreement has none")
    decide_by = models.DateField(null=True, blank=True, help_text="the last day to decide, as its deadline says")
    in_force_by = models.DateField(null=True, blank=True, help_text="the day somebody wants the successor in force")
    successor = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_from"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    ended_on = models.DateField(null=True, blank=True)
    drop_reason = models.CharField(max_length=LONGEST_DROP_REASON, blank=True)

    personal_data = sees_to("owner")
    free_text = frozenset({"drop_reason"})

    class Meta:
        db_table = "renewal"
        ordering = ["begun_on", "pk"]
        indexes = [models.Index(fields=["stage"], name="renewal_stage")]
        constraints = [
            one_of("stage", RenewalStage.values, "renewal_stage_known"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(ended_on__isnull=True), name="renewal_one_under_way"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, stage__in=RUNNING)
                | models.Q(ended_on__isnull=False, stage__in=OVER),
                name="renewal_ended_with_stage",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=RenewalStage.DROPPED) | ~models.Q(drop_reason=""),
                name="renewal_dropped_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage__in=[RenewalStage.SIGNING, RenewalStage.IN_FORCE])
                | models.Q(successor__isnull=False, decision__isnull=False),
                name="renewal_signed_after_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("agreement")),
                name="renewal_not_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"renewal {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.ended_on is None


class RenewalStep(PartRow):
    """The renewal came into a stage on a day: forward, or back to an earlier one."""

    renewal = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20, choices=RenewalStage.choices)
    reached_on = models.DateField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "renewal_step"
        ordering = ["position"]
        constraints = [
            one_of("stage", RenewalStage.values, "renewal_step_stage_known"),
            models.UniqueConstraint(fields=["renewal", "position"], name="renewal_step_position_once"),
        ]


class RenewalCheck(PartRow):
    """One thing not to be forgotten, in the city's words; done on a day by somebody, or still open."""

    renewal = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    text = I18nCharField(max_length=300)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="renewal_checks_done"
    )

    personal_data = sees_to("done_by")
    free_text = frozenset({"text"})

    class Meta:
        db_table = "renewal_check"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["renewal", "position"], name="renewal_check_position_once"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, done_by__isnull=True) | models.Q(done_on__isnull=False),
                name="renewal_check_done_on_a_day",
            ),
        ]


class RenewalNote(PartRow):
    """What somebody wrote down about a renewal, for colleagues."""

    renewal = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="renewal_notes"
    )

    personal_data = sees_to("written_by")
    free_text = frozenset({"text"})

    class Meta:
        db_table = "renewal_note"
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="renewal_note_says_something")]
