"""A browser for the pages of the provider and of the desk: cookies, redirects, and forms filled by name."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
INPUT = re.compile(r"<(?:input|button)\b[^>]*>")


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else None


@dataclass
class Page:
    """A page that was loaded: where it is, its status and its text."""

    address: str
    status: int
    text: str

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.address).path

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return html.unescape(found[1].strip()) if found else ""

    def link(self, label: str) -> str:
        """The address of the link with these words."""
        found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>{re.escape(label)}</a>', self.text)
        assert found, f"no link “{label}” on {self.address}"
        return urllib.parse.urljoin(self.address, html.unescape(found[1]))


class _Way(urllib.request.HTTPRedirectHandler):
    """Notes every address that a redirect leads to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        self.addresses.append(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Surfer:
    """One browser with its own cookies; `way` holds every address that it was led to."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        way = _Way()
        self.way = way.addresses
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), way)
        self.page = Page("", 0, "")

    def go(self, address: str, form: dict[str, str] | None = None, **headers: str) -> Page:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(address, data=data, headers=headers)
        try:
            with self._opener.open(request, timeout=20) as answer:
                self.page = Page(answer.url, answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            self.page = Page(error.url, error.code, error.read().decode())
        return self.page

    def send(self, number: int = 0, **values: str) -> Page:
        """Send a form of the page with what stands in it and these values; headers as a browser's."""
        forms = FORM.findall(self.page.text)
        assert len(forms) > number, f"{self.page.address} {self.page.status}: {self.page.text[:2000]}"
        tag, inside = forms[number]
        form = {}
        for field in INPUT.findall(inside):
            name = _attribute(field, "name")
            if name and not field.startswith("<button"):
                form[name] = _attribute(field, "value") or ""
        action = urllib.parse.urljoin(self.page.address, _attribute(tag, "action") or self.page.address)
        parts = urllib.parse.urlsplit(self.page.address)
        return self.go(action, form | values, Origin=f"{parts.scheme}://{parts.netloc}")
