"""`solmu renewal draft`: the agreement to come, as DOCX and PDF from the city's templates, or as somebody wrote it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from solmu.cli.asking import acting, by_option
from solmu.cli.instance import open_instance
from solmu.cli.renewal.finding import acting_on_option, asked_renewal, read_date, read_end, renewal_argument
from solmu.cli.renewal.telling import document_line, echo_step
from solmu.core.errors import SolmuError

MODES = ("none", "express", "tacit")


@click.command()
@renewal_argument
@click.option("--from", "start", metavar="DATE", help="When the successor begins to apply.")
@click.option("--until", "end", metavar="DATE", help="When it ends, or “until further notice”.")
@click.option("--notice-months", type=click.IntRange(0, 1200), help="The notice period.")
@click.option("--renews", type=click.Choice(MODES), help="How it goes on after its end.")
@click.option("--term-months", type=click.IntRange(1, 1200), help="The term it renews itself for (tacit).")
@click.option("--most", type=click.IntRange(1, 1000), help="How many times it renews itself at most (tacit).")
@click.option("--languages", metavar="fi,en", help="One or two (default: the city's, and the partner's or English).")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Attach this file instead of making a draft.")
@click.option("--out", "folder", type=click.Path(path_type=Path), help="Also write the files into this folder.")
@acting_on_option
@by_option
def draft(
    which: str | None,
    start: str | None,
    end: str | None,
    notice_months: int | None,
    renews: str | None,
    term_months: int | None,
    most: int | None,
    languages: str | None,
    path: Path | None,
    folder: Path | None,
    day: date | None,
    email: str | None,
) -> None:
    """Draft the successor: a first draft as DOCX and as tagged PDF, each kept with its hash.

    It takes over the parties and the themes of the agreement. Dates and terms given here are recorded of the successor.
    """
    city = open_instance()
    from solmu.core.audit import recorded
    from solmu.stewardship.actions.renewals.drafts import attach_draft, make_drafts, prepare_successor

    found, by = asked_renewal(which), acting(email)
    terms: dict[str, Any] = {
        "valid_from": read_date(start) if start else None,
        "valid_until": read_end(end) if end else None,
        "notice_months": notice_months,
        "renewal_mode": renews,
        "renewal_months": term_months,
        "most_renewals": most,
    }
    content = _read(path) if path else b""
    with recorded(by=by, action="draft_renewal"):
        prepare_successor(
            by=by,
            source=None,
            renewal=found,
            **{name: value for name, value in terms.items() if value is not None},
        )
        if path:
            kept = [
                attach_draft(
                    by=by,
                    source=None,
                    renewal=found,
                    content=content,
                    name=path.name,
                    language=languages or "",
                )
            ]
        else:
            spoken = [each.strip() for each in languages.split(",")] if languages else []
            kept = make_drafts(by=by, source=None, renewal=found, day=day or city.today(), city=city, languages=spoken)
    for document in kept:
        click.echo(document_line(document))
        if folder:
            _write(folder, document)
    echo_step(found, city)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise SolmuError(f"There is no file {path}. Check the name.")
    return path.read_bytes()


def _write(folder: Path, document: Any) -> None:
    from django.conf import settings

    folder.mkdir(parents=True, exist_ok=True)
    (folder / document.file.name).write_bytes((Path(settings.MEDIA_ROOT) / document.file.path).read_bytes())
