"""Writes of the city's own list of themes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import slugify
from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording, stated
from solmu.registry.models import Theme, ThemeGoal
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.records import by_language
from solmu.registry.vocabulary import RecordKind

GOALS = range(1, 18)
"""The goals of sustainable development (UN General Assembly, A/RES/70/1)."""

LONGEST_KEY = 60
CHANGEABLE = ("name", "yso")


def add_theme(
    *, by: Account, name: LazyI18nString, key: str = "", position: int | None = None, yso: str = "",
    goals: Iterable[int] = (), source: Source | None = None,
) -> Theme:  # fmt: skip
    """Add a theme to the city's ordered list: at its end, by a key made from its name, unless they are given.

    Raises BrokenRule where the key is taken, for a name without words, and for what is no concept of YSO or no goal.
    """
    check_can_keep_record(by)
    _check_name(name)
    if key and Theme.objects.filter(key=key).exists():
        raise BrokenRule("There is already a theme “%(key)s”. Choose another key.", key=key)
    with recording(by=by, action="add_theme", source=source) as journal:
        if position is None:
            position = max(Theme.objects.values_list("position", flat=True), default=0) + 1
        record = new_record(journal, RecordKind.THEME, is_published=True)
        theme = Theme(record=record, key=key or _free_key(name), position=position, name=name, yso=yso_id(yso))
        journal.create(theme)
        _set_goals(journal, theme, goals)
    return theme


def change_theme(
    *, by: Account, source: Source | None, theme: Theme, goals: Iterable[int] | None = None, **values: Any
) -> None:
    """Change a theme's name, its concept in YSO or its goals; what it was called stands in the earlier versions.

    Raises BrokenRule as `add_theme` does, for a theme that is no longer there, and for what cannot be changed so.
    """
    check_can_keep_record(by)
    _refuse_gone(theme)
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a theme cannot be changed so. Leave it out.", field=unknown[0])
    if "name" in values:
        _check_name(values["name"])
    if "yso" in values:
        values["yso"] = yso_id(values["yso"])
    with recording(by=by, action="change_theme", source=source) as journal:
        journal.update(theme, **values)
        if goals is not None:
            _set_goals(journal, theme, goals)


def place_theme(*, by: Account, source: Source | None, theme: Theme, place: int) -> None:
    """Put a theme at a place of the city's order, 1 being the first; the others keep their order among themselves.

    A place beyond the last is the last. Raises BrokenRule for a theme that is no longer there.
    """
    check_can_keep_record(by)
    _refuse_gone(theme)
    with recording(by=by, action="place_theme", source=source) as journal:
        others = [row for row in Theme.objects.live().select_for_update(of=("self",), no_key=True) if row != theme]
        at = min(max(place, 1), len(others) + 1) - 1
        for position, row in enumerate([*others[:at], theme, *others[at:]], start=1):
            journal.update(row, position=position)


def yso_id(text: str) -> str:
    """A concept of YSO by its id, *p84*, given that or its address; nothing for nothing. Raises BrokenRule else."""
    written = text.strip()
    found = re.fullmatch(r"(?:https?://(?:www\.)?(?:yso\.fi/onto/yso|finto\.fi/yso/\w\w/page)/)?(p\d{1,12})/?", written)
    if written and not found:
        raise BrokenRule(
            "“%(text)s” is no concept of YSO. Write its address, such as http://www.yso.fi/onto/yso/p84, or p84.",
            text=written,
        )
    return found[1] if found else ""


def _set_goals(journal: Journal, theme: Theme, goals: Iterable[int]) -> None:
    wanted: Sequence[int] = sorted(set(goals))
    if unknown := next((number for number in wanted if number not in GOALS), None):
        raise BrokenRule("There is no goal %(number)s of sustainable development. Choose 1 to 17.", number=unknown)
    kept = {row.number: row for row in theme.goals.all()}
    for number in sorted(kept.keys() - set(wanted)):
        journal.delete(kept[number], of=theme)
    for number in wanted:
        if number not in kept:
            journal.create(ThemeGoal(theme=theme, number=number), of=theme)


def _free_key(name: LazyI18nString) -> str:
    """A short name out of the theme's own that no theme has; of several languages English, else the first."""
    texts = by_language(name)
    stem = slugify(texts.get("en") or next(iter(texts.values())))[: LONGEST_KEY - 4] or "theme"
    taken = set(Theme.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(
        key for number in range(1, len(taken) + 2) if (key := f"{stem}-{number}" if number > 1 else stem) not in taken
    )


def _check_name(name: LazyI18nString) -> None:
    if not stated(name):
        raise BrokenRule("A theme needs a name. Write one in at least one language.")


def _refuse_gone(theme: Theme) -> None:
    if theme.record.removed_at or theme.record.merged_into_id:
        raise BrokenRule("This theme was removed. Add one, or put this one back first.")
