"""The city's themes, and those of an agreement in its own words."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField

from solmu.core.fields import PartialDateField
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.base import PartRow, RecordRow, period_well_formed


class Theme(RecordRow):
    """A field of cooperation from the city's own ordered list, mapped to YSO (the General Finnish Ontology)."""

    key = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField()
    name = I18nCharField(max_length=200)
    yso = models.CharField(max_length=20, blank=True, help_text="the concept's id in YSO, such as p84")

    free_text = frozenset({"name"})
    not_personal = frozenset({"key", "yso"})

    class Meta:
        db_table = "theme"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return str(self.name)


class ThemeGoal(PartRow):
    """A goal of sustainable development that a theme serves: its number in the UN's Agenda 2030 (A/RES/70/1)."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "theme_goal"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="theme_goal_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=17), name="theme_goal_number_known"),
        ]


class AgreementTheme(PartRow):
    """A theme of an agreement in its own wording and order; it points to none, one or several of the city's themes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    wording = I18nCharField(max_length=300)
    applies_from = PartialDateField(help_text="since an amendment; empty for a theme it began with")
    applies_until = PartialDateField(open_allowed=True)
    themes = models.ManyToManyField(Theme, related_name="agreement_themes", blank=True)

    free_text = frozenset({"wording"})

    class Meta:
        db_table = "agreement_theme"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="agreement_theme_position_once"),
            period_well_formed("applies_from", "applies_until", "agreement_theme_period_well_formed"),
        ]
