"""Changing the city's settings, which people do at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solmu.core.audit import canonical, recorded
from solmu.core.city import CONFIG, WEEKDAYS, City, city_from, tables_of_file, wrong_settings
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Setting
from solmu.core.permissions import check_can_change_settings
from solmu.core.settings import KEYS, SETTINGS_RECORD, Tables, over, said, values_of


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
        left_out = {key for key, _reason in wrong_settings(rows)}
        in_file = tables_of_file()
        before = over(in_file, [(key, value) for key, value in values_of(rows) if key not in left_out])
        after = over(before, ((key, value if value not in ("", {}) else None) for key, value in values.items()))
        city_from(after, Path(CONFIG))
        changed = [key for key in values if _said_or_usual(after, key) != _said_or_usual(before, key)]
        for key in changed:
            value = said(after, key)
            if value == said(in_file, key):
                Setting.objects.filter(pk=key).delete()
            else:
                Setting.objects.update_or_create(key=key, defaults={"value": canonical(value)})
            journal.note(SETTINGS_RECORD, key, _said_or_usual(before, key), _said_or_usual(after, key))
    return changed


def _said_or_usual(tables: Tables, key: str) -> Any:
    """What the tables say of a setting, else what then counts; the weekday by its name, as they say it."""
    value, name = said(tables, key), key.removeprefix("settings.")
    if value is not None or name == key:
        return value
    return WEEKDAYS[City.digest_weekday - 1] if name == "digest_weekday" else getattr(City, name)
