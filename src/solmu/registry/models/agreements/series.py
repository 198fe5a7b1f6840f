"""Lines of agreements."""

from __future__ import annotations

from django.db import models

from solmu.registry.models.base import RecordRow
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import AgreementKind


class AgreementSeries(RecordRow):
    """One line of agreements, such as the memoranda since 1999, possibly under a standing agreement.

    The standing agreement is in no series. Links between members that nobody recorded are known gaps.
    """

    agreement_kind = models.CharField(max_length=40, choices=AgreementKind.choices)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="agreement_series"
    )
    standing_agreement = models.ForeignKey(
        "registry.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="series_under"
    )

    class Meta:
        db_table = "agreement_series"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agreement_kind"], name="agreement_series_one_line_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"
