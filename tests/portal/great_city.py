"""A made-up city with as many ties as the portal is made for: 60 partners at real places, 300 agreements, visits."""

from __future__ import annotations

from solmu.core.audit import recorded
from solmu.core.models import Source
from solmu.places.rules import Name
from solmu.registry.actions.citations import cite
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.models import Partnership
from solmu.registry.vocabulary import AgreementKind, Direction, Extent, InstitutionLevel
from tests.portal.drawing.cities import most_partners
from tests.portal.test_activities import activity
from tests.portal.test_stories import story
from tests.registry import founding
from tests.registry.founding import BY, on

PARTNERS, AGREEMENTS, ACTIVITIES, STORIES = 60, 300, 120, 30
COUNTRIES = ("EE", "SE", "DE", "CN", "FR", "PL", "LT", "US", "JP", "HU", "NO", "IT")
KINDS = (
    AgreementKind.SISTER_CITY_AGREEMENT, AgreementKind.COOPERATION_PROTOCOL, AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
    AgreementKind.ACTION_PLAN, AgreementKind.LETTER_OF_INTENT,
)  # fmt: skip
THEMES = (
    "Innovation and development",
    "Education and youth",
    "Culture and the arts",
    "Trade and investments",
    "Health",
)
WORDS = "The mayors signed {} of the cities in {}, and agreed that it is looked at every five years."


def make() -> list[Partnership]:
    """Five agreements a partner over forty years, themes, quoted words, statements of coverage, visits, stories.

    In one transaction, so that what is derived from the record is made once.
    """
    with recorded(by=BY, action="import"):
        return _made()


def _made() -> list[Partnership]:
    source = founding.page("Agreements of the city")
    ties = [_partner(source, number, name) for number, name in enumerate(_names())]
    for number in range(AGREEMENTS):
        _agreement(source, ties[number % PARTNERS], number)
    for number in range(ACTIVITIES):
        tie, year = ties[number * 7 % PARTNERS], 1990 + number * 3 % 37
        title = f"A delegation for education and culture, the {number + 1}th"
        activity(source, title, tie, starts=f"{year}-05-03", direction=Direction.OUT if number % 2 else Direction.IN)
    for number in range(STORIES):
        told = "They *sang* and walked by the sea. " * 20
        story(source, f"A choir of {number + 20} sang", told, partnership=ties[number], written=on(str(1995 + number)))
    return ties


def _names() -> list[tuple[str, float, float]]:
    """Real places, each once, as many as there are partners."""
    found = {tie.name: (tie.latitude, tie.longitude) for _home, ties in most_partners().values() for tie in ties}
    return [(name, *where) for name, where in list(found.items())[:PARTNERS]]


def _partner(source: Source, number: int, told: tuple[str, float, float]) -> Partnership:
    name, latitude, longitude = told
    names = [Name(name, language) for language in ("fi", "sv", "en")]
    where = founding.register_place(
        by=BY, source=source, country=COUNTRIES[number % len(COUNTRIES)], names=names,
        latitude=latitude, longitude=longitude,
    )  # fmt: skip
    tie = founding.partnership(source, where, since=on(str(1950 + number)))
    stated = add_coverage_statement(
        by=BY, source=source, level=InstitutionLevel.UPPER_SECONDARY_SCHOOL, extent=Extent.ALL, partnership=tie,
        stated_from=on("2016"), is_published=True,
    )  # fmt: skip
    for record in (tie.record, stated.record):
        cite(by=BY, source=source, record=record, field="kind", quote=WORDS.format("the tie", name), start=0, end=90)
    return tie


def _agreement(source: Source, tie: Partnership, number: int) -> None:
    round_, kind = number // PARTNERS, KINDS[number // PARTNERS]
    signed = 1985 + 8 * round_ + number % 7
    until = ".." if number % 4 == 0 else "" if number % 4 == 1 else f"{signed + 5}-12-31"
    themes = [THEMES[(number + each) % len(THEMES)] for each in range(number % 4)]
    made = founding.agreement(
        source, tie, kind=kind, signed=f"{signed}-0{1 + number % 9}-15", valid_until=until, themes=themes
    )
    quote = WORDS.format(str(kind.label).lower(), signed)
    cite(by=BY, source=source, record=made.record, field="kind", quote=quote, start=0, end=90)
