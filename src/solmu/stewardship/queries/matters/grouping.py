"""Tidy-up told together: how many records lack the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.stewardship.queries.matters.matter import Matter
from solmu.stewardship.queries.matters.wording import language_name
from solmu.stewardship.vocabulary import MatterRule


def groups_of(matters: Iterable[Matter]) -> list[tuple[str, list[Matter]]]:
    """Matters of tidy-up by what is lacking, in the active language: *14 records lack a language: Swedish.*

    The largest group stands first.
    """
    groups: dict[tuple[str, str], list[Matter]] = {}
    for matter in matters:
        key = matter.rule, str(matter.raised.told.get("language", ""))
        groups.setdefault(key, []).append(matter)
    told = [(group_sentence(*key, len(listed)), listed) for key, listed in groups.items()]
    return sorted(told, key=lambda each: (-len(each[1]), each[0]))


def group_sentence(rule: str, language: str, number: int) -> str:
    """What so many records have in common, in the active language."""
    words = _GROUPS[MatterRule(rule)](number)
    return words % {"number": number, "language": language_name(language) if language else ""}


_GROUPS: Mapping[MatterRule, Callable[[int], str]] = MappingProxyType(
    {
        MatterRule.REVIEW_MISSING: lambda number: ngettext(
            "%(number)d open-ended agreement has no review planned.",
            "%(number)d open-ended agreements have no review planned.",
            number,
        ),
        MatterRule.TIE_DORMANT: lambda number: ngettext(
            "%(number)d partnership has no activity recorded.",
            "%(number)d partnerships have no activity recorded.",
            number,
        ),
        MatterRule.ACTIVITY_WITHOUT_OUTCOME: lambda number: ngettext(
            "%(number)d activity is over without an outcome.",
            "%(number)d activities are over without an outcome.",
            number,
        ),
        MatterRule.ACTIVITY_WITHOUT_PARTICIPANTS: lambda number: ngettext(
            "%(number)d activity is over without a number of participants.",
            "%(number)d activities are over without a number of participants.",
            number,
        ),
        MatterRule.COVERAGE_GAP: lambda number: ngettext(
            "%(number)d statement of coverage is not borne out by recorded links.",
            "%(number)d statements of coverage are not borne out by recorded links.",
            number,
        ),
        MatterRule.CONTACT_UNVERIFIED: lambda number: ngettext(
            "%(number)d contact person is to be verified.", "%(number)d contact persons are to be verified.", number
        ),
        MatterRule.NO_OWNER: lambda number: ngettext(
            "%(number)d record has no owner.", "%(number)d records have no owner.", number
        ),
        MatterRule.LANGUAGE_MISSING: lambda number: ngettext(
            "%(number)d published record lacks a language: %(language)s.",
            "%(number)d published records lack a language: %(language)s.",
            number,
        ),
        MatterRule.REASON_NOT_STATED: lambda number: ngettext(
            "%(number)d suspension or end has no reason stated.",
            "%(number)d suspensions or ends have no reason stated.",
            number,
        ),
        MatterRule.SOURCES_CONTRADICT: lambda number: ngettext(
            "Of %(number)d fact sources say different things.",
            "Of %(number)d facts sources say different things.",
            number,
        ),
        MatterRule.SOURCE_NOT_LOOKED_AT: lambda number: ngettext(
            "%(number)d source has not been looked at for long.",
            "%(number)d sources have not been looked at for long.",
            number,
        ),
        MatterRule.POSSIBLY_SAME_RECORD: lambda number: ngettext(
            "%(number)d pair of records may be the same.", "%(number)d pairs of records may be the same.", number
        ),
        MatterRule.SIGNED_BEFORE_DECISION: lambda number: ngettext(
            "%(number)d agreement was signed before the decision.",
            "%(number)d agreements were signed before the decision.",
            number,
        ),
        MatterRule.SUCCESSOR_PRECEDES: lambda number: ngettext(
            "%(number)d agreement has a successor that is older.",
            "%(number)d agreements have a successor that is older.",
            number,
        ),
        MatterRule.CLAIMS_WAITING: lambda number: _("There are claims that wait for review."),
    }
)
"""Of every rule whose matters are tidy-up."""
