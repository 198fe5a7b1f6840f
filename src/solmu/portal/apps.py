from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "solmu.portal"
    label = "portal"
