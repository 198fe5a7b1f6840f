"""The states of a claim and the reasons why one needs eyes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.errors import Phrase


class ClaimState(models.TextChoices):
    """What a person has done with a claim."""

    OPEN = "open", pgettext_lazy("claim", "To review")
    LATER = "later", pgettext_lazy("claim", "Later")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    REJECTED = "rejected", pgettext_lazy("claim", "Rejected")


class EffectKind(models.TextChoices):
    """What an acceptance did to a record, so that it can be withdrawn."""

    ADDED = "added", _("Added the record")
    RESTORED = "restored", _("Put the record back")
    CHANGED = "changed", _("Recorded a change")
    SET = "set", _("Set a field")
    TIED = "tied", _("Put the record under a partnership")
    CITED = "cited", _("Cited the source")


class Doubt(models.TextChoices):
    """Why a claim needs eyes. Codes are those of the claims format's `reasons`."""

    UNKNOWN_PLACE = "unknown_place", _("The place is not known.")
    AMBIGUOUS_PLACE = "ambiguous_place", _("The name may mean several places.")
    IMPOSSIBLE_DAY = "impossible_day", _("The text names a day that does not exist.")
    ONE_SIDE_MISSING = "one_side_missing", _("Only one of the two institutions is named.")
    POSSIBLY_SAME_AGREEMENT = (
        "possibly_same_agreement",
        _("Possibly the same agreement as another: same partner, same year, both called the first."),
    )
    CONTRADICTS_RECORD = "contradicts_record", _("The record says something else.")
    ALREADY_THERE = "already_there", _("The record says this already.")


HOLDING_DOUBTS = frozenset(
    {Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE, Doubt.ONE_SIDE_MISSING, Doubt.CONTRADICTS_RECORD}
)
"""Doubts with which a claim is not accepted unless a person looks at it."""


ROWS = (
    Phrase("acceptance effect"),
    Phrase("claim"),
    Phrase("source text"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""
