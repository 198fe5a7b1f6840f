"""The areas of the desk, in the order of its navigation, and who may open each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.models import Account
from solmu.core.permissions import can_find_person, can_read_accounts, can_read_audit, can_read_settings
from solmu.participation.permissions import can_see_to_enquiries
from solmu.registry.permissions import can_read_contacts, can_read_internal


@dataclass(frozen=True)
class Area:
    """One line of the navigation; `group` draws the hairlines between lines."""

    key: str
    word: Promise
    group: int
    may_open: Callable[[Account], bool] = can_read_internal

    @property
    def address(self) -> str:
        return reverse(f"desk:{self.key}")


AREAS = (
    Area("today", _("Today"), 1),
    Area("intake", _("Claims"), 1),
    Area("enquiries", _("Enquiries"), 1, can_see_to_enquiries),
    Area("partners", _("Partners"), 2),
    Area("agreements", _("Agreements"), 2),
    Area("networks", _("Networks"), 2),
    Area("institutions", _("Institutions"), 2),
    Area("activities", _("Visits and events"), 2),
    Area("recognitions", _("Recognitions"), 2),
    Area("stories", _("Stories"), 2),
    Area("contacts", _("Contact persons"), 3, can_read_contacts),
    Area("sources", _("Sources"), 4),
    Area("people", pgettext_lazy("desk", "People"), 4, can_read_accounts),
    Area("units", _("Units"), 4),
    Area("themes", _("Themes"), 4),
    Area("settings", _("Settings"), 4, can_read_settings),
    Area("personal_data", _("Personal data"), 4, can_find_person),
    Area("audit", pgettext_lazy("desk", "Change log"), 4, can_read_audit),
)


def areas_of(by: Account) -> list[tuple[Area, str]]:
    """The areas this account may open, each with its address."""
    return [(area, area.address) for area in AREAS if area.may_open(by)]
