"""What intake keeps: the text a source was read as, the claims found in it, and what accepting each of them did."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from solmu.core.ids import OpaqueIdField
from solmu.core.models import Record, Source
from solmu.core.personal_data import sees_to
from solmu.intake.vocabulary import ClaimState, EffectKind


class SourceText(models.Model):
    """The plain text of a source, to which the offsets of its claims and citations refer."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, primary_key=True, related_name="text")
    sha256 = models.CharField(max_length=64, unique=True, help_text="of the document's bytes")
    text = models.TextField()
    language = models.CharField(max_length=12)
    home = models.CharField(max_length=200, help_text="the city whose document it is, as the document names it")

    free_text = frozenset({"text"})
    not_personal = frozenset({"sha256", "language", "home"})

    class Meta:
        db_table = "source_text"

    def __str__(self) -> str:
        return f"text of {self.source_id}"


class Claim(models.Model):
    """What a source asserts, before and after a person reviewed it.

    `content` is the claim in the claims format (version 1): material from a document, never queried as a fact.
    """

    id = OpaqueIdField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveIntegerField(help_text="its place among the document's claims, from 1")
    kind = models.CharField(max_length=40)
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=12, blank=True, help_text="the account's id")
    remark = models.TextField(blank=True, help_text="why it was rejected or put off")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    not_audited = frozenset({"found_at", "content"})

    personal_data = sees_to("reviewed_by")
    free_text = frozenset({"content", "remark"})
    not_personal = frozenset({"kind"})

    class Meta:
        db_table = "claim"
        ordering = ["source", "position"]
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="claim_position_once"),
            models.CheckConstraint(
                condition=~models.Q(state=ClaimState.ACCEPTED) | models.Q(record__isnull=False),
                name="claim_accepted_into_record",
            ),
            models.CheckConstraint(condition=models.Q(state__in=ClaimState.values), name="claim_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position} of {self.source_id}"


class AcceptanceEffect(models.Model):
    """One thing the acceptance of a claim did, in order, kept so that it can be withdrawn as one action."""

    id = OpaqueIdField()
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="effects")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EffectKind.choices)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    part_id = models.CharField(max_length=12, blank=True, help_text="the change or citation that was added")
    field = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=10, blank=True, help_text="the date the field had, EDTF")
    after = models.CharField(max_length=10, blank=True)

    not_personal = frozenset({"part_id", "field", "before", "after"})

    class Meta:
        db_table = "acceptance_effect"
        ordering = ["claim", "position"]
        constraints = [models.UniqueConstraint(fields=["claim", "position"], name="acceptance_effect_position_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
