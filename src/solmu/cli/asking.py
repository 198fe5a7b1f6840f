"""What a command needs and was not given: asked for on a terminal, refused with a sentence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from solmu.cli.instance import account_of
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.models import Account

Value = TypeVar("Value")


def on_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asked(given: str | None, question: str, *, option: str, read: Callable[[str], Value]) -> Value:
    """What was given as an option, else what a person answers, as `read` understands it.

    A wrong answer on a terminal is asked for again with the sentence that says why. Raises SolmuError where nothing
    was given and nobody can be asked, naming the option, and for a wrong value that was given.
    """
    if given is not None:
        return read(given)
    if not on_terminal():
        raise SolmuError(f"{question} is missing. Give it with {option}.")
    while True:
        try:
            return read(click.prompt(question, type=str))
        except SolmuError as error:
            click.echo(str(error), err=True)


def by_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--by`: whose account acts; SOLMU_ACCOUNT in the environment is used where the option is left out."""
    return click.option(
        "--by", "email", envvar="SOLMU_ACCOUNT", metavar="EMAIL", help="Whose account acts (or SOLMU_ACCOUNT)."
    )(command)


def acting(email: str | None) -> Account:
    """The account that acts; raises SolmuError where none is named or known."""
    return asked(email, "Whose account acts", option="--by EMAIL", read=account_of)
