"""`solmu story`: short public texts about partnerships; `solmu image`: the image of a partnership or a story."""

from __future__ import annotations

from pathlib import Path

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.reading import texts
from solmu.core.dates import parse_partial_date
from solmu.core.errors import SolmuError


@click.group()
def story() -> None:
    """Write short public texts about partnerships."""


@story.command()
@click.option("--partner", metavar="NAME", help="The partner city it is about; left out: the city's ties as such.")
@click.option("--title", "titles", multiple=True, metavar="TEXT", help="Its title; another language as sv=TEXT.")
@click.option("--text", "said", multiple=True, metavar="TEXT", help="Its text; another language as sv=TEXT.")
@click.option("--written", metavar="DATE", help="When it was written.")
@by_option
def add(
    partner: str | None, titles: tuple[str, ...], said: tuple[str, ...], written: str | None, email: str | None
) -> None:  # fmt: skip
    """Add a story; internal until it is published in every language of the city (solmu record publish)."""
    city = open_instance()
    from solmu.cli.finding import find_partnership
    from solmu.registry.actions.stories import add_story

    partnership = find_partnership(partner) if partner else None
    title = titles or asked(None, "The title", option="--title TEXT", read=lambda text: (text,))
    text = said or asked(None, "The text", option="--text TEXT", read=lambda text: (text,))
    row = add_story(
        by=acting(email),
        source=None,
        title=texts(title, city.languages),
        text=texts(text, city.languages),
        partnership=partnership,
        written=parse_partial_date(written) if written else None,
    )
    click.echo(f"Added the story {row.pk}: {row.title} (internal).")


@click.command()
@click.argument("name", metavar="RECORD")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alternative", "said", multiple=True, metavar="TEXT", help="What is to be seen, in every language.")
@click.option("--credit", metavar="TEXT", help="Who made it.")
@click.option("--licence", metavar="TEXT", help="Under what licence it is shown.")
@by_option
def image(
    name: str, file: Path, said: tuple[str, ...], credit: str | None, licence: str | None, email: str | None
) -> None:  # fmt: skip
    """Give a partnership or a story its image: PNG, JPEG, WebP or AVIF."""
    city = open_instance()
    from solmu.cli.finding import find_record
    from solmu.registry.actions.stories import set_image
    from solmu.registry.rules.images import LARGEST_IMAGE

    record = find_record(name)
    if file.stat().st_size > LARGEST_IMAGE:
        raise SolmuError(f"{file.name} is larger than {LARGEST_IMAGE // 1024 // 1024} MB. Make the image smaller.")
    set_image(
        by=acting(email),
        source=None,
        record=record,
        content=file.read_bytes(),
        name=file.name,
        alternative=texts(said, city.languages),
        credit=asked(credit, "The name of who made it", option="--credit TEXT", read=str),
        licence=asked(licence, "The licence", option="--licence TEXT", read=str),
        languages=city.languages,
    )
    click.echo(f"{name} shows {file.name} now.")
