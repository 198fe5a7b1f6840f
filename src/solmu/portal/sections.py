"""The parts of the portal that navigation leads to, each with its word and its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.portal.addresses import (
    about_address,
    accessibility_address,
    activities_address,
    agreements_address,
    feedback_address,
    figures_address,
    institutions_address,
    names_address,
    networks_address,
    partners_address,
    privacy_address,
    recognitions_address,
    stories_address,
)


@dataclass(frozen=True)
class Section:
    """A part of the portal; `is_main`: it stands at the head of every page, and not only at its foot."""

    key: str
    word: str | Promise
    address: Callable[[str], str]
    is_main: bool = True


SECTIONS = (
    Section("partners", _("Partners"), partners_address),
    Section("agreements", _("Agreements"), agreements_address),
    Section("networks", _("Networks"), networks_address),
    Section("institutions", _("Schools and institutions"), institutions_address),
    Section("activities", _("Visits and events"), activities_address),
    Section("stories", pgettext_lazy("section", "Stories"), stories_address),
    Section("figures", _("Figures"), figures_address),
    Section("recognitions", _("Recognitions"), recognitions_address, is_main=False),
    Section("names", _("From A to Z"), names_address, is_main=False),
    Section("about", _("About the service"), about_address, is_main=False),
    Section("feedback", _("Feedback and questions"), feedback_address, is_main=False),
    Section("accessibility", _("Accessibility statement"), accessibility_address, is_main=False),
    Section("privacy", _("Privacy"), privacy_address, is_main=False),
)
