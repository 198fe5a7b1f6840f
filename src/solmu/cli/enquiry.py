"""`solmu enquiry`: what people asked through the feedback form, and that they were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import Day, json_option, open_instance, print_json, print_table

if TYPE_CHECKING:
    from datetime import date

    from solmu.participation.models import Enquiry


@click.group()
def enquiry() -> None:
    """See what people asked through the feedback form, and record the answers."""


@enquiry.command("list")
@click.option("--all", "with_answered", is_flag=True, help="Those that were answered or erased too.")
@json_option
@by_option
def list_enquiries(with_answered: bool, as_json: bool, email: str | None) -> None:
    """List the enquiries that wait for an answer, longest first."""
    city = open_instance()
    from solmu.participation.queries import enquiries

    rows = list(enquiries(by=acting(email), open_only=not with_answered))
    if as_json:
        print_json([_told(row) for row in rows])
        return
    today = city.today()
    print_table(
        "Enquiries",
        ["Reference", "Came", "Answer by", "About", "State"],
        [[row.pk, str(row.received_on), str(row.due_on), row.get_kind_display(), _state(row, today)] for row in rows],
        "No enquiries are recorded." if with_answered else "No enquiry waits for an answer.",
    )


@enquiry.command()
@click.argument("reference")
@json_option
@by_option
def show(reference: str, as_json: bool, email: str | None) -> None:
    """Show one enquiry with what was written."""
    city = open_instance()
    from solmu.participation.queries import enquiry_of

    row = enquiry_of(reference, by=acting(email))
    if as_json:
        print_json(_told(row) | {"message": row.message, "page": row.page, "email": row.email, "answer": row.answer})
        return
    click.echo(f"{row.get_kind_display()}, {row.pk}, came on {row.received_on}: {_state(row, city.today())}")
    for label, value in (
        ("Language", row.language),
        ("Page", row.page),
        ("Answer to", row.email or ("" if row.erased_on else "no address given")),
        ("Answer by", str(row.due_on)),
        ("Kept until", str(row.keep_until)),
    ):
        if value:
            click.echo(f"{label}: {value}")
    for text in (row.message, row.answer and f"Answered: {row.answer}"):
        if text:
            click.echo(f"\n{text}")


@enquiry.command()
@click.argument("reference")
@click.option("--note", metavar="TEXT", help="What was answered, in short.")
@click.option("--on", "day", type=Day(), help="The day of the answer (default: today).")
@by_option
def answer(reference: str, note: str | None, day: date | None, email: str | None) -> None:
    """Record that an enquiry was answered. The answer itself goes by mail, from whoever answers."""
    city = open_instance()
    from solmu.participation.actions import answer_enquiry
    from solmu.participation.queries import enquiry_of

    by = acting(email)
    row = enquiry_of(reference, by=by)
    said = asked(note, "What was answered", option="--note TEXT", read=str.strip)
    answer_enquiry(by=by, enquiry=row, day=day or city.today(), answer=said)
    click.echo(f"Enquiry {row.pk} was answered.")


def _state(row: Enquiry, today: date) -> str:
    if row.answered_on:
        return f"answered on {row.answered_on}"
    if row.closed_on:
        return f"closed on {row.closed_on}"
    if row.erased_on:
        return f"erased on {row.erased_on}"
    return "overdue" if row.due_on < today else "waits for an answer"


def _told(row: Enquiry) -> dict[str, str | None]:
    return {
        "reference": row.pk,
        "kind": row.kind,
        "language": row.language,
        "received_on": str(row.received_on),
        "due_on": str(row.due_on),
        "answered_on": str(row.answered_on) if row.answered_on else None,
        "closed_on": str(row.closed_on) if row.closed_on else None,
        "keep_until": str(row.keep_until),
        "erased_on": str(row.erased_on) if row.erased_on else None,
    }
