"""The kinds of matters and how pressing they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatterRule(models.TextChoices):
    """Which rule raised a matter."""

    ENDED_WITHOUT_SUCCESSOR = "ended_without_successor", _("Ended without a successor")
    ENDING_SOON = "ending_soon", _("Ending soon")


class Severity(models.TextChoices):
    """How pressing a matter is, most pressing first."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Soon")
