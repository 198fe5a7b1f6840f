"""Records for the portal to show: an example city through intake, and cities with any number of partners."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from solmu.cli.cities import city_folder
from solmu.cli.init import make_instance
from solmu.cli.keeping import Keeping, keep
from solmu.core.actions import add_account
from solmu.core.models import system_actor
from solmu.intake.reading import read_file
from solmu.places.gazetteer import open_gazetteer
from solmu.places.rules import Name
from solmu.registry.actions.citations import cite
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.models import Organisation, Partnership
from solmu.registry.vocabulary import Extent, InstitutionLevel
from tests.portal.making import begin_with
from tests.registry import founding

OF_CHOICE = re.compile(r"/[a-z]{2,}-[-\w]+/$")
"""Addresses of lists that a choice filters, or that are not the first page."""

LANGUAGES = ("fi", "sv", "en")
SECTIONS = (
    "partners", "agreements", "networks", "institutions", "activities", "stories", "figures", "recognitions", "a-z",
    "search", "about", "accessibility", "feedback", "privacy",
)  # fmt: skip
EXAMPLE = "espoo"

SETTINGS = """[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["sv", "fi"]
"""


def found_city(instance: Path) -> Organisation:
    """A city of no country's map, with nothing in its record."""
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")
    return founding.home(founding.page("Settings", is_public=False))


def accept_example() -> None:
    """The example city of `cities/`, as `solmu demo` makes it: its documents read and accepted."""
    begin_with(_accept_example)


def _accept_example() -> None:
    folder = city_folder(EXAMPLE)
    assert folder is not None
    city, _ = make_instance(folder.city.name)
    by, gazetteer = add_account(by=system_actor(), email="officer@example.org", role="officer"), open_gazetteer()
    for start in folder.documents:
        keeping = Keeping(by, start.read_on, address=start.address)
        keep(read_file(start.path), start.path.read_bytes(), keeping, city, gazetteer, accept=True)


def add_partners(number: int, *, shared: bool = True) -> list[Partnership]:
    """Partners, each with an agreement of its own, a statement of coverage and words cited for each.

    With `shared`, one more agreement is made with all of them.
    """
    source, ties = founding.page(), []
    for index in range(number):
        name = f"Kaukola{index:02}"
        names = [Name(name, "fi"), Name(f"Fjärrby{index:02}", "sv"), Name(f"Farham{index:02}", "en")]
        where = founding.register_place(
            by=founding.BY, source=source, country="EE", names=names,
            latitude=58.0 - index % 7, longitude=20.0 + index % 11,
        )  # fmt: skip
        tie = founding.partnership(source, where, since=founding.on("1990"))
        agreement = founding.agreement(source, tie, signed="1990", valid_until="2030", themes=["Culture"])
        stated = add_coverage_statement(
            by=founding.BY, source=source, level=InstitutionLevel.SCHOOL, extent=Extent.ALL,
            partnership=tie, stated_from=founding.on("2016"), is_published=True,
        )  # fmt: skip
        for record in (tie.record, agreement.record, stated.record):
            cite(by=founding.BY, source=source, record=record, field="kind", quote="Words.", start=index, end=index + 6)
        ties.append(tie)
    if shared:
        founding.agreement(source, *ties, signed="2001", valid_until="..")
    return ties


def partner_pages(client: Client, language: str) -> dict[str, str]:
    """Addresses of the partners on the home page, by the name each has in its address."""
    home = client.get(f"/{language}/").content.decode()
    found = dict.fromkeys(re.findall(rf'href="(/{language}/partners/[^"]+)"', home))
    return {address.rsplit("/", 1)[1]: address for address in found}


def list_pages(client: Client, address: str) -> str:
    """Every page of a list, one after the other."""
    pages = [client.get(address).content.decode()]
    while step := re.search(r'rel="next" href="([^"]+)"', pages[-1]):
        pages.append(client.get(step[1]).content.decode())
    return "".join(pages)


def agreement_pages(client: Client, language: str) -> list[str]:
    """Addresses of the agreements in the register, in its order."""
    register = list_pages(client, f"/{language}/agreements/")
    return list(dict.fromkeys(re.findall(rf'href="(/{language}/agreements/[^"/-]+/[^"]+)"', register)))


def every_page(client: Client) -> list[str]:
    """Every address of the portal that shows something, in every language, and one that shows nothing."""
    addresses = ["/nowhere"]
    for language in LANGUAGES:
        addresses += [f"/{language}/", f"/{language}/partners/222222222222/nothing"]
        addresses += [f"/{language}/{section}/" for section in SECTIONS]
        addresses += [*partner_pages(client, language).values(), *agreement_pages(client, language)]
    return addresses
