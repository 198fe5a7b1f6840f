"""HTML to text and blocks, without menus, banners and scripts; never by recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from solmu.intake.reading.documents.building import Builder, is_head
from solmu.intake.reading.documents.document import BlockKind
from solmu.intake.reading.documents.lines import BULLET

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "input",
        "label",
        "meta",
        "link",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "section",
        "article",
        "main",
        "aside",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "menu",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "address",
        "figure",
        "figcaption",
        "details",
        "summary",
        "hr",
        "header",
        "footer",
        "pre",
        "form",
        "fieldset",
        "legend",
        "center",
        "nav",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6, "legend": 6}
_MARGIN_ROLES = frozenset(
    {"navigation", "dialog", "alertdialog", "banner", "contentinfo", "search", "menu", "menubar", "tablist"}
)
_NEVER_MARGIN = frozenset({"html", "body", "main", "article"})
_MARGIN_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookiebanner|cookiebot|consent|gdpr|breadcrumbs?|crumbs?|skip|skiplinks?|share|sharing|social"
    r"|navbar|sitenav|mainnav|pagination|(?:lang|language)s?(?:[_-]?(?:switch|switcher|menu|selector|nav))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_BOLD = frozenset({"b", "strong"})
_BELOW_ALL = 7

# Deeper than any page a person wrote. The parser takes quadratic time over deep trees, so that what lies deeper loses
# its tags (never its words) before it is parsed.
DEEPEST = 120
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SELF_CLOSING = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "rp", "rt"]
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the text of a page."""

    title: str
    margins: str


def html_blocks(source: str, builder: Builder) -> Around:
    """Add the blocks of an HTML page."""
    tree = LexborHTMLParser(shallow(source))
    root = tree.root
    if root is None:
        return Around("", "")
    title = tree.css_first("title")
    site = tree.css_first('meta[property="og:site_name"]')
    names = [words(title) if title else "", (site.attributes.get("content") or "") if site else ""]
    walk = _Walk(builder)
    walk.over(root)
    if not builder.blocks:
        walk = _Walk(builder, keeps_margins=True)
        walk.over(root)
    return Around(" – ".join(name for name in names if name), "\n".join(part for part in walk.margins if part))


def shallow(source: str) -> str:
    """The source with tags nested deeper than any reader needs left out."""
    if source.count("<") <= DEEPEST:
        return source
    depth, pieces, done = 0, [], 0
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        if name in _VOID or name in _SELF_CLOSING or tag[3].endswith("/"):
            continue
        if tag[1]:
            drop = depth > DEEPEST
            depth = max(0, depth - 1)
        else:
            depth += 1
            drop = depth > DEEPEST
        if drop:
            pieces += [source[done : tag.start()], " "]
            done = tag.end()
    return "".join([*pieces, source[done:]]) if pieces else source


def words(node: LexborNode) -> str:
    """The words of a node, spaces collapsed, line breaks kept as such."""
    pieces: list[str] = []
    current: LexborNode | None = node
    enter = True
    while current is not None:
        if enter:
            if current.is_text_node:
                pieces.append(_SPACE.sub(" ", current.text_content or ""))
            elif current.tag == "br":
                pieces.append("\n")
            elif current.tag in _BLOCKS:
                pieces.append(" ")
            if current.child is not None and current.tag not in ("script", "style", "template", "noscript"):
                current = current.child
                continue
        if current.mem_id == node.mem_id:
            break
        if current.tag in _BLOCKS:
            pieces.append(" ")
        following = current.next
        enter = following is not None
        current = following if enter else current.parent
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    return "\n".join(line for line in (_SPACE.sub(" ", part).strip() for part in text.split("\n")) if line)


class _Walk:
    """One pass over the tree, entering and leaving elements without recursion."""

    def __init__(self, builder: Builder, *, keeps_margins: bool = False) -> None:
        self.builder = builder
        self.keeps_margins = keeps_margins
        self.margins: list[str] = []
        self.buffer: list[str] = []
        self.plain_letters = 0
        self.open: list[str] = []
        self.languages: list[str] = [""]
        self.items: list[int | None] = []
        self.term: int | None = None
        self.list_lead: list[int | None] = []

    def over(self, root: LexborNode) -> None:
        node: LexborNode | None = root
        while node is not None:
            if self._enter(node) and node.child is not None:
                node = node.child
                continue
            self._leave(node)
            while node is not None and node.next is None:
                node = None if node.mem_id == root.mem_id else node.parent
                if node is not None:
                    self._leave(node)
                if node is not None and node.mem_id == root.mem_id:
                    node = None
            if node is not None:
                node = node.next
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """True if the children are to be visited."""
        if node.is_text_node:
            self._text(node)
            return False
        if not node.is_element_node:
            return False
        tag = node.tag or ""
        if tag in _SKIPPED or (tag == "button" and not any(name in _HEADINGS for name in self.open)):
            return False
        if tag == "br":
            self.buffer.append("\n")
            return False
        if tag == "table" and self._table(node):
            return False
        if not self.keeps_margins and self._is_margin(node, tag):
            self._flush()
            self.margins.append(words(node))
            return False
        self._open(node, tag)
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        attributes = node.attributes
        self.languages.append((attributes.get("lang") or attributes.get("xml:lang") or self.languages[-1])[:2].lower())
        self.open.append(tag)
        if tag in ("ul", "ol"):
            self.list_lead.append(self.items[-1] if self.items else self._introducing())
        elif tag == "li":
            self.items.append(None)
        elif tag == "dl":
            self.term = None

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if not self.open or not node.is_element_node or self.open[-1] != tag or tag in _SKIPPED or tag == "br":
            return
        if tag in _BLOCKS:
            self._flush()
        self.open.pop()
        self.languages.pop()
        if tag in ("ul", "ol") and self.list_lead:
            self.list_lead.pop()
        elif tag == "li" and self.items:
            self.items.pop()

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if not text:
            return
        self.buffer.append(text if "pre" in self.open else _SPACE.sub(" ", text))
        if not any(tag in _BOLD for tag in self.open):
            self.plain_letters += len(text.strip(" \n\t:"))

    def _is_margin(self, node: LexborNode, tag: str) -> bool:
        if tag == "nav":
            return True
        if tag in _NEVER_MARGIN:
            return False
        attributes = node.attributes
        inside = any(name in ("main", "article") for name in self.open)
        if (attributes.get("role") or "") in _MARGIN_ROLES:
            return not (inside or node.css_first("h1"))
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if (
            names.strip()
            and _MARGIN_NAMES.search(names)
            and tag in _BLOCKS | {"a", "span"}
            and not node.css_first("h1")
        ):
            return True
        return tag in ("header", "footer") and not inside and not node.css_first("h1")

    def _introducing(self) -> int | None:
        last = self.builder.last
        if last is None:
            return None
        block = self.builder.blocks[last]
        return last if block.kind == "paragraph" and self.builder.text[-1:] == ":" else None

    def _kind(self) -> tuple[BlockKind, int]:
        for tag in reversed(self.open):
            if tag in _HEADINGS:
                return "heading", _HEADINGS[tag]
            if tag == "li":
                return "item", max(1, len(self.list_lead))
            if tag == "dt":
                return "term", 0
            if tag == "dd":
                return "description", 0
            if tag in ("td", "th"):
                break
        return "paragraph", 0

    def _flush(self) -> None:
        text = tidy("".join(self.buffer))
        all_bold = text and not self.plain_letters
        self.buffer, self.plain_letters = [], 0
        if not text:
            return
        kind, level = self._kind()
        language = self.languages[-1]
        if kind == "paragraph" and all_bold and "\n" not in text and len(text) <= 100 and text[-1] not in ".!?,;":
            self.builder.append("heading", text, level=_BELOW_ALL, language=language)
        elif kind == "heading":
            self.builder.append("heading", text.replace("\n", " "), level=level, language=language)
        elif kind == "item":
            self._item(text, level, language)
        elif kind == "term":
            self.term = self.builder.append("term", text, language=language)
        elif kind == "description":
            self.builder.append("description", text, lead=self.term, language=language, tight=True)
        elif "\n" in text:
            self._broken_lines(text, language)
        else:
            self.builder.append("paragraph", text, language=language)

    def _item(self, text: str, level: int, language: str) -> None:
        first = self.items[-1] if self.items else None
        if first is not None:
            self.builder.append("description", text, lead=first, language=language, tight=True)
            return
        lead = self.list_lead[-1] if self.list_lead else None
        last = self.builder.last
        tight = last is not None and self.builder.blocks[last].kind in ("item", "description")
        place = self.builder.append("item", text, level=level, lead=lead, language=language, tight=tight)
        if self.items:
            self.items[-1] = place

    def _broken_lines(self, text: str, language: str) -> None:
        """Lines that the writer broke by hand: items, unless they are long enough to be paragraphs."""
        lines = text.split("\n")
        lead: int | None = self._introducing()
        for number, line in enumerate(lines):
            mark = BULLET.match(line)
            line = line[mark.end() :] if mark else line
            introduces = number == 0 and line.endswith(":")
            kind: BlockKind = "paragraph" if introduces or (len(line) > 160 and not mark) else "item"
            place = self.builder.append(
                kind, line, level=1 if kind == "item" else 0, lead=lead, language=language, tight=number > 0
            )
            if introduces:
                lead = place

    def _table(self, table: LexborNode) -> bool:
        """Add a data table; False for a table that only lays the page out."""
        if table.css_first("table table") or table.css_first("h1,h2,h3,ul,ol"):
            return False
        rows: list[list[str]] = []
        heads: list[bool] = []
        carried: dict[int, tuple[int, str]] = {}
        for row in table.css("tr"):
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            rows.append(_with_carried([_cell(cell) for cell in cells], carried))
            heads.append(
                bool(cells)
                and (all(c.tag == "th" for c in cells) or (row.parent is not None and row.parent.tag == "thead"))
            )
        kept = [(row, head) for row, head in zip(rows, heads, strict=True) if any(row)]
        if not kept or max(len(row) for row, _ in kept) < 2:
            return False
        self._flush()
        caption = table.css_first("caption")
        has_header = kept[0][1] or (not any(head for _, head in kept) and is_head([row for row, _ in kept]))
        self.builder.append_table(
            [row for row, head in kept[:1]] + [row for row, head in kept[1:] if not head],
            has_header=has_header,
            caption=words(caption) if caption else "",
            language=self.languages[-1],
        )
        return True


def _cell(cell: LexborNode) -> tuple[str, int, int]:
    def size(name: str) -> int:
        value = cell.attributes.get(name) or "1"
        return min(int(value), 100) if value.isascii() and value.isdigit() else 1

    return words(cell), max(1, size("rowspan")), max(1, size("colspan"))


def _with_carried(cells: list[tuple[str, int, int]], carried: dict[int, tuple[int, str]]) -> list[str]:
    """The row's cells with those that reach down from rows above in their columns."""
    row: list[str] = []

    def take_carried() -> None:
        while len(row) in carried:
            left, text = carried.pop(len(row))
            if left > 1:
                carried[len(row)] = (left - 1, text)
            row.append(text)

    take_carried()
    for text, down, across in cells:
        for step in range(across):
            if down > 1:
                carried[len(row)] = (down - 1, text)
            row.append(text if not step else "")
        take_carried()
    return row
