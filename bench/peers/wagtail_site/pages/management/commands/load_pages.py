"""`django-admin load_pages FILE`: write the pages of a JSON file, as editors would have."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale, Page, Site

from wagtail_site.pages.models import HomePage, TextPage


class Command(BaseCommand):
    help = "Write the pages of a JSON file: {language: {brand, footer, home, pages}}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--no-revisions", action="store_true", help="Publish without a revision of each page, which takes long."
        )

    @transaction.atomic
    def handle(self, *, file: Path, no_revisions: bool = False, **options: Any) -> None:
        Site.objects.all().delete()
        Page.objects.filter(depth__gt=1).delete()
        root = Page.get_first_root_node()
        keys: dict[str, Any] = {}
        for language, told in json.loads(file.read_text(encoding="utf-8")).items():
            locale, _ = Locale.objects.get_or_create(language_code=language)
            home = HomePage(
                slug=f"home-{language}",
                locale=locale,
                brand=told["brand"],
                footer=told["footer"],
                **content(told["home"]),
            )
            publish(home, root, keys, "home", no_revisions)
            if not Site.objects.exists():
                Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
            for page in told["pages"]:
                text = TextPage(
                    slug=page["slug"], locale=locale, show_in_menus=page["is_in_menu"], **content(page["text"])
                )
                publish(text, home, keys, page["slug"], no_revisions)


def content(text: dict[str, Any]) -> dict[str, Any]:
    return {"title": text["title"], "intro": text["intro"], "body": json.dumps([block(each) for each in text["body"]])}


def block(piece: dict[str, Any]) -> dict[str, Any]:
    if piece["type"] != "table":
        return piece
    rows = piece["value"]["rows"]
    table = {
        "data": rows,
        "table_caption": piece["value"]["caption"],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "cell": [],
        "mergeCells": [],
    }
    return {"type": "table", "value": table}


def publish(page: Page, parent: Page, keys: dict[str, Any], key: str, no_revision: bool) -> None:
    """The same page in another language shares its translation key."""
    if key in keys:
        page.translation_key = keys[key]
    parent.add_child(instance=page)
    keys.setdefault(key, page.translation_key)
    if not no_revision:
        page.save_revision().publish()
