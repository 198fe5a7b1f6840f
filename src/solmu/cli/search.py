"""`solmu search`: what the public finds by words, as the portal's search does."""

from __future__ import annotations

import click

from solmu.cli.instance import (
    interface_language,
    json_option,
    language_option,
    open_instance,
    print_json,
    print_table,
)
from solmu.core.errors import SolmuError

# As in solmu.search.vocabulary, which is not loaded before it is needed.
KINDS = ("partners", "agreements", "themes", "networks", "institutions", "stories", "activities", "recognitions")


@click.command()
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), help="Only what is of this kind.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which fifty of what is found.")
@click.option("--rebuild", "is_rebuild", is_flag=True, help="Make the index anew first; it is made from the record.")
@language_option
@json_option
def search(
    words: tuple[str, ...], kind: str | None, page: int, is_rebuild: bool, language: str | None, as_json: bool
) -> None:
    """Find what is published by words, in any form and language, as readers of the portal do.

    Exit status 1 where nothing is found.
    """
    if not words and not is_rebuild:
        raise SolmuError("Say what to search for, such as: solmu search Shanghai")
    city = open_instance()
    from django.utils.translation import override

    from solmu.search.actions import catch_up, rebuild
    from solmu.search.queries.finding import find

    if is_rebuild:
        number = rebuild()
        click.echo(f"The index was made anew from {number} records.", err=True)
        if not words:
            return
    else:
        catch_up()
    speaking = interface_language(city, language)
    found = find(" ".join(words), speaking, group=kind or "", page=page)
    if as_json:
        print_json(
            {
                "query": found.query,
                "shown_for": found.shown_for or None,
                "is_partly": found.is_partly,
                "number": found.number,
                "kinds": found.groups,
                "results": [
                    {"id": hit.record_id, "kind": hit.kind.value, "title": hit.title, "when": hit.when or None}
                    for hit in found.hits
                ],
            }
        )
    else:
        if found.shown_for:
            click.echo(f"Nothing is written “{found.query}”; this is for “{found.shown_for}”.")
        if found.is_partly:
            click.echo("Nothing has all of these words; this has some of them.")
        with override(speaking):
            rows = [(str(hit.kind.label), hit.title, hit.when, hit.record_id) for hit in found.hits]
        title = f"{found.number} found" + (f", page {found.page} of {found.pages}" if found.pages > 1 else "")
        print_table(title, ("Kind", "Title", "When", "Record"), rows, "Nothing was found.")
    if not found.number:
        click.get_current_context().exit(1)
