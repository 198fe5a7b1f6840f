"""`solmu user`: accounts."""

from __future__ import annotations

import click

from solmu.cli.instance import open_instance

ROLES = ("reader", "contributor", "officer", "administrator", "auditor")


@click.group()
def user() -> None:
    """Add accounts."""


@user.command()
@click.argument("email", metavar="E-MAIL")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the account is for.")
@click.option("--name", default="", help="The person's name.")
@click.option("--ask-password", is_flag=True, help="Ask for a password to sign in with.")
def add(email: str, role: str, name: str, ask_password: bool) -> None:
    """Add an account. Without a password it can act from the command line but not sign in."""
    open_instance()
    from solmu.core.actions import add_account
    from solmu.core.models import system_actor

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else None
    account = add_account(by=system_actor(), email=email, role=role, name=name, password=password)
    click.echo(f"Added {account.email} as {role}.")
