"""The group of verbs itself, kept apart so that each verb's module may name it."""

from __future__ import annotations

import click


@click.group()
def agreement() -> None:
    """Draft, sign, amend and end agreements, and keep their documents.

    AGREEMENT is an id, or a name as solmu show agreements tells it: “Tartu: memorandum of understanding”, or “Tartu”
    where the partner has one. Dates are written as people write them: 1998, September 1998, 4.9.1998.
    """


@agreement.group()
def document() -> None:
    """Keep, publish and take out the documents of an agreement."""
