"""What was published on a day, as far as it is public now: the record as it was known, not as it is known today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import click

from solmu.cli.show.listing import Asked, Listing, joined, label, shown
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.registry.vocabulary import RecordKind

Form = dict[str, Any]


class Table(NamedTuple):
    """How the shapes of a kind, in the claims format, stand in a table."""

    kind: RecordKind
    title: str
    columns: Mapping[str, Callable[[Form], str]]


def known(asked: Asked, what: str, day: date) -> list[Listing]:
    """What stood published when a day ended in the city; says when the record begins, where that is later.

    Raises SolmuError for what has no public shape of its own.
    """
    from solmu.core.wording import shown_date
    from solmu.places.sorting import sort_key
    from solmu.registry.queries.known import end_of_day, record_begins, shapes_known
    from solmu.registry.records import claim_form

    tables = _tables()
    if what not in tables:
        raise SolmuError(f"What was published of {what} is not told by day. Choose one of {', '.join(tables)}.")
    moment, begins = end_of_day(day, asked.city.time_zone), record_begins()
    if begins is None:
        click.echo("Nothing is recorded yet.", err=True)
    elif moment < begins:
        first = begins.astimezone(ZoneInfo(asked.city.time_zone)).date()
        click.echo(f"The record begins on {shown_date(first)}. Nothing was published before.", err=True)
    listings = []
    for table in tables[what]:
        forms = [claim_form(shape, asked.languages) for shape in shapes_known(moment, kind=table.kind).values()]
        rows = [(tuple(cell(form) for cell in table.columns.values()), form) for form in forms]
        rows.sort(key=lambda row: (*(sort_key(cell, asked.language) for cell in row[0]), row[1]["id"]))
        title = f"{table.title}: {shown_date(day)}"
        listings.append(
            Listing(
                title=title,
                headings=(*table.columns, "Id"),
                rows=[(*cells, form["id"]) for cells, form in rows],
                shapes=[form for _, form in rows],
                empty=f"{title}: –",
            )
        )
    return listings


def _text(key: str) -> Callable[[Form], str]:
    return lambda form: str(form.get(key) or "–")


def _date(key: str) -> Callable[[Form], str]:
    return lambda form: shown(form.get(key))


def _word(choices: Any, key: str) -> Callable[[Form], str]:
    return lambda form: label(choices, form.get(key))


def _partners(form: Form) -> str:
    return joined([place["name"] for place in form.get("partners") or ()])


def _partner(form: Form) -> str:
    return form["partner"]["name"] if form.get("partner") else "–"


def _until(form: Form) -> str:
    from django.utils.translation import gettext as _

    return _("until further notice") if form.get("open_ended") else shown(form.get("valid_until"))


def _tables() -> dict[str, list[Table]]:
    """The tables of each word a person may ask for, in the active language."""
    from django.utils.translation import gettext as _

    from solmu.registry import vocabulary as words

    kinds = words.RecordKind
    return {
        "partnerships": [
            Table(kinds.PARTNERSHIP, _("Partnerships"), {_("Partner"): _partner, _("Since"): _date("since")})
        ],
        "agreements": [
            Table(
                kinds.AGREEMENT,
                _("Agreements"),
                {
                    _("Partners"): _partners,
                    _("Kind"): _word(words.AgreementKind, "agreement_kind"),
                    _("Title"): _text("title"),
                    _("Signed"): _date("signed"),
                    _("In force from"): _date("valid_from"),
                    _("In force until"): _until,
                    _("Themes"): lambda form: joined(form["themes"], "; "),
                },
            )
        ],
        "networks": [
            Table(
                kinds.MEMBERSHIP,
                _("Networks"),
                {
                    _("Network"): _text("network"),
                    _("Organisation"): _text("organisation"),
                    _("Role"): _word(words.MembershipRole, "role"),
                    _("Since"): _date("since"),
                    _("Until"): _date("until"),
                },
            )
        ],
        "institutions": [
            Table(
                kinds.COVERAGE_STATEMENT,
                _("Institutions"),
                {
                    _("Partner"): _partner,
                    _("Kind"): _word(words.InstitutionLevel, "level"),
                    _("As stated"): _word(words.Extent, "extent"),
                    _("Since"): _date("since"),
                },
            ),
            Table(
                kinds.INSTITUTION_LINK,
                _("Institutions"),
                {
                    _("Partner"): _partner,
                    _("Kind"): _word(words.InstitutionLevel, "level"),
                    _("What is known"): lambda form: f"{form['home'] or '–'} – {form['partner_institution'] or '–'}",
                    _("Since"): _date("since"),
                },
            ),
        ],
        "recognitions": [
            Table(
                kinds.RECOGNITION,
                _("Recognitions"),
                {
                    _("Title"): _text("title"),
                    _("Giver"): _text("giver"),
                    _("Recipient"): _text("recipient"),
                    _("Year"): _date("year"),
                },
            )
        ],
        "activities": [
            Table(
                kinds.ACTIVITY,
                _("Visits and events"),
                {
                    _("Title"): _text("title"),
                    _("Kind"): _word(words.ActivityKind, "activity_kind"),
                    _("Start"): _date("start"),
                    _("End"): _date("end"),
                    _("Partners"): _partners,
                },
            )
        ],
        "themes": [Table(kinds.THEME, _("Themes"), {_("Theme"): _text("name"), "YSO": _text("yso")})],
    }
