from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "solmu.registry"
    label = "registry"

    def ready(self) -> None:
        """A place's new name gives new versions of what shows it; an erasure strikes those that were kept."""
        from solmu.core.audit import follow_erasures
        from solmu.places.recording import follow_places
        from solmu.registry.actions.erasing import strike_words
        from solmu.registry.actions.recording import write_public_versions

        follow_places(write_public_versions)
        follow_erasures(strike_words)
