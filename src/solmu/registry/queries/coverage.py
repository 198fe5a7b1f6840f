"""Coverage of institutions by kind and partner city: what sources say beside what is recorded."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation
from solmu.registry.queries.facts import coverage_on, institution_links_on
from solmu.registry.rules.coverage import institutions_expected

ANYWHERE = ""
"""In place of a partner city: statements that name none, and links to every city."""


@dataclass(frozen=True)
class CoverageCell:
    """One kind of institution and one partner city on a day.

    `linked` are the home city's institutions of the kind that have a link there, of the `institutions` recorded;
    `pairs` are their links.
    """

    statements: tuple[CoverageStatement, ...]
    linked: int
    pairs: int
    institutions: int

    @property
    def missing(self) -> int:
        """How many institutions lack the recorded link that a source says they have."""
        expected = (institutions_expected(row.extent, row.number, self.institutions) for row in self.statements)
        return max(max(expected, default=0) - self.linked, 0)


def coverage_matrix(day: date) -> dict[tuple[str, str], CoverageCell]:
    """Coverage by kind and the partner city's id on the day, internal records too; three queries.

    Only what a source states or a link records; with `ANYWHERE` in place of the city only where a source names none.
    """
    links = institution_links_on(day, public_only=False)
    stated: dict[tuple[str, str], list[CoverageStatement]] = defaultdict(list)
    for each in coverage_on(day, public_only=False, links=links):
        stated[each.statement.level, each.statement.partner_id or ANYWHERE].append(each.statement)
    homes = Organisation.objects.filter(is_home=True).values("place")
    institutions = Counter(Organisation.objects.live().filter(place__in=homes).values_list("kind", flat=True))
    linked: dict[tuple[str, str], list[InstitutionLink]] = defaultdict(list)
    for link in links:
        linked[link.level, city_of_link(link)].append(link)
        linked[link.level, ANYWHERE].append(link)
    keys = {key for key in linked if key[1] != ANYWHERE} | set(stated)
    return {
        key: CoverageCell(
            tuple(stated.get(key, ())),
            len({link.home_institution_id for link in linked.get(key, ())}),
            len(linked.get(key, ())),
            institutions[key[0]],
        )
        for key in keys
    }


def city_of_link(link: InstitutionLink) -> str:
    """The id of the partner city a link leads to; `ANYWHERE` where it is not known."""
    partner: str | None = link.partnership.partner_id if link.partnership else link.partner_institution.place_id
    return partner or ANYWHERE
