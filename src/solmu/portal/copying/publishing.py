"""Publishing: every address of the portal, as of one state of the record, into the folder of a copy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from solmu import __version__
from solmu.core.audit import head_line
from solmu.core.city import current_city
from solmu.core.errors import SolmuError
from solmu.core.snapshots import one_snapshot
from solmu.portal.addresses import home_address, record_pages
from solmu.portal.caching.versions import present_version
from solmu.portal.composing.reader import Profile, spoken
from solmu.portal.copying.askers import Ask, OtherStateError, asking
from solmu.portal.copying.asking import Answered, Portal, undisturbed
from solmu.portal.copying.folder import TWIN, CopyFolder, opened
from solmu.portal.copying.moved import Moved, apache, netlify, nginx, stub
from solmu.portal.enumerating import FILES, beginnings, links_of
from solmu.search.actions import catch_up
from solmu.search.queries.names import is_up_to_date

Told = Callable[[int, int], None]
"""Told after each address: how many are done, how many are known."""

_TRIES = 3

_LASTING = re.compile(r"/(?:fi|sv|en)/pictures/[^/]+\.png")
"""Addresses that name what they answer, and take long to make: what is in the copy already is not asked for."""


@dataclass(frozen=True)
class Published:
    """What was done: files of the copy, the changed and the removed ones, and links that lead nowhere, with a page."""

    files: int
    changed: int
    removed: int
    dead_links: tuple[tuple[str, str], ...]
    head: str


def publish(
    folder: Path, profile: Profile, told: Told = lambda _done, _known: None, *, processes: int = 1
) -> Published:
    """Make the copy in the folder that of the record now. Raises SolmuError where that cannot be.

    With several processes, each reads a state of its own; where somebody writes between their beginnings, it is begun
    again, at last with this process alone, which needs no other to read the same.
    """
    with opened(folder) as copy:
        for left in reversed(range(_TRIES)):
            catch_up()  # what is written between this and the snapshot the list of names would lack
            with undisturbed(), one_snapshot():
                version, head = present_version(), head_line()
                is_of_one_version = is_up_to_date()
                if is_of_one_version:
                    try:
                        with asking(profile, processes if left else 1, version) as ask:
                            dead = _copied(copy, ask, Portal(profile), told)
                    except OtherStateError:
                        is_of_one_version = False
                is_of_one_version = is_of_one_version and is_up_to_date() and version == present_version()
            if is_of_one_version:
                break
            copy.begin_again()  # midnight, or the settings were changed
        else:
            raise SolmuError("The settings change again and again. Publish once they are as they should be.")
        about = {"head": head, "day": version.day.isoformat(), "solmu": __version__}
        copy.put("audit-head.json", f"{json.dumps(about, indent=2)}\n".encode())
        removed = copy.finish(about)
        return Published(len(copy.now), len(copy.changed), len(removed), tuple(dead), head)


def file_of(address: str, answered: Answered) -> str:
    """The file an address is copied into: a page is the index of a folder of its own."""
    path = address.strip("/")
    if not answered.is_page:
        return path
    return f"{path}/index.html" if path else "index.html"


def _copied(copy: CopyFolder, ask: Ask, portal: Portal, told: Told) -> list[tuple[str, str]]:
    """Put every file; `portal` answers what only few addresses need. The links that lead nowhere, with a page."""
    rules, dead = [], []
    pages: dict[str, str] = {}  # of a record, by what its addresses begin with
    walk = _Walk(ask, told, lambda address: _LASTING.fullmatch(address) is not None and copy.keep(address[1:]))
    for address, answered in walk.all():
        if answered.status == 200:
            copy.put(file_of(address, answered), answered.body)
            pages.setdefault(address.rpartition("/")[0] + "/", address)
        elif answered.status in (301, 302):
            copy.put(f"{address.strip('/')}/index.html", stub(answered.headers["location"]))
        elif address not in FILES:
            dead.append((address, walk.found_on[address]))
    for language, _name in settings.LANGUAGES:
        for _record_id, prefix in record_pages(language):
            if prefix in pages:
                rules.append(Moved(prefix, pages[prefix]))
            elif rule := _went(copy, portal, prefix):
                rules.append(rule)
    copy.put("index.html", stub(home_address(spoken(current_city())[0])))
    copy.put("404.html", portal.ask("/404/").body)
    for name, text in (("_redirects", netlify), ("nginx-redirects.conf", nginx), (".htaccess", apache)):
        copy.put(name, text(rules).encode())
    return dead


def _went(copy: CopyFolder, portal: Portal, prefix: str) -> Moved | None:
    """A record that was merged or removed, as the portal answers for it; None where it tells of none."""
    answered = portal.ask(prefix)
    if answered.status == 301:
        target = answered.headers["location"]
        copy.put(f"{prefix.strip('/')}/index.html", stub(target))
        return Moved(prefix, target)
    if answered.status == 410:
        copy.put(f"{prefix.strip('/')}/index.html", answered.body)
        return Moved(prefix, "")
    return None


class _Walk:
    """Every address that is known or that something leads to, each once, in an order that is always the same."""

    def __init__(self, ask: Ask, told: Told, is_kept: Callable[[str], bool]) -> None:
        self._ask, self._told, self._is_kept = ask, told, is_kept
        self.found_on: dict[str, str] = {}

    def all(self) -> Iterator[tuple[str, Answered]]:
        self._know([address for language, _name in settings.LANGUAGES for address in beginnings(language)], "")
        self._know([*FILES, *_assets()], "")
        done = 0
        while done < len(self.found_on):
            addresses = [address for address in list(self.found_on)[done:] if not self._is_kept(address)]
            done = len(self.found_on) - len(addresses)
            self._told(done, len(self.found_on))
            for address, answered in zip(addresses, self._ask(addresses), strict=True):
                if answered.status in (301, 302):
                    self._know([answered.headers["location"]], address)
                elif answered.status == 200 and not address.startswith(settings.STATIC_URL):
                    self._know(links_of(answered.body), address)
                done += 1
                self._told(done, len(self.found_on))
                yield address, answered

    def _know(self, addresses: Iterator[str] | list[str], page: str) -> None:
        for address in addresses:
            if address != "/" and address.startswith("/"):
                self.found_on.setdefault(address, page)


def _assets() -> list[str]:
    root = Path(settings.STATIC_ROOT)
    # The copy makes compressed twins of its own.
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != TWIN)
    return [f"{settings.STATIC_URL}{path.relative_to(root).as_posix()}" for path in files]
