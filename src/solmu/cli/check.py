"""`solmu check`: what needs attention."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.instance import interface_language, json_option, language_option, on_option, open_instance, print_json
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.stewardship.queries.matters import Matter

SEVERITIES = ("overdue", "soon", "tidy-up")
NOBODY = "nobody"
NARROWEST = 40


@click.command()
@on_option
@click.option(
    "--severity", "severities", type=click.Choice(SEVERITIES), multiple=True, help="Only these; may be repeated."
)
@click.option(
    "--owner", metavar="UNIT|EMAIL", help=f"Only what this unit or person owns; “{NOBODY}”: what nobody does."
)
@click.option("--kind", "kinds", metavar="RULE|KIND", multiple=True, help="Only this rule or kind of record.")
@click.option("--assigned", metavar="EMAIL", help="Only what this account was asked to see to.")
@click.option("--snoozed", is_flag=True, help="What can wait, instead of what cannot.")
@click.option("--all", "each", is_flag=True, help="Tell tidy-up one by one too.")
@language_option
@json_option
def check(
    day: date | None,
    severities: tuple[str, ...],
    owner: str | None,
    kinds: tuple[str, ...],
    assigned: str | None,
    snoozed: bool,
    each: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """List what needs attention, most urgent first. Exit status 1 if anything listed is overdue."""
    city = open_instance()
    from django.utils.translation import override

    from solmu.stewardship.queries.matters import matters_on
    from solmu.stewardship.vocabulary import Severity

    asked, spoken = day or city.today(), interface_language(city, language)
    rules, record_kinds = _kinds(kinds)
    matters = [
        matter
        for matter in matters_on(asked, city=city, with_snoozed=snoozed, rules=None if record_kinds else rules or None)
        if (matter.snoozed_until is not None) == snoozed
        and (not severities or matter.severity.replace("_", "-") in severities)
        and (not kinds or matter.rule in rules or matter.record_kind in record_kinds)
    ]
    matters = _owned(matters, owner)
    if assigned is not None:
        from solmu.cli.finding import find_account

        account = find_account(assigned)
        matters = [matter for matter in matters if matter.assigned_to == account.pk]
    if as_json:
        print_json([as_object(matter, spoken) for matter in matters])
    else:
        is_filtered = bool(severities or owner or kinds or assigned or snoozed)
        with override(spoken):
            for line in _told(matters, asked, spoken, each=each, is_filtered=is_filtered):
                click.echo(line)
    if any(matter.severity == Severity.OVERDUE for matter in matters):
        sys.exit(1)


def _kinds(kinds: Sequence[str]) -> tuple[set[str], set[str]]:
    """The rules and the kinds of records asked for; raises SolmuError for what is neither."""
    from solmu.registry.vocabulary import RecordKind
    from solmu.stewardship.queries.matters.matter import SOURCE_KIND
    from solmu.stewardship.vocabulary import MatterRule

    asked = {kind.replace("-", "_") for kind in kinds}
    known = {*RecordKind.values, SOURCE_KIND}
    if unknown := asked - known - set(MatterRule.values):
        raise SolmuError(
            f"There is no rule and no kind of record “{min(unknown)}”. The rules are {', '.join(MatterRule.values)};"
            f" the kinds are {', '.join(sorted(known))}."
        )
    return asked & set(MatterRule.values), asked & known


def _owned(matters: list[Matter], owner: str | None) -> list[Matter]:
    """Those that a unit or a person owns; a person also owns what a unit does that they act for."""
    if owner is None:
        return matters
    if owner.casefold() == NOBODY:
        return [matter for matter in matters if matter.owner is None]
    from solmu.cli.finding import find_account, find_record
    from solmu.registry.vocabulary import RecordKind

    if "@" in owner:
        key = find_account(owner).pk
        return [
            matter for matter in matters if matter.owner and key in (matter.owner.account_id, *matter.owner.account_ids)
        ]
    record = find_record(owner)
    if record.kind != RecordKind.UNIT:
        raise SolmuError(f"“{owner}” is no unit. Name a unit, or a person by e-mail address.")
    return [matter for matter in matters if matter.owner and matter.owner.unit_id == record.pk]


# --- for programs -----------------------------------------------------------------------------------------------------


def as_object(matter: Matter, language: str) -> dict[str, Any]:
    """A matter with every key programs are promised; owner and assigned_to are ids."""
    from solmu.registry.naming import text_in

    owner = matter.owner
    return {
        "rule": matter.rule,
        "severity": matter.severity,
        "record": matter.record_id,
        "occurrence": matter.occurrence,
        "due_on": _iso(matter.due_on),
        "owner": (owner.unit_id or owner.account_id) if owner else None,
        "sentence": matter.sentence(language),
        "kind": matter.record_kind,
        "since": _iso(matter.arose_on),
        "name": matter.name(language),
        "owner_name": text_in(owner.name, language) if owner else None,
        "assigned_to": matter.assigned_to,
        "snoozed_until": _iso(matter.snoozed_until),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- for people -------------------------------------------------------------------------------------------------------


def _told(matters: Sequence[Matter], day: date, language: str, *, each: bool, is_filtered: bool) -> Iterator[str]:
    """Every overdue and near matter by itself, tidy-up together unless each is asked for."""
    from django.utils.translation import gettext as _

    from solmu.core.wording import shown_date
    from solmu.stewardship.queries.matters.grouping import groups_of
    from solmu.stewardship.vocabulary import Severity

    when = {"day": shown_date(day)}
    if not matters:
        if is_filtered:
            yield _("Nothing of what was asked for needs attention on %(day)s.") % when
        else:
            yield _("Nothing needs attention on %(day)s.") % when
        return
    yield _("Needs attention on %(day)s") % when
    accounts = _emails(matters)
    together = [] if each else [matter for matter in matters if matter.severity == Severity.TIDY_UP]
    for matter in matters:
        if each or matter.severity != Severity.TIDY_UP:
            yield from _one(matter, language, accounts)
    if together:
        yield ""
        yield f"{Severity.TIDY_UP.label}:"
        for sentence, _listed in groups_of(together):
            yield from _wrapped(sentence, "  ")
        yield from _wrapped(_("One by one: solmu check --severity tidy-up --all"), "  ")


def _one(matter: Matter, language: str, accounts: dict[str, str]) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from solmu.core.wording import shown_date
    from solmu.registry.naming import text_in
    from solmu.stewardship.vocabulary import Severity

    yield ""
    yield from _wrapped(f"{Severity(matter.severity).label}: {matter.name(language)}", "", "  ")
    yield from _wrapped(matter.reason(language), "  ")
    if when := matter.when(language):
        yield from _wrapped(when, "  ")
    told = []
    if matter.owner:
        told.append(_("Owner: %(name)s.") % {"name": text_in(matter.owner.name, language)})
    if matter.assigned_to:
        told.append(_("Sees to it: %(name)s.") % {"name": accounts.get(matter.assigned_to, matter.assigned_to)})
    if matter.snoozed_until:
        told.append(_("Waits until %(day)s.") % {"day": shown_date(matter.snoozed_until)})
    if told:
        yield from _wrapped(" ".join(told), "  ")
    handle = " ".join(filter(None, (matter.rule, matter.record_id)))
    yield click.style(f"  [{handle}]", dim=True)


def _emails(matters: Sequence[Matter]) -> dict[str, str]:
    """The people who were asked to see to any of the matters, by name or address."""
    from solmu.core.models import Account

    keys = {matter.assigned_to for matter in matters if matter.assigned_to}
    return {row.pk: row.name or row.email for row in Account.objects.filter(pk__in=keys)} if keys else {}


def _wrapped(text: str, indent: str, further: str | None = None) -> list[str]:
    """The text in lines of the terminal's width; a line a program reads is never broken inside a word."""
    width = shutil.get_terminal_size().columns
    return textwrap.wrap(
        text,
        max(width, NARROWEST),
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_long_words=False,
        break_on_hyphens=False,
    )
