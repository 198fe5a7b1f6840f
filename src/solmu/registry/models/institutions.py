"""Institution links, and what sources say of how many institutions have one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from solmu.core.fields import PartialDateField
from solmu.places.models import Place
from solmu.registry.models.base import RecordQuerySet, RecordRow, one_of, period_well_formed
from solmu.registry.models.organisations import Organisation
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import Extent, InstitutionLevel


class InstitutionLink(RecordRow):
    """Two institutions tied, both named; under a partnership or free."""

    level = models.CharField(max_length=40, choices=InstitutionLevel.choices)
    home_institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links_from_home")
    partner_institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links_to_home")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="institution_links"
    )
    linked_from = PartialDateField()
    linked_until = PartialDateField(open_allowed=True)

    class Meta:
        db_table = "institution_link"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(home_institution=models.F("partner_institution")),
                name="institution_link_of_two",
            ),
            one_of("level", InstitutionLevel.values, "institution_link_level_known"),
            period_well_formed("linked_from", "linked_until", "institution_link_period_well_formed"),
        ]

    def __str__(self) -> str:
        return f"institution link {self.pk}"


class CoverageStatementQuerySet(RecordQuerySet):
    """Statements of coverage."""

    def published(self) -> RecordQuerySet:
        """Without those about a city whose partnership is internal: without its name they would say another thing."""
        return super().published().exclude(partner__partnership__record__is_published=False)


class CoverageStatement(RecordRow):
    """A source says that all, so many or some institutions of a kind have a link. A fact of its own, never a link.

    `partner` is the city the links lead to, None for anywhere; it need be no partnership.
    """

    objects: ClassVar[Any] = CoverageStatementQuerySet.as_manager()

    level = models.CharField(max_length=40, choices=InstitutionLevel.choices)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="coverage_statements"
    )
    partner = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="coverage_statements"
    )
    extent = models.CharField(max_length=10, choices=Extent.choices)
    number = models.PositiveIntegerField(null=True, blank=True)
    stated_from = PartialDateField()
    stated_until = PartialDateField(open_allowed=True)

    class Meta:
        db_table = "coverage_statement"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extent=Extent.NUMBER, number__isnull=False)
                | (~models.Q(extent=Extent.NUMBER) & models.Q(number__isnull=True)),
                name="coverage_statement_number_if_number",
            ),
            one_of("level", InstitutionLevel.values, "coverage_statement_level_known"),
            one_of("extent", Extent.values, "coverage_statement_extent_known"),
            period_well_formed("stated_from", "stated_until", "coverage_statement_period_well_formed"),
        ]

    def __str__(self) -> str:
        return f"coverage statement {self.pk}"
