"""The page where another day is chosen."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from solmu.core.wording import shown_date
from solmu.portal.addresses import days_address
from solmu.portal.composing.reader import Reader, day_form, frame
from solmu.portal.pages.days import DaysPage


def days_page(
    reader: Reader, page: str, first: date | None, begins: date | None, asked: str = "", trouble: str = ""
) -> DaysPage:
    """The forms, with what was asked for and why it was not found; `page` is the address they lead back to.

    `first` is the first day of a fact, `begins` the day the record begins.
    """
    heading = _("How it stood on a day")
    told = {"first": shown_date(first) if first else reader.shown_day, "today": reader.shown_day}
    return DaysPage(
        frame=frame(reader, title=heading, address=days_address, is_lasting=False),
        heading=heading,
        lead=_("Every page of the portal can be shown as it stood on any day from %(first)s to %(today)s.") % told,
        form=day_form(reader, page, value=asked, first=first),
        trouble=trouble,
        known_heading=_("What had been published by a day"),
        known_lead=_("Partners and agreements as this portal told of them then. The record begins on %(day)s.")
        % {"day": shown_date(begins)}
        if begins
        else _("Nothing is recorded yet."),
        known_form=day_form(reader, page, first=begins, as_known=True) if begins else None,
    )
