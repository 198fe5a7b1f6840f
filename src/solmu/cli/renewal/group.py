"""The group of verbs itself, kept apart so that each verb's module may name it."""

from __future__ import annotations

import click


@click.group()
def renewal() -> None:
    """Renew an agreement: plan, draft, negotiate, decide, sign, in force.

    RENEWAL is an id, or the name of the agreement or the partner it is about. The days of its stages count back from
    the agreement's end.
    """
