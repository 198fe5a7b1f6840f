"""`solmu`: the verbs, each loaded only when it is called, so that help and reading a document start at once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

from solmu import __version__
from solmu.core.errors import SolmuError

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "init": ("solmu.cli.init", "Make an instance for a city."),
        "demo": ("solmu.cli.demo", "Make the example city's instance from its documents and serve it."),
        "serve": ("solmu.cli.serve", "Serve the portal."),
        "user": ("solmu.cli.user", "Add accounts, change what they may do, help who cannot sign in."),
        "intake": ("solmu.cli.intake", "Read a document and show, keep or accept the claims it makes."),
        "review": ("solmu.cli.review", "Go through kept claims one by one."),
        "show": ("solmu.cli.show", "Show what is recorded, today or on another day."),
        "search": ("solmu.cli.search", "Find what is published by words."),
        "partnership": ("solmu.cli.partnership", "Add partner cities, and suspend, resume, end or change the ties."),
        "agreement": ("solmu.cli.agreement", "Draft, sign, amend and end agreements, and keep their documents."),
        "decision": ("solmu.cli.decision", "Record decisions, so that agreements and changes can name them."),
        "check": ("solmu.cli.check", "List what needs attention, most urgent first."),
        "matter": ("solmu.cli.matter", "Say who sees to a matter, or that it can wait."),
        "activity": ("solmu.cli.activity", "Record visits and events, and what came of them."),
        "membership": ("solmu.cli.membership", "Join and leave networks; what they cost and bring."),
        "commitment": ("solmu.cli.commitment", "Keep what agreements and memberships oblige to."),
        "contact": ("solmu.cli.contact", "Keep contact persons, for a purpose and a time."),
        "enquiry": ("solmu.cli.enquiry", "See what people asked, and record the answers."),
        "owner": ("solmu.cli.owner", "Say who looks after a record, and see it."),
        "unit": ("solmu.cli.owner", "Keep the units of the city and who acts for them."),
        "story": ("solmu.cli.story", "Write short public texts about partnerships."),
        "image": ("solmu.cli.story", "Give a partnership or a story its image."),
        "record": ("solmu.cli.record", "Show a record to the public."),
        "publish": ("solmu.cli.publish", "Write the portal as a static copy, for any web server."),
        "renewal": ("solmu.cli.renewal", "Renew an agreement, from the plan to the successor in force."),
        "source": ("solmu.cli.source", "Say that a source was looked at again."),
        "calendar": ("solmu.cli.calendar", "Make and revoke addresses at which calendars are told deadlines."),
        "merge": ("solmu.cli.merge", "Make two records of one thing one."),
        "remove": ("solmu.cli.remove", "Take out a record that should not be there."),
        "backup": ("solmu.cli.backup", "Write the whole instance into one file."),
        "restore": ("solmu.cli.restore", "Put a backup back."),
        "worker": ("solmu.cli.worker", "Run the jobs as they fall due: reminders, mails."),
        "jobs": ("solmu.cli.jobs", "Run the jobs once, or tell how they stand."),
        "doctor": ("solmu.cli.doctor", "Check that the record is whole."),
    }
)


class Verbs(click.Group):
    """A group whose verbs are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="solmu")
def solmu() -> None:
    """Solmu keeps a city's international ties: reads documents, keeps the record, warns, publishes.

    An instance lives in one folder: SOLMU_DIR, or ./var.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run a command line; errors a person can mend end in a sentence and exit status 2."""
    try:
        return solmu(arguments, standalone_mode=False, prog_name="solmu")
    except click.exceptions.Abort:
        click.echo("Stopped. The record is as it was.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SolmuError as error:
        click.echo(f"solmu: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # whoever was reading has had enough
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename} cannot be used" if error.filename else "A file or connection cannot be used"
        why = error.strerror or str(error)
        click.echo(f"solmu: {where}: {why}. Check SOLMU_DIR, its rights and the space left.", err=True)
        sys.exit(2)
    except Exception as error:
        # Django is not loaded for every verb; where it is not, no database has failed.
        database = sys.modules.get("django.db")
        if database is None or not isinstance(error, database.DatabaseError):
            raise
        click.echo(f"solmu: The database failed: {str(error).strip()}. The record is as it was; try again.", err=True)
        sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
