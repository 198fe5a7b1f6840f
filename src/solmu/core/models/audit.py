"""The audit chain's tables. They are written by `solmu.core.audit` only; see there for what the columns mean."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose


class AuditEntry(models.Model):
    """One link of the chain. All columns are text or numbers kept exactly as hashed, so that any changed byte shows."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    actor_id = models.CharField(max_length=12, db_index=True)
    action = models.CharField(max_length=60)
    record_id = models.CharField(max_length=12, blank=True, db_index=True)
    source_id = models.CharField(max_length=12, blank=True)
    commitments = models.TextField()
    details = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("actor_id",),
        what=_("Who changed what in the record, and when"),
        purpose=_("To show who changed the record, and that nobody did so unseen."),
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.BY_NUMBER,
        receivers=(Receiver.AUDITORS,),
    )
    free_text = frozenset({"details"})
    not_personal = frozenset({"at", "action", "record_id", "source_id", "commitments", "previous_hash", "hash"})

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["at", "sequence"], name="audit_entry_at")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditValue(models.Model):
    """What one field was before and after, beside the chain, where it can be erased without breaking it."""

    pk = models.CompositePrimaryKey("entry_id", "field")
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="values", db_index=False)
    field = models.CharField(max_length=120)
    before = models.TextField()
    after = models.TextField()
    salt = models.CharField(max_length=64)

    free_text = frozenset({"before", "after"})
    not_personal = frozenset({"field", "salt"})

    class Meta:
        db_table = "audit_value"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field}"


class AuditHead(models.Model):
    """The one row that says where the chain ends; locked last in every transaction that writes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    not_personal = frozenset({"hash"})

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_single")]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"
