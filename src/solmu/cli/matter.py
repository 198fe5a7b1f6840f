"""`solmu matter`: who sees to a matter, and until when it can wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import Day, interface_language, open_instance
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.core.city import City
    from solmu.stewardship.queries.matters import Matter

CLAIMS = "claims"
"""What stands for the record as a whole, of which claims that wait are a matter."""


@click.group()
def matter() -> None:
    """Say who sees to a matter, or that it can wait. A matter goes when the facts change."""


def matter_arguments(command: Callable[..., Any]) -> Callable[..., Any]:
    """RECORD, and where it has several matters the rule and the occurrence that tell them apart."""
    command = click.option("--occurrence", metavar="WHICH", help="Which of that rule: as check --json tells it.")(
        command
    )
    command = click.option("--rule", metavar="RULE", help="Which matter of the record, as check tells it in brackets.")(
        command
    )
    return click.argument("about", metavar="RECORD", required=False)(command)


@matter.command()
@matter_arguments
@click.option("--to", metavar="EMAIL", help="Who sees to it from now on.")
@by_option
def assign(about: str | None, rule: str | None, occurrence: str | None, to: str | None, email: str | None) -> None:
    """Ask somebody to see to a matter. RECORD is an id or a name."""
    city = open_instance()
    from solmu.cli.finding import find_account
    from solmu.stewardship.actions.matters import assign_matter

    found = _matter(city, about, rule, occurrence)
    account = asked(to, "Who sees to it", option="--to EMAIL", read=find_account)
    assign_matter(by=acting(email), matter=found, account=account)
    click.echo(f"{account.email} sees to it: {found.sentence(interface_language(city, None))}")


@matter.command()
@matter_arguments
@by_option
def unassign(about: str | None, rule: str | None, occurrence: str | None, email: str | None) -> None:
    """Leave a matter to its owner again."""
    city = open_instance()
    from solmu.stewardship.actions.matters import unassign_matter

    found = _matter(city, about, rule, occurrence)
    unassign_matter(by=acting(email), matter=found)
    click.echo(f"Left to its owner: {found.sentence(interface_language(city, None))}")


@matter.command()
@matter_arguments
@click.option("--until", metavar="DAY", help="The day it is back, at most a year ahead.")
@click.option("--reason", help="Why it can wait.")
@by_option
def snooze(
    about: str | None,
    rule: str | None,
    occurrence: str | None,
    until: str | None,
    reason: str | None,
    email: str | None,
) -> None:
    """Let a matter wait until a day, for a reason."""
    city = open_instance()
    from solmu.stewardship.actions.matters import snooze_matter

    found = _matter(city, about, rule, occurrence)
    day = asked(until, "Until which day", option="--until DAY", read=_day)
    why = asked(reason, "Why it can wait", option="--reason TEXT", read=_sentence)
    snooze_matter(by=acting(email), matter=found, until=day, reason=why, today=city.today())
    click.echo(f"Waits until {day.isoformat()}: {found.sentence(interface_language(city, None))}")


@matter.command()
@matter_arguments
@by_option
def wake(about: str | None, rule: str | None, occurrence: str | None, email: str | None) -> None:
    """Let a matter wait no longer."""
    city = open_instance()
    from solmu.stewardship.actions.matters import wake_matter

    found = _matter(city, about, rule, occurrence)
    wake_matter(by=acting(email), matter=found)
    click.echo(f"Waits no longer: {found.sentence(interface_language(city, None))}")


def _matter(city: City, about: str | None, rule: str | None, occurrence: str | None) -> Matter:
    """The one matter of today that is meant; asks which where there are several and somebody is there to answer."""
    key = asked(about, "Which record", option="RECORD, as check tells it in brackets", read=_about)
    matters = [each for each in _matters_about(city, key) if occurrence in (None, each.occurrence)]
    if not matters:
        raise SolmuError(f"Nothing about “{about or key}” needs anybody today. See what does with: solmu check")
    rules = sorted({each.rule for each in matters})
    if rule is None and len(rules) == 1:
        rule = rules[0]
    wanted = asked(rule, f"Which matter ({', '.join(rules)})", option="--rule RULE", read=_one_of(rules))
    chosen = [each for each in matters if each.rule == wanted]
    if len(chosen) > 1:
        every = [each.occurrence for each in chosen]
        which = asked(None, f"Which of them ({', '.join(every)})", option="--occurrence WHICH", read=_one_of(every))
        chosen = [each for each in chosen if each.occurrence == which]
    return chosen[0]


def _matters_about(city: City, key: str) -> list[Matter]:
    from solmu.stewardship.queries.matters import matters_on

    return [each for each in matters_on(city.today(), city=city, with_snoozed=True) if each.record_id == key]


def _about(text: str) -> str:
    """The id of the record or source that is meant, or nothing for the claims that wait."""
    from solmu.cli.finding import find_record
    from solmu.core.models import Source

    if text.strip().casefold() == CLAIMS:
        return ""
    if source := Source.objects.filter(pk=text.strip()).first():
        return str(source.pk)
    return str(find_record(text).pk)


def _one_of(choices: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        wanted = text.strip().replace("-", "_") if text.strip() not in choices else text.strip()
        if wanted not in choices:
            raise SolmuError(f"“{text}” is none of these: {', '.join(choices)}. Name one of them.")
        return wanted

    return read


def _day(text: str) -> date:
    try:
        return Day().convert(text, None, None)
    except click.BadParameter as error:
        raise SolmuError(error.message) from None


def _sentence(text: str) -> str:
    if not text.strip():
        raise SolmuError("Why the matter can wait is not said. Give the reason in a sentence.")
    return text.strip()
