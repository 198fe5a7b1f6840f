"""`solmu owner`: whose each record is; `solmu unit`: who acts for a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import json_option, open_instance, print_json
from solmu.cli.reading import texts
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Account
    from solmu.registry.models import Unit


@click.group()
def owner() -> None:
    """Say who looks after a record, and see it."""


def find_unit(text: str) -> Unit:
    """The unit with this id or name; raises SolmuError where there is none."""
    from solmu.cli.finding import find_row
    from solmu.registry.models import Unit

    unit: Unit = find_row(Unit, text, what="unit", see="solmu unit list")
    return unit


@owner.command("set")
@click.argument("name", metavar="RECORD")
@click.option("--unit", metavar="NAME", help="The unit that looks after it.")
@click.option("--person", metavar="EMAIL", help="The person who looks after it.")
@by_option
def set_(name: str, unit: str | None, person: str | None, email: str | None) -> None:
    """Say which unit or person looks after a record, and with it all that belongs to it."""
    open_instance()
    from solmu.cli.finding import find_account, find_record
    from solmu.registry.actions.ownership import set_owner

    record = find_record(name)
    if unit and person:
        raise SolmuError("A record has one owner. Give --unit or --person, not both.")
    whose: Unit | Account
    if unit:
        whose = find_unit(unit)
    elif person:
        whose = find_account(person)
    else:
        whose = asked(
            None, "The unit, or the person's e-mail address,", option="--unit NAME or --person EMAIL", read=_owner
        )
    from solmu.registry.models import Unit as UnitRow

    chosen = {"unit": whose} if isinstance(whose, UnitRow) else {"account": whose}
    set_owner(by=acting(email), source=None, record=record, **chosen)
    click.echo(f"{whose} looks after {name} now.")


def _owner(text: str) -> Unit | Account:
    from solmu.cli.finding import find_account

    return find_account(text) if "@" in text else find_unit(text)


@owner.command()
@click.argument("name", metavar="RECORD")
@by_option
def clear(name: str, email: str | None) -> None:
    """Take a record's own owner away; it has then that of what it belongs to."""
    open_instance()
    from solmu.cli.finding import find_record
    from solmu.registry.actions.ownership import clear_owner

    clear_owner(by=acting(email), source=None, record=find_record(name))
    click.echo(f"{name} has no owner of its own any more.")


@owner.command()
@click.argument("name", metavar="RECORD")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show who looks after a record, by itself or by what it belongs to."""
    open_instance()
    from solmu.cli.finding import find_record
    from solmu.core.models import Account
    from solmu.registry.queries.owners import owners_of

    record = find_record(name)
    found = owners_of([record.pk]).get(record.pk)
    emails = dict(Account.objects.filter(pk__in=found.account_ids if found else ()).values_list("pk", "email"))
    if as_json:
        print_json(
            {
                "record": record.pk,
                "unit": found.unit_id if found else None,
                "account": found.account_id if found else None,
                "by": found.owned_id if found else None,
                "acting": [emails[key] for key in found.account_ids] if found else [],
            }
        )
        return
    if found is None:
        click.echo(f"Nobody looks after {name}. Say who does with: solmu owner set {record.pk} --unit NAME")
        return
    inherited = "" if found.owned_id == record.pk else f", as of what it belongs to ({found.owned_id})"
    acting_now = ", ".join(emails[key] for key in found.account_ids) or "nobody who is still here"
    click.echo(f"{found.name} looks after {name}{inherited}. Acting: {acting_now}.")


@click.group()
def unit() -> None:
    """Keep the units of the city and who acts for them."""


@unit.command("add")
@click.argument("names", metavar="NAME", nargs=-1, required=True)
@click.option("--email", "address", default="", help="Its public e-mail address.")
@click.option("--telephone", default="", help="Its public telephone number.")
@click.option("--part-of", "parent", metavar="UNIT", help="The unit it is part of.")
@click.option("--publish", is_flag=True, help="Show it to the public.")
@by_option
def add(
    names: tuple[str, ...], address: str, telephone: str, parent: str | None, publish: bool, email: str | None
) -> None:  # fmt: skip
    """Add a unit of the city; NAME in the city's first language, in others as sv=NAME."""
    city = open_instance()
    from solmu.registry.actions.organisations import add_unit
    from solmu.registry.queries.partnerships import home_city

    home = home_city()
    if home is None:
        raise SolmuError("The home city is not recorded yet. Run solmu init first.")
    row = add_unit(
        by=acting(email),
        source=None,
        organisation=home,
        name=texts(names, city.languages),
        email=address,
        telephone=telephone,
        part_of=find_unit(parent) if parent else None,
        is_published=publish,
    )
    click.echo(f"Added the unit {row.pk}: {row}.")


@unit.command("list")
def list_() -> None:
    """List the units with who acts for them."""
    open_instance()
    from solmu.registry.models import Unit

    rows = list(Unit.objects.live().filter(organisation__is_home=True).prefetch_related("members__account"))
    for row in sorted(rows, key=str):
        acting_for = [
            f"{member.account.email} (head)" if member.is_head else member.account.email
            for member in sorted(row.members.all(), key=lambda member: (not member.is_head, member.account.email))
            if member.account.is_active
        ]
        click.echo(f"{row.pk}  {row}: {', '.join(acting_for) or 'nobody'}")
    if not rows:
        click.echo("No unit is recorded. Add one with: solmu unit add NAME")


@unit.command()
@click.argument("name", metavar="UNIT")
@click.argument("person", metavar="EMAIL")
@click.option("--head", is_flag=True, help="The person heads the unit and is asked when nobody else answers.")
@by_option
def join(name: str, person: str, head: bool, email: str | None) -> None:
    """Let a person act for a unit, as its head or not."""
    open_instance()
    from solmu.cli.finding import find_account
    from solmu.registry.actions.ownership import add_unit_member

    row, account = find_unit(name), find_account(person)
    add_unit_member(by=acting(email), source=None, unit=row, account=account, is_head=head)
    click.echo(f"{account.email} {'heads' if head else 'acts for'} {row}.")


@unit.command()
@click.argument("name", metavar="UNIT")
@click.argument("person", metavar="EMAIL")
@by_option
def leave(name: str, person: str, email: str | None) -> None:
    """Let a person act for a unit no longer."""
    open_instance()
    from solmu.core.models import Account
    from solmu.registry.actions.ownership import remove_unit_member

    row, account = find_unit(name), Account.objects.filter(email__iexact=person).first()
    if account is None:
        raise SolmuError(f"{person} has no account. Check the address.")
    remove_unit_member(by=acting(email), source=None, unit=row, account=account)
    click.echo(f"{account.email} acts for {row} no longer.")
