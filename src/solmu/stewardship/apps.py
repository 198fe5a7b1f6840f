from __future__ import annotations

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "solmu.stewardship"
    label = "stewardship"

    def ready(self) -> None:
        """A write of an agreement moves the day it needs somebody by."""
        from solmu.registry.actions.recording import follow_records
        from solmu.stewardship.actions.deadlines import follow_written_agreements

        follow_records(follow_written_agreements)
