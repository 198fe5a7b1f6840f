"""`solmu user`: accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.instance import open_instance
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Account

ROLES = ("reader", "contributor", "officer", "administrator", "auditor")


@click.group()
def user() -> None:
    """Add accounts, change what they may do, and help who cannot sign in."""


def _account(email: str) -> Account:
    """The account with this address, in the instance; raises SolmuError where there is none."""
    open_instance()
    from solmu.core.models import Account

    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        raise SolmuError("%(email)s has no account. See them with: solmu user list", email=email)
    return account


def _asked_password() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


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

    password = _asked_password() if ask_password else None
    account = add_account(by=system_actor(), email=email, role=role, name=name, password=password)
    click.echo(f"Added {account.email} as {role}.")


@user.command("list")
def list_() -> None:
    """List the accounts: role, whether in use, how they sign in."""
    open_instance()
    from solmu.core.queries import accounts_with_how

    for account, ways in accounts_with_how():
        use = "" if account.is_active else ", not in use"
        click.echo(f"{account.email}  {account.role}{use}  {', '.join(ways) or 'cannot sign in'}")


@user.command()
@click.argument("email", metavar="E-MAIL")
@click.argument("role", type=click.Choice(ROLES))
def role(email: str, role: str) -> None:
    """Give an account another role."""
    account = _account(email)
    from solmu.core.actions import change_role
    from solmu.core.models import system_actor

    change_role(by=system_actor(), account=account, role=role)
    click.echo(f"{account.email} is now {role}.")


@user.command()
@click.argument("email", metavar="E-MAIL")
def deactivate(email: str) -> None:
    """Let an account sign in no longer, and end its sessions. What it did stays its own."""
    account = _account(email)
    from solmu.core.actions import deactivate_account
    from solmu.core.models import system_actor

    deactivate_account(by=system_actor(), account=account)
    click.echo(f"{account.email} is not in use any more. Its sessions have ended.")


@user.command()
@click.argument("email", metavar="E-MAIL")
def reactivate(email: str) -> None:
    """Let a deactivated account sign in again."""
    account = _account(email)
    from solmu.core.actions import reactivate_account
    from solmu.core.models import system_actor

    reactivate_account(by=system_actor(), account=account)
    click.echo(f"{account.email} is in use again.")


@user.command()
@click.argument("email", metavar="E-MAIL")
def password(email: str) -> None:
    """Set an account's password, which is asked for, and end its sessions."""
    account = _account(email)
    from solmu.core.actions import set_password
    from solmu.core.models import system_actor

    set_password(by=system_actor(), account=account, password=_asked_password())
    click.echo(f"The password of {account.email} was set. Its sessions have ended.")


@user.command("reset-second-factor")
@click.argument("email", metavar="E-MAIL")
def reset_second_factor(email: str) -> None:
    """Forget an account's authenticator app, passkeys and recovery codes, and end its sessions.

    For whoever has lost them; make sure that it is they who ask.
    """
    account = _account(email)
    from solmu.core.actions import reset_second_factor as reset
    from solmu.core.models import system_actor

    number = reset(by=system_actor(), account=account)
    click.echo(f"Forgot {number} of {account.email}. Its sessions have ended.")


@user.command("sign-out")
@click.argument("email", metavar="E-MAIL", required=False)
@click.option("--everyone", is_flag=True, help="End the sessions of every account.")
def sign_out(email: str | None, everyone: bool) -> None:
    """End all sessions of an account, or of everyone."""
    if everyone == bool(email):
        raise SolmuError("Say whose sessions end: give an e-mail address or --everyone.")
    account = _account(email) if email else None
    open_instance()
    from solmu.core.actions import end_every_session, end_sessions
    from solmu.core.models import system_actor

    by = system_actor()
    number = end_sessions(by=by, account=account) if account else end_every_session(by=by)
    click.echo(
        f"Ended {number} {'session' if number == 1 else 'sessions'} of {account.email if account else 'everyone'}."
    )


@user.command()
@click.argument("email", metavar="E-MAIL")
@click.argument("subject")
def link(email: str, subject: str) -> None:
    """Join an account with a person of the city's provider; SUBJECT is its id of the person, the claim sub."""
    account = _account(email)
    from solmu.core.actions import link_identity
    from solmu.core.city import current_city
    from solmu.core.models import system_actor

    provider = current_city().sign_in.provider
    if provider is None:
        raise SolmuError("The city's settings name no provider. Add one under [sign_in.provider] first.")
    link_identity(by=system_actor(), account=account, issuer=provider.issuer, subject=subject)
    click.echo(f"{account.email} signs in at {provider.name} as {subject}.")
