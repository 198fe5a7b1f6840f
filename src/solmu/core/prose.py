"""Stories are written in Markdown: made into HTML of which nothing but the structure of text is let through."""

from __future__ import annotations

import html
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt

TAGS = frozenset(
    {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "blockquote", "code", "pre", "a"}
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto"})

OPENING = 240
"""Characters of a story that a list shows, at most."""

# HTML in the text is text, and a picture in it is no picture: a story's one image has its licence beside it.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


def prose(text: str) -> str:
    """Markdown as HTML that can stand in a page as it is, whatever was written; its headings begin below the page's."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def opening(text: str) -> str:
    """The words the paragraphs of a text begin with, without marks, cut at a word; headings and lists are left out."""
    tokens, told = _MARKDOWN.parse(text), []
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            told.append(_MARKDOWN.renderer.render([token], _MARKDOWN.options, {}))
    words = " ".join(html.unescape(nh3.clean(" ".join(told), tags=set())).split())
    if len(words) <= OPENING:
        return words
    return f"{words[:OPENING].rsplit(' ', 1)[0].rstrip(' ,;:–')}…"
