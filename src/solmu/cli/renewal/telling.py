"""What the verbs print: one renewal, every renewal, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.instance import (
    interface_language,
    json_option,
    language_option,
    on_option,
    open_instance,
    print_json,
    print_table,
)
from solmu.cli.renewal.finding import asked_renewal, renewal_argument

if TYPE_CHECKING:
    from solmu.core.city import City
    from solmu.registry.models import AgreementDocument
    from solmu.stewardship.models import Renewal

NEXT = {
    "planned": "solmu renewal advance {}",
    "drafting": "solmu renewal draft {}, then solmu renewal advance {}",
    "negotiating": "solmu renewal advance {}",
    "decision": "solmu renewal decide {}",
    "signing": "solmu renewal sign {}, and when all have signed solmu renewal complete {}",
}
"""What moves a renewal on from each stage."""


@click.command()
@renewal_argument
@on_option
@language_option
@json_option
def show(which: str | None, day: date | None, language: str | None, as_json: bool) -> None:
    """Show how far a renewal has come: its days, its checklist, its drafts with their hashes, its notes."""
    city = open_instance()
    from django.utils.translation import override

    found = asked_renewal(which)
    asked_day, spoken = day or city.today(), interface_language(city, language)
    with override(spoken):
        if as_json:
            print_json(shape_of(found, asked_day, city, spoken))
            return
        for line in lines_of(found, asked_day, city, spoken):
            click.echo(line)


@click.command("list")
@click.option("--all", "with_ended", is_flag=True, help="Also those that are over.")
@on_option
@language_option
@json_option
def list_renewals(with_ended: bool, day: date | None, language: str | None, as_json: bool) -> None:
    """List the renewals under way, the one whose stage is due first on top."""
    city = open_instance()
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from solmu.core.wording import shown_date
    from solmu.stewardship.models import Renewal
    from solmu.stewardship.queries.renewals import due_days_of
    from solmu.stewardship.rules.renewals import is_late
    from solmu.stewardship.vocabulary import RenewalStage

    rows = Renewal.objects.select_related("agreement", "successor", "decision", "owner")
    found = [(each, due_days_of(each, city)) for each in (rows if with_ended else rows.filter(ended_on=None))]
    found.sort(key=lambda each: (each[0].ended_on is not None, each[1].get(each[0].stage, date.max), each[0].pk))
    asked_day, spoken = day or city.today(), interface_language(city, language)
    with override(spoken):
        if as_json:
            print_json([shape_of(each, asked_day, city, spoken) for each, _due in found])
            return
        names = _names([each.agreement_id for each, _due in found])
        print_table(
            _("Renewals"),
            (_("Renewal"), _("Agreement"), _("Stage"), _("Due"), _("Owner")),
            [
                (
                    each.pk,
                    names.of(each.agreement_id, spoken),
                    str(RenewalStage(each.stage).label),
                    (shown_date(due[each.stage]) if each.is_running else "–")
                    + (f" ({_('late')})" if is_late(each.stage, due, asked_day) else ""),
                    each.owner.email if each.owner else "–",
                )
                for each, due in found
            ],
            _("No renewal is under way. Plan one with solmu renewal plan."),
        )


# --- one renewal ------------------------------------------------------------------------------------------------------


def lines_of(renewal: Renewal, day: date, city: City, language: str) -> Iterator[str]:
    """Everything about a renewal for a person, in the active language."""
    from django.utils.translation import gettext as _

    from solmu.core.wording import shown_date
    from solmu.registry.naming import text_in
    from solmu.stewardship.queries.renewals import stage_lines
    from solmu.stewardship.vocabulary import RenewalStage

    yield f"{name_of(renewal.agreement_id, language)} ({renewal.pk})"
    yield f"{_('Stage')}: {RenewalStage(renewal.stage).label}"
    if renewal.owner:
        yield f"{_('Owner')}: {renewal.owner.email}"
    if renewal.drop_reason:
        yield f"{_('Reason')}: {renewal.drop_reason}"
    yield ""
    for line in stage_lines(renewal, day, city):
        mark = "→" if line.is_current else "✓" if line.done_on or line.reached_on else " "
        told = _("done %(day)s") % {"day": shown_date(line.done_on)} if line.done_on else (
            _("due %(day)s") % {"day": shown_date(line.due)} + (f", {_('late')}" if line.is_late else "")
        )  # fmt: skip
        yield f"{mark} {RenewalStage(line.stage).label}: {told}"
    checks = list(renewal.checks.all())
    if checks:
        yield f"\n{_('Checklist')}"
    for check in checks:
        done = f" ({shown_date(check.done_on)})" if check.done_on else ""
        yield f"  [{'x' if check.done_on else ' '}] {check.position}. {text_in(check.text, language)}{done}"
    successor = renewal.successor
    if successor and not successor.record.removed_at:
        yield f"\n{_('Successor')}: {name_of(successor.pk, language)} ({successor.pk})"
        for document in _documents(renewal):
            yield f"  {document_line(document)}"
    if renewal.decision:
        yield f"\n{_('Decision')}: {renewal.decision}"
    notes = list(renewal.notes.select_related("written_by"))
    if notes:
        yield f"\n{_('Notes')}"
    for note in notes:
        who = f" {note.written_by.email}" if note.written_by else ""
        yield f"  {shown_date(note.written_at.date())}{who}: {note.text}"


def shape_of(renewal: Renewal, day: date, city: City, language: str) -> dict[str, Any]:
    """The same as an object for programs."""
    from solmu.registry.naming import text_in
    from solmu.stewardship.queries.renewals import stage_lines

    return {
        "renewal": renewal.pk,
        "agreement": renewal.agreement_id,
        "name": name_of(renewal.agreement_id, language),
        "stage": renewal.stage,
        "owner": renewal.owner.email if renewal.owner else None,
        "begun_on": renewal.begun_on.isoformat(),
        "ended_on": renewal.ended_on.isoformat() if renewal.ended_on else None,
        "reason": renewal.drop_reason or None,
        "stages": [
            {
                "stage": line.stage,
                "due": line.due.isoformat(),
                "reached_on": line.reached_on.isoformat() if line.reached_on else None,
                "done_on": line.done_on.isoformat() if line.done_on else None,
                "late": line.is_late,
            }
            for line in stage_lines(renewal, day, city)
        ],
        "checks": [
            {
                "number": check.position,
                "text": text_in(check.text, language),
                "done_on": check.done_on.isoformat() if check.done_on else None,
            }
            for check in renewal.checks.all()
        ],
        "successor": renewal.successor_id,
        "documents": [document_shape(each) for each in _documents(renewal)],
        "decision": renewal.decision_id,
        "notes": [{"at": note.written_at.isoformat(), "text": note.text} for note in renewal.notes.all()],
    }


def name_of(agreement_id: str, language: str) -> str:
    return str(_names([agreement_id]).of(agreement_id, language))


def _names(ids: list[str]) -> Any:
    from solmu.registry.queries.names import names_of

    return names_of(ids)


def _documents(renewal: Renewal) -> list[AgreementDocument]:
    if renewal.successor is None:
        return []
    return list(renewal.successor.documents.select_related("file").order_by("version", "file__name"))


def document_line(document: AgreementDocument) -> str:
    """*draft-1-fi-en.pdf: 24,512 bytes, SHA-256 9f…*: the whole hash, so that it can be compared."""
    return f"{document.file.name}: {document.file.size:,} bytes, SHA-256 {document.file.sha256}"


def document_shape(document: AgreementDocument) -> dict[str, Any]:
    return {
        "name": document.file.name,
        "title": document.title,
        "version": document.version,
        "media_type": document.file.media_type,
        "size": document.file.size,
        "sha256": document.file.sha256,
    }


def echo_step(renewal: Renewal, city: City) -> None:
    """Where the renewal is now, by when it is to be done with that, and what moves it on."""
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from solmu.core.wording import shown_date
    from solmu.stewardship.queries.renewals import due_days_of
    from solmu.stewardship.vocabulary import RenewalStage

    language = interface_language(city, None)
    with override(language):
        stage = str(RenewalStage(renewal.stage).label)
        name = name_of(renewal.agreement_id, language)
        if not renewal.is_running:
            click.echo(f"{name}. {stage}.")
            return
        due = due_days_of(renewal, city)[renewal.stage]
        click.echo(f"{name}. {stage}, {_('due %(day)s') % {'day': shown_date(due)}}.")
        click.echo(f"{_('Next')}: {NEXT[renewal.stage].format(*[renewal.pk] * 2)}")
