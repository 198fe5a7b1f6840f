"""`solmu demo`: the example city from its own documents, read, accepted and served."""

from __future__ import annotations

import contextlib
import os

import click

from solmu.cli.check import check
from solmu.cli.cities import CityFolder, city_folder, first_folder
from solmu.cli.init import make_instance
from solmu.cli.serve import DEFAULT_PORT, keep_matters_first, run_server
from solmu.core.errors import SolmuError
from solmu.places.gazetteer import open_gazetteer

OFFICER = "officer@example.org"


@click.command()
@click.option("--city", "name", help="A folder of cities/ with documents (default: the first).")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=DEFAULT_PORT, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--no-serve", is_flag=True, help="Make the instance and stop.")
def demo(name: str | None, port: int, host: str, no_serve: bool) -> None:
    """Make an instance for the example city through intake and acceptance, say what came of it, and serve it.

    Nothing is put behind intake's back but names and coordinates of places and the translations of the city's themes.
    """
    folder = city_folder(name) if name else first_folder()
    if folder is None or not folder.documents:
        raise SolmuError(
            f"There is no folder cities/{name or ''} with documents to start from. Choose one that has them."
        )
    _make(folder)
    click.echo("")
    with contextlib.suppress(SystemExit):  # that something is overdue is no failure of the demo
        check.main([], standalone_mode=False)
    if not no_serve:
        here = f"http://{host}:{port}"
        click.echo(f"\nThe desk: {here}{way_in()}")
        keep_matters_first()
        run_server(host, port, 1, f"{folder.city.name}: {here}/ (stop with Ctrl-C)")


def way_in() -> str:
    """The path by which the officer comes to the desk: the first time to where a password is chosen."""
    from django.urls import reverse

    from solmu.core.models import Account
    from solmu.desk.signing_in.inviting import choosing_path
    from solmu.desk.signing_in.links import is_invited

    officer = Account.objects.get(email=OFFICER)
    if is_invited(officer):
        return f"{choosing_path(officer)} (choose a password for {OFFICER}; the link opens once)"
    return f"{reverse('desk:today')} (sign in as {OFFICER})"


def _make(folder: CityFolder) -> None:
    city, is_new = make_instance(folder.city.name)
    from solmu.cli.keeping import Keeping, echo_report, keep
    from solmu.core.actions import add_account
    from solmu.core.models import Account, system_actor
    from solmu.intake.reading import read_file

    by = Account.objects.filter(email=OFFICER).first() or add_account(
        by=system_actor(), email=OFFICER, role="officer", name="Example officer"
    )
    place = os.environ.get("SOLMU_DIR") or "var"
    click.echo(f"{'Made' if is_new else 'Found'} the instance for {city.name} in {place}.")
    gazetteer = open_gazetteer()
    for start in folder.documents:
        click.echo(f"\nRead {start.path.name}:")
        keeping = Keeping(by, start.read_on, address=start.address)
        outcome = keep(read_file(start.path), start.path.read_bytes(), keeping, city, gazetteer, accept=True)
        echo_report(start.path.name, outcome, accept=True)
