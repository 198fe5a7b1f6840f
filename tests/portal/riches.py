"""One of everything that the portal has a page for, in the record of the example city."""

from __future__ import annotations

import re

from django.test import Client
from i18nfield.strings import LazyI18nString

from solmu.core.city import current_city
from solmu.registry.actions.stories import set_image
from solmu.registry.models import Agreement
from solmu.registry.queries.partnerships import home_city, partnership_named
from solmu.registry.vocabulary import Direction
from tests.portal import published
from tests.portal.making import begin_with
from tests.portal.test_activities import activity
from tests.portal.test_media import document
from tests.portal.test_networks import Record, rich
from tests.portal.test_stories import story
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import png

DAY = "2015-06-01"
NOTHING = "222222222222/nothing"


def accept_riches() -> None:
    """The example city with what its one document does not tell of: a network, visits, a story, an image, a PDF."""
    begin_with(_accept_riches)


def _accept_riches() -> None:
    published.accept_example()
    source, home, shanghai = founding.page("Riches"), home_city(), partnership_named("Shanghai")
    assert home is not None
    assert shanghai is not None
    rich(Record(source, home))
    activity(source, "A choir's visit", shanghai, starts="2024-05-03", ends="2024-05-06", direction=Direction.IN)
    activity(source, "Days of culture", shanghai, starts="2099-06", direction=Direction.OUT)
    told = story(source, "Songs", "They *sang*.\n\n- twice\n- in the rain", partnership=shanghai, written=on("2024-06"))
    alternative = LazyI18nString({"fi": "Kuoro", "sv": "En kör", "en": "A choir"})
    set_image(
        by=BY, source=source, record=told.record, content=png(), name="a.png", credit="A Person", licence="CC BY 4.0",
        alternative=alternative, languages=("fi", "sv", "en"),
    )  # fmt: skip
    document(Agreement.objects.published().order_by("pk")[0])


def kinds_of_page(language: str) -> dict[str, str]:
    """An address for every kind of page, by its name."""
    client, here, today = Client(), f"/{language}/", current_city().today()
    partners, agreements = published.partner_pages(client, language), published.agreement_pages(client, language)
    kinds = {section: f"{here}{section}/" for section in published.SECTIONS}
    for section in ("networks", "activities", "stories"):
        page = client.get(kinds[section]).content.decode()
        kinds[f"one of {section}"] = re.findall(rf'href="(/{language}/{section}/[0-9a-z]{{12}}/[^"]+)"', page)[0]
    kinds |= {f"agreement {number}": address for number, address in enumerate(agreements, start=1)}
    return kinds | {
        "home": here,
        "partner with much": partners["shanghai"],
        "partner with nothing": partners["irving"],
        "filtered list": f"{here}partners/country-ee/",
        "search with a result": f"{here}search/?q=lukioiden",
        "days": f"{here}days/",
        "on a day": f"/on/{DAY}{here}",
        "partner on a day": f"/on/{DAY}{partners['shanghai']}",
        "as known": f"/known/{today}{here}",
        "partner as known": f"/known/{today}{partners['shanghai']}",
        "no such record": f"{here}partners/{NOTHING}",
        "no such page": f"{here}nothing/",
    }
