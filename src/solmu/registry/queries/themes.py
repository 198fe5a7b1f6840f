"""Reads of the city's themes that agreements point to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from i18nfield.strings import LazyI18nString

from solmu.registry.models import AgreementTheme
from solmu.registry.queries.agreements import holding_on


@dataclass(frozen=True)
class CityTheme:
    """A theme of the city's own list; `position` is its place in it."""

    id: str
    name: LazyI18nString
    position: int


def city_themes_of(agreement_ids: Iterable[str], day: date, *, public_only: bool) -> dict[str, tuple[CityTheme, ...]]:
    """The city's themes that each agreement points to on the day, in the city's order; one query.

    An agreement that points to none is left out.
    """
    of_theme = {"themes__record__removed_at__isnull": True, "themes__record__merged_into__isnull": True}
    if public_only:
        of_theme["themes__record__is_published"] = True
    rows = AgreementTheme.objects.filter(
        holding_on(day, "applies_from", "applies_until"),
        agreement_id__in=list(agreement_ids),
        themes__isnull=False,
        **of_theme,
    ).order_by("themes__position", "themes__pk")
    found: dict[str, dict[str, CityTheme]] = {}
    for agreement_id, key, name, position in rows.values_list(
        "agreement_id", "themes__pk", "themes__name", "themes__position"
    ):
        found.setdefault(agreement_id, {})[key] = CityTheme(key, name, position)
    return {agreement_id: tuple(themes.values()) for agreement_id, themes in found.items()}
