"""`solmu serve`: the portal under granian."""

from __future__ import annotations

import socket

import click

from solmu.cli.instance import open_instance
from solmu.core.errors import SolmuError

DEFAULT_PORT = 8000


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=DEFAULT_PORT, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
def serve(port: int, host: str, workers: int) -> None:
    """Serve the portal. PORT in the environment changes the port."""
    city = open_instance()
    keep_matters_first()
    run_server(host, port, workers, f"{city.name}: http://{host}:{port}/ (stop with Ctrl-C)")


def run_server(host: str, port: int, workers: int, greeting: str) -> None:
    """Serve until stopped; raises SolmuError where the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            advice = f"Choose another with PORT={port + 1}."
            raise SolmuError(f"Port {port} of {host} cannot be used: {error.strerror}. {advice}") from None
    from granian.constants import Interfaces
    from granian.server import Server

    click.echo(greeting)
    Server(
        "solmu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        websockets=False,
    ).serve()


def keep_matters_first() -> None:
    """Find the matters of the day before the first page asks for them."""
    from django.db import connection
    from django.utils import timezone

    from solmu.core.city import current_city
    from solmu.stewardship.actions.keeping_matters import keep_matters_if_free

    keep_matters_if_free(at=timezone.now(), city=current_city())
    connection.close()  # the server's processes open their own
