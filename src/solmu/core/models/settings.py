"""The city's settings that were changed at the desk."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """What a setting says since somebody changed it at the desk; it counts before what `config.toml` says.

    `key` is one of `core.settings.KEYS`, `value` what `core.settings.said` gives, as JSON text.
    """

    key = models.CharField(max_length=60, primary_key=True)
    value = models.TextField()

    free_text = frozenset({"value"})
    not_personal = frozenset({"key"})

    class Meta:
        db_table = "setting"

    def __str__(self) -> str:
        return self.key
