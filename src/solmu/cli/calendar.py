"""`solmu calendar`: secret addresses at which a person's calendar program is told deadlines."""

from __future__ import annotations

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import interface_language, json_option, language_option, open_instance, print_json, print_table
from solmu.core.dates import LANGUAGES
from solmu.core.errors import SolmuError


@click.group()
def calendar() -> None:
    """Make and revoke addresses at which a calendar program is told deadlines."""


@calendar.command()
@click.option("--all", "is_all", is_flag=True, help="Of the whole record, not only of what the account looks after.")
@language_option
@by_option
def add(is_all: bool, language: str | None, email: str | None) -> None:
    """Make a secret address. It is shown this once, and whoever has it reads the deadlines."""
    city = open_instance()
    from django.conf import settings
    from django.urls import reverse

    from solmu.stewardship.actions.calendars import follow_deadlines
    from solmu.stewardship.vocabulary import CalendarScope

    account = acting(email)
    scope = CalendarScope.ALL if is_all else CalendarScope.OWN
    subscription, secret = follow_deadlines(by=account, scope=scope)
    own = account.language if account.language in LANGUAGES else None
    spoken = interface_language(city, language or own)
    click.echo(f"{settings.SITE_ADDRESS}{reverse('opendata:deadlines', args=[spoken, secret])}")
    click.echo(
        "Add this address to a calendar program as a subscription. It is not shown again. Revoke it with: "
        f"solmu calendar revoke {subscription.pk}",
        err=True,
    )
    if not settings.SITE_ADDRESS:
        click.echo("Put the site's own address before it; SOLMU_ADDRESS names it for the next time.", err=True)


@calendar.command(name="list")
@json_option
@by_option
def list_(as_json: bool, email: str | None) -> None:
    """List the addresses of the account, or everybody's where it is an administrator's; never their secrets."""
    open_instance()
    from solmu.core.vocabulary import Role
    from solmu.stewardship.queries.calendars import subscriptions
    from solmu.stewardship.vocabulary import CalendarScope

    account = acting(email)
    rows = subscriptions(account=None if account.role == Role.ADMINISTRATOR else account)
    if as_json:
        print_json(
            [
                {
                    "id": row.pk,
                    "account": row.account.email,
                    "scope": row.scope,
                    "made_at": row.made_at.isoformat(),
                    "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
                }
                for row in rows
            ]
        )
        return
    print_table(
        "Calendars of deadlines",
        ("Id", "Account", "Of", "Made", "Revoked"),
        [
            (
                row.pk,
                row.account.email,
                str(CalendarScope(row.scope).label),
                row.made_at.date().isoformat(),
                row.revoked_at.date().isoformat() if row.revoked_at else "–",
            )
            for row in rows
        ],
        "No calendar is followed. Make an address with: solmu calendar add",
    )


@calendar.command()
@click.argument("key", metavar="ID", required=False)
@by_option
def revoke(key: str | None, email: str | None) -> None:
    """Let an address answer no more. `solmu calendar list` tells its id."""
    open_instance()
    from solmu.stewardship.actions.calendars import revoke_calendar
    from solmu.stewardship.models import CalendarSubscription

    account = acting(email)

    def found(text: str) -> CalendarSubscription:
        row = CalendarSubscription.objects.filter(pk=text.strip()).first()
        if row is None:
            raise SolmuError(f"No calendar has the id “{text}”. See them with: solmu calendar list")
        return row

    subscription = asked(key, "Id of the calendar", option="ID", read=found)
    revoke_calendar(by=account, subscription=subscription)
    click.echo(f"The address of {subscription.pk} answers no more.")
