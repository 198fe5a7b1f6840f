"""Pages an editor writes: one start page for each language, and under it partners and the register of agreements."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtailcache.cache import WagtailCacheMixin


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock()
    value = blocks.RichTextBlock()


BODY = [
    ("text", blocks.RichTextBlock()),
    ("facts", blocks.ListBlock(FactBlock(), template="pages/facts.html")),
    ("table", TableBlock()),
]


class HomePage(WagtailCacheMixin, Page):
    """The start page of a language; it also holds what stands on every page of that language."""

    intro = RichTextField(blank=True)
    body = StreamField(BODY, blank=True)
    brand = models.CharField(max_length=200)
    footer = RichTextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("footer")]

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        return {**super().get_context(request, *arguments, **options), **around(self, self)}


class TextPage(WagtailCacheMixin, Page):
    """A partner, or the register of agreements."""

    intro = RichTextField(blank=True)
    body = StreamField(BODY, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        home = HomePage.objects.ancestor_of(self).get()
        return {**super().get_context(request, *arguments, **options), **around(self, home)}


def around(page: Page, home: HomePage) -> dict[str, Any]:
    """What stands around every page: the start page, the menu, and this page in every language; each asked for once."""
    return {
        "home": home,
        "menu": list(home.get_children().live().in_menu()),
        "translations": list(page.get_translations(inclusive=True).live().select_related("locale")),
    }
