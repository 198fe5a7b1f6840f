"""Decisions that stand behind facts of the record."""

from __future__ import annotations

from django.db import models

from solmu.core.fields import PartialDateField
from solmu.registry.models.base import RecordRow


class Decision(RecordRow):
    """What an organ decided: the organ, the day, the section and the case, where the source gives them."""

    organ = models.CharField(max_length=300, help_text="as written: city council, mayor")
    decided = PartialDateField()
    section = models.CharField(max_length=40, blank=True, help_text="such as § 112")
    case_id = models.CharField(max_length=80, blank=True, help_text="the case number (diaarinumero, diarienummer)")
    address = models.URLField(max_length=1000, blank=True)

    free_text = frozenset({"organ", "address"})
    not_personal = frozenset({"section", "case_id"})

    class Meta:
        db_table = "decision"
        indexes = [models.Index(fields=["case_id"], name="decision_case_id")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.organ, str(self.decided or ""), self.section)))
