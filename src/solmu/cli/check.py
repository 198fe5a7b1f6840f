"""`solmu check`: what needs attention."""

from __future__ import annotations

import sys
from datetime import date

import click

from solmu.cli.instance import interface_language, json_option, language_option, on_option, open_instance, print_json


@click.command()
@on_option
@language_option
@json_option
def check(day: date | None, language: str | None, as_json: bool) -> None:
    """List what needs attention, most urgent first. Exit status 1 if anything is overdue."""
    city = open_instance()
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from solmu.core.wording import shown_date
    from solmu.stewardship.queries.matters import matters_on
    from solmu.stewardship.vocabulary import Severity

    asked, spoken = day or city.today(), interface_language(city, language)
    matters = matters_on(asked, city=city)
    if as_json:
        print_json(
            [
                {
                    "rule": matter.rule,
                    "severity": matter.severity,
                    "record": matter.record_id,
                    "occurrence": matter.occurrence,
                    "due_on": matter.due_on.isoformat() if matter.due_on else None,
                    "owner": None,
                    "sentence": matter.sentence(spoken),
                }
                for matter in matters
            ]
        )
    else:
        with override(spoken):
            heading = _("Needs attention on %(day)s") % {"day": shown_date(asked)}
            click.echo(heading if matters else _("Nothing needs attention on %(day)s.") % {"day": shown_date(asked)})
            for matter in matters:
                severity = str(Severity(matter.severity).label)
                click.echo(f"\n{severity}: {matter.name(spoken)}")
                click.echo(f"  {matter.reason(spoken)}\n  {matter.when(spoken)}")
    if any(matter.severity == Severity.OVERDUE for matter in matters):
        sys.exit(1)
