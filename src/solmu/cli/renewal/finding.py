"""Which renewal a person means, and what every verb of it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.asking import asked
from solmu.cli.instance import Day
from solmu.core.dates import OPEN, End, NotADate, PartialDate, parse_partial_date
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.stewardship.models import Renewal

OPEN_WORDS = ("..", "open", "until further notice")


def renewal_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """RENEWAL: its id, or the id or name of the agreement it renews, or the partner's name."""
    return click.argument("which", metavar="RENEWAL", required=False)(command)


def acting_on_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--on", "day", type=Day(), help="The day it is done, such as 24.11.2026 (default: today).")(
        command
    )


def asked_renewal(which: str | None) -> Renewal:
    return asked(which, "Which renewal", option="RENEWAL, as solmu renewal list tells it", read=find_renewal)


def find_renewal(text: str) -> Renewal:
    """The renewal with this id, else the one of the agreement or partner of this name: under way, or the last.

    Raises SolmuError where none or several answer to it.
    """
    from solmu.cli.finding import find_agreement
    from solmu.places.names import fold
    from solmu.stewardship.models import Renewal

    rows = Renewal.objects.select_related("agreement__record", "successor__record", "decision", "owner")
    if known := rows.filter(pk=text.strip()).first():
        return known
    # A partner with several agreements has seldom more than one that is being renewed.
    of_partner = rows.filter(agreement__partnership_rows__partnership__partner__names__key=fold(text)).distinct()
    for among in (of_partner.filter(ended_on=None), of_partner):
        if len(found := list(among[:2])) == 1:
            return found[0]
    agreement = find_agreement(text)
    of_agreement = rows.filter(agreement=agreement).order_by("-begun_on", "-pk")
    last = of_agreement.filter(ended_on=None).first() or of_agreement.first()
    if last is None:
        raise SolmuError("No renewal of this agreement is planned. Plan one with: solmu renewal plan")
    return last


def read_date(text: str) -> PartialDate:
    """A date as precise as it is written; raises SolmuError where it is none."""
    try:
        return parse_partial_date(text)
    except NotADate as error:
        raise SolmuError(str(error)) from error


def read_day(text: str) -> PartialDate:
    """A date to the day; raises SolmuError where it is none or less precise."""
    found = read_date(text)
    if found.precision != "day":
        raise SolmuError(f"“{text}” is not a day. Write the day too, for example 24.11.2026.")
    return found


def read_end(text: str) -> End:
    """An end: a date, or *until further notice* (or ``..``)."""
    return OPEN if text.strip().casefold() in OPEN_WORDS else read_date(text)


def read_text(text: str) -> str:
    """Words that say something; raises SolmuError where there are none."""
    if not text.strip():
        raise SolmuError("Nothing was written. Write at least one word.")
    return text.strip()
