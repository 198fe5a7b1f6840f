"""A page's text as an editor would type it into a content management system: rich text, lists of facts, tables.

Drawings are left out, and so is what a template writes by itself (navigation). Classes and ids go; links, emphasis,
headings and lists stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from house.processes import TroubleError

Block = dict[str, Any]

LEFT_OUT = frozenset({"svg", "nav", "script", "style"})
CONTAINERS = frozenset({"main", "article", "section", "header", "div", "figure"})
HEADINGS = frozenset({"h2", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
KEPT_INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i"}


def page_text(html: str | bytes) -> Block:
    """Title, introduction and body of a page: `{"title", "intro", "body": [{"type", "value"}, …]}`.

    The introduction is what stands between the title and the first heading or list of facts. Raises
    TroubleError for a page without a main part or without one title.
    """
    main = LexborHTMLParser(html).css_first("main")
    pieces = list(_pieces(main)) if main else []
    titles = [value for kind, value in pieces if kind == "h1"]
    if len(titles) != 1:
        raise TroubleError("The page has no main part with one title, so there is nothing to compare.")
    pieces = [piece for piece in pieces if piece[0] != "h1"]
    end = next((place for place, (kind, _) in enumerate(pieces) if kind != "p"), len(pieces))
    intro = "".join(value for _, value in pieces[:end])
    return {"title": titles[0], "intro": intro, "body": list(_joined(pieces[end:]))}


def said(html: str | bytes) -> str:
    """Everything the main part of a page says, without white space, drawings and navigation."""
    main = LexborHTMLParser(html).css_first("main")
    if main is None:
        raise TroubleError("The page has no main part, so there is nothing to compare.")
    for node in main.css(", ".join(sorted(LEFT_OUT))):
        node.decompose()
    return "".join(main.text().split())


def _children(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter(include_text=True):
        if child.tag not in LEFT_OUT:
            yield child


def _pieces(node: LexborNode) -> Iterator[tuple[str, Any]]:
    """The parts of a page in reading order, each with its tag; what is rich text as HTML."""
    for child in _children(node):
        tag = child.tag or ""
        if tag in CONTAINERS:
            yield from _pieces(child)
        elif tag == "h1":
            yield tag, _plain(child)
        elif tag in HEADINGS or tag == "p":
            yield tag, f"<{tag}>{_inline(child).strip()}</{tag}>"
        elif tag in LISTS:
            items = "".join(f"<li>{_inline(item).strip()}</li>" for item in child.css("li"))
            yield tag, f"<{tag}>{items}</{tag}>"
        elif tag == "dl":
            terms, values = child.css("dt"), child.css("dd")
            yield (
                tag,
                [
                    {"label": _plain(term), "value": f"<p>{_inline(value).strip()}</p>"}
                    for term, value in zip(terms, values, strict=True)
                ],
            )
        elif tag == "table":
            yield tag, _table(child)
        elif _plain(child):
            yield "p", f"<p>{_inline(child).strip()}</p>"


def _table(node: LexborNode) -> Block:
    caption = node.css_first("caption")
    return {
        "caption": _plain(caption) if caption else "",
        "rows": [[_plain(cell) for cell in row.css("th, td")] for row in node.css("tr")],
    }


def _plain(node: LexborNode) -> str:
    for left_out in node.css(", ".join(sorted(LEFT_OUT))):
        left_out.decompose()
    return " ".join(node.text(separator=" ").split())


def _inline(node: LexborNode) -> str:
    """The words inside an element with their links and emphasis; other elements give their words only."""
    parts = []
    for child in _children(node):
        tag = child.tag or ""
        if tag == "-text":
            parts.append(escape(child.text_content or "", quote=False))
        elif tag == "a" and (address := child.attributes.get("href")):
            parts.append(f'<a href="{escape(address)}">{_inline(child)}</a>')
        elif tag in KEPT_INLINE:
            parts.append(f"<{KEPT_INLINE[tag]}>{_inline(child)}</{KEPT_INLINE[tag]}>")
        elif tag[:1] not in ("-", "!"):
            parts.append(f" {_inline(child)} ")
    return " ".join("".join(parts).split())


def _joined(pieces: list[tuple[str, Any]]) -> Iterator[Block]:
    """Neighbouring rich text is one block, as an editor would write on in it."""
    running = ""
    for kind, value in pieces:
        if kind in ("dl", "table"):
            if running:
                yield {"type": "text", "value": running}
            running = ""
            yield {"type": {"dl": "facts", "table": "table"}[kind], "value": value}
        else:
            running += value
    if running:
        yield {"type": "text", "value": running}
