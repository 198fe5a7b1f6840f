"""`solmu jobs`: run the jobs once, as cron does, and tell how they stand."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from solmu.cli.instance import json_option, open_instance, print_json, print_table
from solmu.core.city import City
from solmu.core.errors import SolmuError


@click.group()
def jobs() -> None:
    """Run the jobs once, or tell how they and the mails stand."""


@jobs.command()
@click.argument("names", nargs=-1, metavar="[JOB]...")
def run(names: tuple[str, ...]) -> None:
    """Run the jobs once, here and now; for cron. Without JOB all of them, in order.

    Exit status 1 where something went wrong; what is due stays in the ledger for the next run.
    """
    open_instance()
    from solmu.stewardship.jobs import JOBS, run_job

    if unknown := [name for name in names if name not in JOBS]:
        raise SolmuError(f"There is no job “{unknown[0]}”. There are: {', '.join(JOBS)}.")
    went_wrong = False
    for name in names or JOBS:
        done, trouble = run_job(name)
        went_wrong = went_wrong or bool(trouble)
        click.echo(f"{name}: {trouble or done}", err=bool(trouble))
    if went_wrong:
        sys.exit(1)


@jobs.command()
@json_option
def status(as_json: bool) -> None:
    """Tell when each job ran last, which mails wait and which were refused. Exit status 1 where something is wrong."""
    city = open_instance()
    from django.utils import timezone

    from solmu.stewardship.jobs import JOBS
    from solmu.stewardship.mail.server import NoMailServer, refuse_without_mail
    from solmu.stewardship.queries.reminders import job_runs, mail_counts, refused_mails

    at = timezone.now()
    runs, counts, refused = job_runs(), mail_counts(), refused_mails(at)
    try:
        refuse_without_mail()
        trouble = ""
    except NoMailServer as error:
        trouble = str(error)
    told: dict[str, Any] = {
        "jobs": [
            {
                "job": name,
                "begun_at": latest.begun_at.isoformat() if (latest := runs.get(name)) else None,
                "ended_at": latest.ended_at.isoformat() if latest and latest.ended_at else None,
                "trouble": latest.trouble if latest else "",
            }
            for name in JOBS
        ],
        "mails": counts,
        "refused": [
            {"recipient": mail.recipient.email, "at": mail.ended_at.isoformat(), "answer": mail.remark}
            for mail in refused
            if mail.ended_at
        ],
        "trouble": trouble,
    }
    if as_json:
        print_json(told)
    else:
        _echo(told, city)
    if trouble or refused or any(job["trouble"] for job in told["jobs"]):
        sys.exit(1)


def _echo(told: dict[str, Any], city: City) -> None:
    def shown(moment: str | None) -> str:
        if moment is None:
            return "never"
        return datetime.fromisoformat(moment).astimezone(ZoneInfo(city.time_zone)).strftime("%Y-%m-%d %H:%M")

    print_table(
        "Jobs",
        ["Job", "Ran last", "What went wrong"],
        [[job["job"], shown(job["begun_at"]), job["trouble"]] for job in told["jobs"]],
        "",
    )
    counts = told["mails"]
    click.echo(
        f"Mails: {counts['waiting']} waiting, {counts['handing_over']} being handed over, "
        f"{counts['handed_over']} handed over, {counts['refused']} refused."
    )
    if told["trouble"]:
        click.echo(told["trouble"])
    if told["refused"]:
        print_table(
            "Refused in the last 30 days: nobody was told by these. Correct the address, or whose the records are.",
            ["Recipient", "When", "Answer"],
            [[mail["recipient"], shown(mail["at"]), mail["answer"]] for mail in told["refused"]],
            "",
        )
