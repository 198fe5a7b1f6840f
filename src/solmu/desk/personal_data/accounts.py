"""What is kept of people with an account, why, how long, and when the account is looked at again."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.city import City
from solmu.core.models import Account
from solmu.core.personal_data import ACCOUNT_REVIEWED_MONTHS, kept_for
from solmu.core.terms import shift_day
from solmu.core.wording import shown_date
from solmu.desk.listing import Cell
from solmu.desk.record_page import Section, Table, fact


def looked_at_again_on(account: Account, zone: ZoneInfo) -> date:
    """The day on which somebody looks whether the account is still needed, unless it is used before."""
    used: datetime = max(moment for moment in (account.created_at, account.last_login, account.is_here_at) if moment)
    return shift_day(used.astimezone(zone).date(), ACCOUNT_REVIEWED_MONTHS)


def kept_of_account(account: Account, city: City) -> Section:
    """Why an account's data are kept, how long, and when they are looked at again."""
    data = Account.personal_data
    again = shown_date(looked_at_again_on(account, ZoneInfo(city.time_zone)))
    return Section(
        _("Why and how long"),
        facts=(
            fact(_("What is kept"), str(data.what)),
            fact(_("What for"), str(data.purpose)),
            fact(_("On what ground"), str(data.basis.label)),
            fact(_("How long"), kept_for(data.kept, city)),
            fact(_("Looked at again"), again if account.is_active else None),
        ),
    )


def accounts_to_look_at(city: City, day: date) -> Section:
    """Open accounts that nobody has used for so long that somebody looks whether they are still needed; one query."""
    zone = ZoneInfo(city.time_zone)
    rows = [(row, looked_at_again_on(row, zone)) for row in Account.objects.filter(is_active=True).order_by("name")]
    due = [(row, again) for row, again in rows if again <= day]
    return Section(
        _("Accounts nobody has used for a year"),
        table=Table(
            (_("Name"), _("Role"), _("Looked at again")),
            tuple(
                (
                    Cell(row.name or row.email, reverse("desk:person", args=[row.pk])),
                    Cell(row.get_role_display()),
                    Cell(shown_date(again)),
                )
                for row, again in due
            ),
        ),
        empty=_("Every open account has been used within a year."),
    )
