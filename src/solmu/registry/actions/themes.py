"""Writes of the city's own list of themes."""

from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording, stated
from solmu.registry.models import Theme
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import RecordKind


def add_theme(
    *, by: Account, key: str, position: int, name: LazyI18nString, yso: str = "", source: Source | None = None
) -> Theme:
    """Add a theme to the city's ordered list. Raises BrokenRule where the key is taken."""
    check_can_keep_record(by)
    if Theme.objects.filter(key=key).exists():
        raise BrokenRule("There is already a theme “%(key)s”. Choose another key.", key=key)
    with recording(by=by, action="add_theme", source=source) as journal:
        record = new_record(journal, RecordKind.THEME, is_published=True)
        theme = Theme(record=record, key=key, position=position, name=name, yso=yso)
        journal.create(theme)
    return theme


def rename_theme(*, by: Account, source: Source | None, theme: Theme, name: LazyI18nString) -> None:
    """Call a theme by another name from now on; what it was called stands in the earlier versions.

    Raises BrokenRule for a name without words, and for a theme that was removed.
    """
    check_can_keep_record(by)
    if not stated(name):
        raise BrokenRule("A theme needs a name. Write one in at least one language.")
    if theme.record.removed_at:
        raise BrokenRule("This theme was removed. Add one, or put this one back first.")
    with recording(by=by, action="rename_theme", source=source) as journal:
        journal.update(theme, name=name)
