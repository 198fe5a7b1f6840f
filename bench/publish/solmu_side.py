"""A process that makes up a city's record in an instance of its own, or changes one public fact of it.

As a program: `python -m bench.publish.solmu_side make PARTNERS ACTIVITIES` or `… change YEAR`, with SOLMU_DIR set.
"""

from __future__ import annotations

import sys
from pathlib import Path


def make(partners: int, activities: int) -> None:
    """Partners with an agreement, a statement of coverage and cited words each, and activities with them."""
    from django.conf import settings
    from django.core.management import call_command

    from bench.calendar.solmu_side import add_activities
    from tests.portal.published import add_partners, found_city

    instance = Path(settings.MEDIA_ROOT).parent
    instance.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    found_city(instance)
    add_activities(add_partners(partners, shared=False), activities)


def change(year: str) -> None:
    """Since when the partnership exists whose id comes first: shown on its page and wherever it is listed."""
    from solmu.core.dates import PartialDate
    from solmu.core.models import system_actor
    from solmu.registry.actions.partnerships import set_partnership_since
    from solmu.registry.models import Partnership

    first = Partnership.objects.order_by("pk")[0]
    set_partnership_since(by=system_actor(), source=None, partnership=first, since=PartialDate.from_edtf(year))


def main(what: str, *arguments: str) -> None:
    import django

    django.setup()
    if what == "make":
        make(*map(int, arguments))
    else:
        change(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
