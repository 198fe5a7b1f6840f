"""`solmu membership`: networks the city belongs to, what they cost and bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.reading import optional, read_end, texts
from solmu.core.dates import parse_partial_date
from solmu.core.errors import Phrase, SolmuError

if TYPE_CHECKING:
    from solmu.registry.models import Membership, Organisation

ROLES = ("member", "board", "chair", "associate")
PURPOSES = ("knowledge", "staff_development", "advocacy", "voice")
PARTS = ("fee", "benefit")


def find_membership(text: str) -> Membership:
    """The home city's membership of the network with this id or name; raises SolmuError where there is none."""
    from solmu.cli.finding import find_organisation
    from solmu.registry.models import Membership

    rows = Membership.objects.live().select_related("record", "network")
    if by_id := rows.filter(pk=text.strip()).first():
        known: Membership = by_id
        return known
    network = find_organisation(text)
    found = list(rows.filter(network=network, organisation__is_home=True).order_by("member_from_earliest", "pk"))
    if not found:
        raise SolmuError(f"The city is no member of “{network}”. See its networks with: solmu show networks")
    if len(found) > 1:
        keys = ", ".join(each.pk for each in found)
        raise SolmuError(f"The city is a member of “{network}” more than once: {keys}. Give the id that is meant.")
    membership: Membership = found[0]
    return membership


@click.group()
def membership() -> None:
    """Join and leave networks, and keep what they cost, who acts in them and what they bring."""


@membership.command()
@click.option("--network", metavar="NAME", help="The network.")
@click.option("--new", is_flag=True, help="The network is not recorded yet: add it by this name.")
@click.option("--member", metavar="NAME", help="Who belongs to it (default: the city).")
@click.option("--role", type=click.Choice(ROLES), default=None, help="As what.")
@click.option("--from", "since", metavar="DATE", help="Since when.")
@click.option("--for", "purposes", type=click.Choice(PURPOSES), multiple=True, help="What for; may be given again.")
@click.option("--fee-review", metavar="DATE", help="When the fee is looked at next.")
@click.option("--benefit-review", metavar="DATE", help="When what it brings is looked at next.")
@click.option("--decision", metavar="ID", help="The decision to join.")
@click.option("--publish", is_flag=True, help="Show it to the public.")
@by_option
def add(
    network: str | None, new: bool, member: str | None, role: str | None, since: str | None,
    purposes: tuple[str, ...], fee_review: str | None, benefit_review: str | None, decision: str | None,
    publish: bool, email: str | None,
) -> None:  # fmt: skip
    """Record that the city, or another organisation, belongs to a network."""
    open_instance()
    from solmu.cli.finding import find_decision, find_organisation
    from solmu.core.audit import recorded
    from solmu.registry.actions.networks import add_membership
    from solmu.registry.actions.organisations import add_organisation
    from solmu.registry.vocabulary import NetworkPurpose, OrganisationKind

    by = acting(email)
    organisation = find_organisation(member) if member else _home()
    name = asked(network, "The network", option="--network NAME", read=_name)
    joined = optional(since, "The day it begins", read=parse_partial_date)
    with recorded(by=by, action="membership_add"):
        joining = (
            add_organisation(by=by, source=None, kind=OrganisationKind.NETWORK, name=name, is_published=publish)
            if new
            else find_organisation(name)
        )
        row = add_membership(
            by=by,
            source=None,
            network=joining,
            organisation=organisation,
            role=role or "",
            member_from=joined,
            purposes=[NetworkPurpose(purpose) for purpose in purposes],
            fee_review_on=parse_partial_date(fee_review) if fee_review else None,
            benefit_review_on=parse_partial_date(benefit_review) if benefit_review else None,
            decision=find_decision(decision) if decision else None,
            is_published=publish,
        )
    click.echo(f"Added the membership {row.pk}: {organisation} in {joining}.")


def _home() -> Organisation:
    from solmu.registry.queries.partnerships import home_city

    home = home_city()
    if home is None:
        raise SolmuError("The home city is not recorded yet. Run solmu init first.")
    return home


def _name(text: str) -> str:
    if not text.strip():
        raise SolmuError("Nothing names the network. Write its name.")
    return text.strip()


@membership.command()
@click.argument("name", metavar="NETWORK")
@click.option("--until", metavar="DATE", help="The last day of the membership.")
@by_option
def end(name: str, until: str | None, email: str | None) -> None:
    """Record that the city leaves a network."""
    open_instance()
    from solmu.registry.actions.networks import end_membership

    row = find_membership(name)
    last = asked(until, "The last day", option="--until DATE", read=parse_partial_date)
    end_membership(by=acting(email), source=None, membership=row, until=last)
    click.echo(f"The membership of {row.network} ends on {last}.")


@membership.command()
@click.argument("name", metavar="NETWORK")
@click.option("--amount", metavar="AMOUNT", help="What it costs a year, such as 1500.00.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--from", "since", metavar="DATE", help="Since when it costs that.")
@click.option("--until", metavar="DATE", help="Until when, where that is known.")
@click.option("--decision", metavar="ID", help="The decision behind it.")
@by_option
def fee(
    name: str, amount: str | None, currency: str, since: str | None, until: str | None, decision: str | None,
    email: str | None,
) -> None:  # fmt: skip
    """Record what a membership costs a year from a day on."""
    open_instance()
    from solmu.cli.finding import find_decision
    from solmu.registry.actions.networks import add_membership_fee
    from solmu.registry.rules.amounts import amount_of

    row = find_membership(name)
    fee = Phrase("The fee")
    cost = asked(amount, "The fee of a year", option="--amount AMOUNT", read=lambda text: amount_of(text, fee))
    begins = asked(since, "The day it costs that from", option="--from DATE", read=parse_partial_date)
    kept = add_membership_fee(
        by=acting(email),
        source=None,
        membership=row,
        amount=cost,
        currency=currency,
        fee_from=begins,
        fee_until=read_end(until) if until else None,
        decision=find_decision(decision) if decision else None,
    )
    click.echo(f"{row.network} costs {kept.amount} {kept.currency} a year from {begins}.")


@membership.command()
@click.argument("name", metavar="NETWORK")
@click.option("--name", "who", metavar="TEXT", help="Who acts for the city.")
@click.option("--title", default="", help="In what office.")
@click.option("--from", "since", metavar="DATE", help="Since when.")
@by_option
def represent(name: str, who: str | None, title: str, since: str | None, email: str | None) -> None:
    """Record who acts for the city in a network, in office: name and title are public."""
    open_instance()
    from solmu.registry.actions.networks import add_representative

    row = find_membership(name)
    person = asked(who, "The name of who acts for the city", option="--name TEXT", read=_name)
    begins = parse_partial_date(since) if since else None
    add_representative(by=acting(email), source=None, membership=row, name=person, title=title, represents_from=begins)
    click.echo(f"{person} acts for the city in {row.network}.")


@membership.command()
@click.argument("name", metavar="NETWORK")
@click.option("--part", type=click.Choice(PARTS), help="What was looked at.")
@click.option("--on", "reviewed", metavar="DATE", help="When (default: today).")
@click.option("--outcome", "outcomes", multiple=True, metavar="TEXT", help="What was found; stays internal.")
@click.option("--next", "next_on", metavar="DATE", help="When it is looked at next; without it no more.")
@by_option
def review(
    name: str, part: str | None, reviewed: str | None, outcomes: tuple[str, ...], next_on: str | None,
    email: str | None,
) -> None:  # fmt: skip
    """Record that the fee of a membership, or what it brings, was looked at."""
    city = open_instance()
    from solmu.cli.reading import key_in
    from solmu.core.dates import PartialDate
    from solmu.registry.actions.networks import review_membership
    from solmu.registry.vocabulary import ReviewedPart

    row = find_membership(name)
    what = asked(part, f"What was looked at ({', '.join(PARTS)})", option="--part PART", read=key_in(PARTS))
    following = optional(next_on, "The day it is looked at next", read=parse_partial_date)
    review_membership(
        by=acting(email),
        source=None,
        membership=row,
        part=ReviewedPart(what),
        reviewed=parse_partial_date(reviewed) if reviewed else PartialDate.from_day(city.today()),
        outcome=texts(outcomes, city.languages) if outcomes else "",
        next_on=following,
        day=city.today(),
    )
    click.echo(f"The {what} of {row.network} was looked at" + (f"; next on {following}." if following else "."))
