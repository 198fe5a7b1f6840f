"""`solmu contact`: persons at other organisations, kept for a purpose and a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import Day, open_instance
from solmu.cli.reading import texts
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from datetime import date

    from solmu.registry.models import Contact


@click.group()
def contact() -> None:
    """Keep contacts: personal data, for a purpose and a time."""


def find_contact(text: str) -> Contact:
    """The contact with this id, name or e-mail address; raises SolmuError for none and for several."""
    from django.db.models import Q

    from solmu.registry.models import Contact

    said = text.strip()
    rows = Contact.objects.live().select_related("record", "organisation")
    found = list(rows.filter(Q(pk=said) | Q(name__iexact=said) | (Q(email__iexact=said) & ~Q(email=""))).order_by("pk"))
    if not found or not said:
        raise SolmuError(f"No contact “{text}” is recorded. See them all with: solmu show contacts")
    if len(found) > 1:
        listed = "; ".join(f"{each.organisation} ({each.pk})" for each in found)
        raise SolmuError(f"“{text}” is a contact at several: {listed}. Give the id of the one you mean.")
    person: Contact = found[0]
    return person


@contact.command()
@click.option("--at", "organisation", metavar="NAME", help="The organisation.")
@click.option("--name", metavar="TEXT", help="The person's name.")
@click.option("--for", "purposes", multiple=True, metavar="TEXT", help="What the contact is needed for.")
@click.option("--title", default="", help="What the person is there.")
@click.option("--email", "address", default="", help="The e-mail address.")
@click.option("--telephone", default="", help="The telephone number.")
@click.option("--verified", is_flag=True, help="It was made sure today that all this is right.")
@click.option("--keep-until", type=Day(), help="When it is erased unless verified again (default: by the settings).")
@by_option
def add(
    organisation: str | None, name: str | None, purposes: tuple[str, ...], title: str, address: str, telephone: str,
    verified: bool, keep_until: date | None, email: str | None,
) -> None:  # fmt: skip
    """Add a person at an organisation; internal until the person agrees to be named."""
    city = open_instance()
    from solmu.cli.finding import find_organisation
    from solmu.core.terms import Term
    from solmu.registry.actions.contacts import add_contact

    where = asked(organisation, "The organisation", option="--at NAME", read=find_organisation)
    who = asked(name, "The person's name", option="--name TEXT", read=str.strip)
    needed = purposes or asked(None, "The purpose of the contact", option="--for TEXT", read=lambda text: (text,))
    row = add_contact(
        by=acting(email),
        source=None,
        organisation=where,
        name=who,
        purpose=texts(needed, city.languages),
        day=city.today(),
        keep_for=Term(city.contact_kept_for_months),
        title=title,
        email=address,
        telephone=telephone,
        verified_on=city.today() if verified else None,
        keep_until=keep_until,
    )
    click.echo(f"Added the contact {row.pk} at {where}, kept until {row.keep_until}.")


@contact.command()
@click.argument("name", metavar="CONTACT")
@by_option
def verify(name: str, email: str | None) -> None:
    """Record that a contact was made sure of today, and keep it on."""
    city = open_instance()
    from solmu.core.terms import Term
    from solmu.registry.actions.contacts import verify_contact

    row = find_contact(name)
    keep_for = Term(city.contact_kept_for_months)
    verify_contact(by=acting(email), source=None, contact=row, day=city.today(), keep_for=keep_for)
    click.echo(f"Verified the contact {row.pk}, kept until {row.keep_until}.")


@contact.command()
@click.argument("name", metavar="CONTACT")
@click.option("--withdrawn", is_flag=True, help="The person agrees no longer.")
@by_option
def agree(name: str, withdrawn: bool, email: str | None) -> None:
    """Record that a person agreed to be named publicly, or does no longer."""
    open_instance()
    from solmu.registry.actions.contacts import agree_to_publish

    row = find_contact(name)
    agree_to_publish(by=acting(email), source=None, contact=row, agrees=not withdrawn)
    shown = "is shown to nobody outside" if withdrawn else "may be shown once published (solmu record publish)"
    click.echo(f"The contact {row.pk} {shown}.")


@contact.command()
@click.argument("name", metavar="CONTACT")
@click.option("--ground", metavar="TEXT", help="The legal ground, without the person's name.")
@by_option
def erase(name: str, ground: str | None, email: str | None) -> None:
    """Erase a contact for good: the row, what was published of it, and what the audit keeps of it."""
    open_instance()
    from solmu.registry.actions.contacts import erase_contact

    row = find_contact(name)
    why = asked(ground, "The legal ground", option="--ground TEXT", read=str.strip)
    erase_contact(by=acting(email), source=None, contact=row, ground=why)
    click.echo(f"Erased the contact {row.pk}. It cannot be brought back.")
