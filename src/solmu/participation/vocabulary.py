"""Kinds of enquiries, with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.errors import Phrase


class EnquiryKind(models.TextChoices):
    """What somebody writes to the city about."""

    ACCESSIBILITY = "accessibility", _("Accessibility feedback")
    QUESTION = "question", _("A question or a correction")


ROWS = (Phrase("enquiry"),)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""
