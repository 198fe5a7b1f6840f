"""`solmu activity`: visits, events and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.membership import find_membership
from solmu.cli.reading import everyone, key_in, optional, people, read_end, texts
from solmu.core.dates import parse_partial_date
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.city import City
    from solmu.registry.actions.activities import Counts, Gift
    from solmu.registry.models import Theme

KINDS = ("visit", "exchange", "event", "project", "training", "meeting", "advocacy", "other")
DIRECTIONS = ("out", "in", "online")
PURPOSES = ("knowledge", "staff_development", "advocacy", "voice")


@click.group()
def activity() -> None:
    """Record visits and events, who took part and what came of them."""


@activity.command()
@click.option("--partner", "partners", multiple=True, metavar="NAME", help="The partner city; may be given again.")
@click.option("--network", "networks", multiple=True, metavar="NAME", help="A network the city is a member of.")
@click.option("--title", "titles", multiple=True, metavar="TEXT", help="What it is; another language as sv=TEXT.")
@click.option("--kind", type=click.Choice(KINDS), help="What kind of activity.")
@click.option("--from", "starts", metavar="DATE", help="The day, month or year it begins.")
@click.option("--until", "ends", metavar="DATE", help="Its last day; “open” where it goes on.")
@click.option("--direction", type=click.Choice(DIRECTIONS), help="To the partner (out), from it (in), or online.")
@click.option("--people", "numbers", multiple=True, metavar="N", help="How many: 34, or 12 pupils EE, given again.")
@click.option("--agreement", metavar="NAME", help="The agreement it is under.")
@click.option("--organisation", "organisations", multiple=True, metavar="NAME", help="Who else takes part.")
@click.option("--theme", "themes", multiple=True, metavar="KEY", help="One of the city's themes.")
@click.option("--place", metavar="TEXT", help="Where, as written.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What of a network it serves.")
@click.option("--costs", metavar="AMOUNT", help="What it costs, such as 1200.50.")
@click.option("--currency", default="EUR", show_default=True, help="The currency of the costs.")
@click.option("--funding", "fundings", multiple=True, metavar="TEXT", help="Who pays.")
@click.option("--outcome", "outcomes", multiple=True, metavar="TEXT", help="What came of it.")
@click.option("--gift-given", "given", multiple=True, metavar="TEXT", help="A gift given.")
@click.option("--gift-received", "received", multiple=True, metavar="TEXT", help="A gift received.")
@click.option("--publish", is_flag=True, help="Show it to the public; its texts must be in every language of the city.")
@by_option
def add(email: str | None, **options: Any) -> None:
    """Record a visit or another activity in two minutes: seven questions on a terminal, the rest as options."""
    city = open_instance()
    from solmu.core.audit import recorded
    from solmu.registry.actions.activities import add_activity
    from solmu.registry.actions.publicity import publish_record

    by = acting(email)
    facts = _facts(city, options)
    outcome = texts(options["outcomes"], city.languages) if options["outcomes"] else ""
    if outcome and facts["starts"].earliest > city.today():
        raise SolmuError(f"The activity begins on {facts['starts']} and has no outcome yet. Leave --outcome out.")
    with recorded(by=by, action="activity_add"):
        row = add_activity(by=by, source=None, outcome=outcome, **facts)
        if options["publish"]:
            publish_record(by=by, source=None, record=row.record, languages=city.languages)
    state = "published" if options["publish"] else "internal"
    click.echo(f"Added the activity {row.pk}: {row.title} ({state}).")


def _facts(city: City, options: dict[str, Any]) -> dict[str, Any]:
    """What is recorded of an activity: the seven things that are asked for, and what was given beside them."""
    from solmu.cli.finding import find_agreement, find_organisation, find_partnership

    memberships = [find_membership(name) for name in options["networks"]]
    partner = options["partners"] or (None if not memberships else ())
    ties = (
        asked(
            None,
            "The partner",
            option="--partner NAME or --network NAME",
            read=lambda text: [find_partnership(text)],
        )
        if partner is None
        else [find_partnership(name) for name in partner]
    )
    kind = asked(
        options["kind"], f"The kind of activity ({', '.join(KINDS)})", option="--kind KIND", read=key_in(KINDS)
    )
    titles = options["titles"] or asked(None, "The title", option="--title TEXT", read=_some)
    starts = asked(options["starts"], "The first day", option="--from DATE", read=parse_partial_date)
    ends = optional(options["ends"], "The last day", read=read_end)
    direction = optional(options["direction"], f"The direction ({', '.join(DIRECTIONS)})", read=key_in(DIRECTIONS))
    return {
        "kind": kind,
        "title": texts(titles, city.languages),
        "starts": starts,
        "ends": ends,
        "direction": direction or "",
        "partnerships": ties,
        "memberships": memberships,
        "organisations": [find_organisation(name) for name in options["organisations"]],
        "themes": [find_theme(key) for key in options["themes"]],
        "agreement": find_agreement(options["agreement"]) if options["agreement"] else None,
        "place_as_written": options["place"] or "",
        "participants": _counts(options["numbers"]),
        "purpose": options["purpose"] or "",
        "costs": options["costs"],
        "currency": options["currency"],
        "funding": texts(options["fundings"], city.languages) if options["fundings"] else "",
        "gifts": _gifts(city, options["given"], options["received"]),
    }


def _some(text: str) -> tuple[str, ...]:
    if not text.strip():
        raise SolmuError("Nothing was written. Write a few words.")
    return (text,)


def _counts(numbers: Sequence[str]) -> Counts | None:
    if numbers:
        return [people(each) for each in numbers]
    return optional(None, "The number of people", read=everyone)


def _gifts(city: City, given: Sequence[str], received: Sequence[str]) -> list[Gift]:
    from solmu.registry.actions.activities import Gift
    from solmu.registry.vocabulary import GiftDirection

    return [
        Gift(direction, texts([what], city.languages))
        for direction, gifts in ((GiftDirection.GIVEN, given), (GiftDirection.RECEIVED, received))
        for what in gifts
    ]


def find_theme(text: str) -> Theme:
    """The city's theme with this key or name; raises SolmuError where there is none."""
    from solmu.cli.finding import find_row
    from solmu.registry.models import Theme

    by_key = Theme.objects.live().filter(key=text.strip()).first()
    theme: Theme = by_key or find_row(Theme, text, what="theme", see="solmu show themes")
    return theme


@activity.command()
@click.argument("name", metavar="ACTIVITY")
@click.option(
    "--outcome", "outcomes", multiple=True, metavar="TEXT", help="What came of it; another language as sv=TEXT."
)
@click.option("--people", "numbers", multiple=True, metavar="N", help="How many took part: 34, or 12 pupils EE.")
@by_option
def outcome(name: str, outcomes: tuple[str, ...], numbers: tuple[str, ...], email: str | None) -> None:
    """Record what came of an activity, and how many took part."""
    city = open_instance()
    from solmu.cli.finding import find_row
    from solmu.registry.actions.activities import record_outcome
    from solmu.registry.models import Activity

    row = find_row(Activity, name, what="activity", see="solmu show activities --json")
    said = outcomes or asked(None, "The outcome", option="--outcome TEXT", read=_some)
    record_outcome(
        by=acting(email),
        source=None,
        activity=row,
        outcome=texts(said, city.languages),
        day=city.today(),
        participants=_counts(numbers),
    )
    click.echo(f"Recorded the outcome of {row.title}.")
