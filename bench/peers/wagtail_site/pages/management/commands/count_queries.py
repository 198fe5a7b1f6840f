"""`django-admin count_queries ADDRESS`: how many queries a page asks the database, once everything is warm."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class Command(BaseCommand):
    help = "Print how many queries a page asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *, address: str, **options: Any) -> None:
        client = Client(SERVER_NAME="localhost")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        self.stdout.write(str(len(queries)))
