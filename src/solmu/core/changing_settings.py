"""Changing the city's settings, which people do at the desk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solmu.core.audit import canonical, recorded
from solmu.core.city import CONFIG, city_from, said_or_usual, tables_of_file, tables_with
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditEntry, Setting
from solmu.core.permissions import check_can_change_settings
from solmu.core.settings import KEYS, SETTINGS_RECORD, over, said


def change_settings(*, by: Account, values: Mapping[str, Any]) -> list[str]:
    """Change settings of the city, given as `core.settings.said` tells them; gives the keys of those that changed.

    None, or an empty value, is nothing said: the usual counts. One that says again what `config.toml` says follows that
    file from then on. Raises BrokenRule for one that is not changed here, and SolmuError naming a value that it cannot
    have.
    """
    check_can_change_settings(by)
    for key in values:
        if key not in KEYS:
            raise BrokenRule("“%(key)s” is no setting that is changed here. Change it in config.toml.", key=key)
    with recorded(by=by, action="change_settings") as journal:
        rows = tuple(Setting.objects.select_for_update().values_list("key", "value"))
        in_file, before = tables_of_file(), tables_with(rows)
        after = over(before, ((key, value if value not in ("", {}) else None) for key, value in values.items()))
        city_from(after, Path(CONFIG))
        changed = [key for key in values if said_or_usual(after, key) != said_or_usual(before, key)]
        for key in changed:
            value = said(after, key)
            if value == said(in_file, key):
                Setting.objects.filter(pk=key).delete()
            else:
                Setting.objects.update_or_create(key=key, defaults={"value": canonical(value)})
            journal.note(SETTINGS_RECORD, key, said_or_usual(before, key), said_or_usual(after, key))
    return changed


def last_settings_change() -> AuditEntry | None:
    """The last change of the settings; None where nobody changed any. One query."""
    return AuditEntry.objects.filter(record_id=SETTINGS_RECORD).order_by("-sequence").first()


def undo_settings_change(*, by: Account, sequence: int) -> list[str]:
    """Give the settings of the last change, which `sequence` names, their former values: a change of its own.

    Gives the keys of those that changed. Raises BrokenRule, with nothing done, where the settings were changed since,
    and where what they said before was erased.
    """
    check_can_change_settings(by)
    with recorded(by=by, action="change_settings"):
        last = last_settings_change()
        if last is None or last.sequence != sequence:
            raise BrokenRule("The settings were changed again after that. Their history tells what they said before.")
        former = {value.field: json.loads(value.before) for value in last.values.all()}
        if set(json.loads(last.commitments)) - set(former):
            raise BrokenRule("What the settings said before was erased, and cannot be given back.")
        return change_settings(by=by, values=former)
