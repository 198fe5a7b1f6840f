"""Solmu's side: an instance of the example city made by `solmu demo`, and a process that writes in it and counts.

As a program: `python -m bench.portal_page.solmu_side write RECORD` or `… count ADDRESS …`, with SOLMU_DIR set.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.portal_page.text import Block, page_text
from bench.serving import Server
from house.processes import PYTHON, VENV, environment, run_quietly

LANGUAGES = ("fi", "sv", "en")
PARTNER = re.compile(r'href="/(?:fi|sv|en)(/partners/(\w+)/([-\w]+))"')
REGISTER = "/agreements/"


def environment_of(folder: Path) -> dict[str, str]:
    """The instance's folder and nothing else of Solmu's, so that no setting of the machine's own instance gets in."""
    plain = {name: value for name, value in environment().items() if not name.startswith("SOLMU_") and name != "PORT"}
    return plain | {"SOLMU_DIR": str(folder)}


def make_instance(folder: Path) -> None:
    run_quietly([VENV / "bin" / "solmu", "demo", "--no-serve"], doing="solmu demo", env=environment_of(folder))


def count_queries(folder: Path, paths: list[str]) -> dict[str, int]:
    """How many queries each page asks when it is made anew."""
    command: list[str | Path] = [PYTHON, "-m", "bench.portal_page.solmu_side", "count", *paths]
    said = run_quietly(command, doing="Counting queries", env=environment_of(folder))
    return {str(path): int(count) for path, count in json.loads(said.splitlines()[-1]).items()}


def writer(record_id: str) -> list[str | Path]:
    """The command of a process that changes the partnership for every line it reads."""
    return [PYTHON, "-m", "bench.portal_page.solmu_side", "write", record_id]


def partner_paths(server: Server) -> dict[str, str]:
    """The partners' pages without their language, by the id of the partnership."""
    home = server.page(f"/{LANGUAGES[0]}/").decode()
    return {found[2]: found[1] for found in PARTNER.finditer(home)}


def site_of(server: Server, partners: Mapping[str, str]) -> dict[str, Block]:
    """What every page says in every language: {language: {brand, footer, home, pages}}."""
    site = {}
    for language in LANGUAGES:
        home = server.page(f"/{language}/")
        paths = [REGISTER, *partners.values()]
        pages = [
            {
                "slug": slug_of(path),
                "is_in_menu": path == REGISTER,
                "text": page_text(server.page(f"/{language}{path}")),
            }
            for path in paths
        ]
        site[language] = {**frame_of(home), "home": page_text(home), "pages": pages}
    return site


def slug_of(path: str) -> str:
    return path.strip("/").replace("partners/", "", 1).replace("/", "-")


def frame_of(home: bytes) -> Block:
    """What stands around every page of a language."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(home)
    brand, footer = page.css_first("header a"), page.css("footer p")
    return {
        "brand": brand.text(strip=True) if brand else "",
        "footer": "".join(f"<p>{line.text(strip=True)}</p>" for line in footer),
    }


# --- in the instance --------------------------------------------------------------------------------------------------


def change_since(record_id: str, number: int) -> None:
    """Changes since when a partnership exists: a public fact, shown on its page."""
    from solmu.cli.demo import OFFICER
    from solmu.core.dates import PartialDate
    from solmu.core.models import Account
    from solmu.registry.actions.partnerships import set_partnership_since
    from solmu.registry.models import Partnership

    partnership = Partnership.objects.get(pk=record_id)
    since = PartialDate.from_edtf(f"19{80 + number % 10}")
    set_partnership_since(by=Account.objects.get(email=OFFICER), source=None, partnership=partnership, since=since)


def write_when_asked(record_id: str) -> None:
    print("ready", flush=True)
    for number, _ in enumerate(sys.stdin):
        change_since(record_id, number)
        print("done", flush=True)


def counted(paths: list[str]) -> dict[str, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    counts = {}
    for path in paths:
        client.get(path)
        change_since(path.split("/")[3], 0)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[path] = len(queries)
    return counts


def main(what: str, *arguments: str) -> None:
    from solmu.cli.instance import open_instance

    open_instance()
    if what == "write":
        write_when_asked(*arguments)
    else:
        print(json.dumps(counted(list(arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
