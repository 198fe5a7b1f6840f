"""The forms of a page as a browser would send them: their fields, what those say, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class FormField:
    """One name a form sends; `says` is what it says untouched, `options` what a select or a box offers."""

    name: str
    kind: str
    says: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """A form of a page: where it goes, how, and its fields in their order."""

    address: str
    method: str
    is_multipart: bool
    fields: dict[str, FormField] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.form: PageForm | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(urljoin(self.address, said["href"]))
        elif tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            method = said.get("method", "get").lower()
            self.form = PageForm(action, method, "multipart" in said.get("enctype", ""))
            self.forms.append(self.form)
        elif self.form is not None:
            self._field(self.form, tag, said)

    def _field(self, form: PageForm, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "option" and self.select:
            found = form.fields[self.select]
            found.options.append(said.get("value", ""))
            if "selected" in said:
                found.says.append(said.get("value", ""))
        elif not name:
            return
        elif tag in ("select", "textarea"):
            form.fields[name] = FormField(name, tag)
            self.select, self.area = (name, "") if tag == "select" else ("", name)
        elif tag in ("input", "button"):
            kind = said.get("type", "submit" if tag == "button" else "text")
            found = form.fields.setdefault(name, FormField(name, kind))
            value = said.get("value", "on" if kind in ("checkbox", "radio") else "")
            if kind in ("checkbox", "radio", "submit"):
                found.options.append(value)
            if kind not in ("checkbox", "radio", "submit", "file") or "checked" in said:
                found.says.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            self.form.fields[self.area].says.append(data)


def forms_on(page: str, address: str) -> list[PageForm]:
    """The forms of a page that was read at an address."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def links_on(page: str, address: str) -> list[str]:
    """The paths of the same site that a page leads to, each once."""
    reader = _Reader(address)
    reader.feed(page)
    return list(dict.fromkeys(urlsplit(each).path for each in reader.links if not urlsplit(each).netloc))
