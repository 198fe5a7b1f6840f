"""`django-admin edit_when_asked LANGUAGE SLUG`: publish a change of a page for every line read, and say `done`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wagtail_site.pages.models import TextPage


class Command(BaseCommand):
    help = "Publish a change of a page for every line that is read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language")
        parser.add_argument("slug")

    def handle(self, *, language: str, slug: str, **options: Any) -> None:
        pages = TextPage.objects.filter(locale__language_code=language, slug=slug)
        first = pages.get().intro
        self.stdout.write("ready")
        self.stdout.flush()
        for number, _ in enumerate(sys.stdin, 1):
            page = pages.get()
            page.intro = f"{first}<p>{number}</p>"
            page.save_revision().publish()
            self.stdout.write("done")
            self.stdout.flush()
