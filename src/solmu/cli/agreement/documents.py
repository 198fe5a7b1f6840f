"""The verbs of an agreement's documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from solmu.cli.agreement.group import document
from solmu.cli.agreement.options import agreement_argument, asked_agreement, named
from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance, print_table
from solmu.cli.reading import key_in, texts
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.registry.models import AgreementDocument

PUBLICITIES = ("public", "partly_secret", "secret")


def _document_argument(command: click.decorators.FC) -> click.decorators.FC:
    return click.argument("key", metavar="DOCUMENT", required=False)(command)


def _asked_document(key: str | None) -> AgreementDocument:
    return asked(key, "The document", option="DOCUMENT, its id as solmu agreement document list tells it",
                 read=_find_document)  # fmt: skip


def _find_document(text: str) -> AgreementDocument:
    from solmu.registry.models import AgreementDocument

    found = AgreementDocument.objects.select_related("agreement", "file").filter(pk=text.strip()).first()
    if found is None:
        raise SolmuError(f"No document has the id “{text}”. See them with: solmu agreement document list AGREEMENT")
    return found


@document.command()
@agreement_argument
@click.argument("path", metavar="FILE", required=False, type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="TEXT", help="What it is called (default: the file's name).")
@click.option("--language", default="", metavar="CODE", help="Such as fi; left out where it is in several.")
@click.option("--version", type=click.IntRange(1, 9999), help="Which version (default: the next of its language).")
@click.option("--signed", is_flag=True, help="It bears the signatures.")
@click.option("--accessible", is_flag=True, help="Somebody made sure that everyone can read it.")
@click.option("--summary", "told", multiple=True, metavar="TEXT", help="What stands in it, in every language.")
@click.option("--publicity", metavar="KEY", help=f"What the law allows: {', '.join(PUBLICITIES)}.")
@click.option("--ground", default="", metavar="TEXT", help="The section of the law that restricts it.")
@click.option("--publish", is_flag=True, help="Show it to the public, once its agreement is.")
@by_option
def add(
    name: str | None, path: Path | None, title: str, language: str, version: int | None, signed: bool,
    accessible: bool, told: tuple[str, ...], publicity: str | None, ground: str, publish: bool, email: str | None,
) -> None:  # fmt: skip
    """Keep FILE as a document of an agreement: a PDF, DOCX, ODT, PNG or JPEG."""
    city = open_instance()
    from solmu.registry.actions.documents import add_agreement_document

    found, by = asked_agreement(name), acting(email)
    file = path or asked(None, "The file", option="FILE", read=Path)
    if not file.is_file():
        raise SolmuError(f"There is no file {file}. Check the name.")
    if file.stat().st_size > city.document_megabytes * 1_000_000:
        raise SolmuError(f"{file.name} is larger than {city.document_megabytes} MB. Make it smaller.")
    made = add_agreement_document(
        by=by,
        source=None,
        agreement=found,
        content=file.read_bytes(),
        name=file.name,
        title=title,
        language=language,
        version=version,
        is_signed=signed,
        is_accessible=accessible,
        summary=texts(told, city.languages) if told else "",
        publicity=asked(publicity, f"The publicity ({', '.join(PUBLICITIES)})", option="--publicity KEY",
                        read=key_in(PUBLICITIES)),
        ground=ground,
        is_published=publish,
        most_megabytes=city.document_megabytes,
    )  # fmt: skip
    click.echo(f"Kept “{made.title}” ({made.pk}) of {named(found)}, SHA-256 {made.file.sha256}.")


@document.command("list")
@agreement_argument
def list_documents(name: str | None) -> None:
    """List the documents of an agreement."""
    open_instance()
    found = asked_agreement(name)
    print_table(
        f"Documents of {named(found)}",
        ("Id", "Title", "Language", "Version", "Signed", "Publicity", "Published"),
        [
            (
                each.pk,
                each.title,
                each.language or "–",
                str(each.version),
                "yes" if each.is_signed else "no",
                str(each.get_publicity_display()) + (f" ({each.publicity_ground})" if each.publicity_ground else ""),
                "yes" if each.is_published else "no",
            )
            for each in found.documents.all()
        ],
        "No document is kept of it.",
    )


@document.command()
@_document_argument
@click.option("--accessible/--not-accessible", default=None, help="Whether everyone can read it.")
@click.option("--summary", "told", multiple=True, metavar="TEXT", help="What stands in it, in every language.")
@by_option
def describe(key: str | None, accessible: bool | None, told: tuple[str, ...], email: str | None) -> None:
    """Say whether everyone can read a document, and what stands in it."""
    city = open_instance()
    from solmu.registry.actions.documents import describe_document

    found = _asked_document(key)
    describe_document(
        by=acting(email),
        source=None,
        document=found,
        is_accessible=accessible,
        summary=texts(told, city.languages) if told else None,
    )
    click.echo(f"“{found.title}” ({found.pk}) is {'' if found.is_accessible else 'not '}marked accessible.")


@document.command()
@_document_argument
@by_option
def publish(key: str | None, email: str | None) -> None:
    """Show a public document to the public, once its agreement is."""
    open_instance()
    from solmu.registry.actions.documents import publish_document

    found = _asked_document(key)
    publish_document(by=acting(email), source=None, document=found)
    click.echo(f"Published “{found.title}” ({found.pk}).")
    if not found.agreement.record.is_published:
        click.echo("Its agreement is internal, so nobody sees it yet.")


@document.command()
@_document_argument
@by_option
def withdraw(key: str | None, email: str | None) -> None:
    """Show a document no longer."""
    open_instance()
    from solmu.registry.actions.documents import withdraw_document

    found = _asked_document(key)
    withdraw_document(by=acting(email), source=None, document=found)
    click.echo(f"Withdrew “{found.title}” ({found.pk}).")


@document.command()
@_document_argument
@click.option("--publicity", metavar="KEY", help=f"What the law allows: {', '.join(PUBLICITIES)}.")
@click.option("--ground", default="", metavar="TEXT", help="The section of the law that restricts it.")
@by_option
def classify(key: str | None, publicity: str | None, ground: str, email: str | None) -> None:
    """Say whether the law lets a document be shown; one that is not public is withdrawn."""
    open_instance()
    from solmu.registry.actions.documents import classify_document

    found = _asked_document(key)
    chosen = asked(publicity, f"The publicity ({', '.join(PUBLICITIES)})", option="--publicity KEY",
                   read=key_in(PUBLICITIES))  # fmt: skip
    classify_document(by=acting(email), source=None, document=found, publicity=chosen, ground=ground)
    click.echo(f"“{found.title}” ({found.pk}) is now {chosen.replace('_', ' ')}.")


@document.command()
@_document_argument
@by_option
def remove(key: str | None, email: str | None) -> None:
    """Take a document out of its agreement; its file goes where nothing else refers to it."""
    open_instance()
    from solmu.registry.actions.documents import remove_document

    found = _asked_document(key)
    title = found.title
    remove_document(by=acting(email), source=None, document=found)
    click.echo(f"Took out “{title}”.")
