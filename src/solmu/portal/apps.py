from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "solmu.portal"
    label = "portal"

    def ready(self) -> None:
        """Mails link to the pages of what is published."""
        from solmu.portal.addresses import public_page
        from solmu.stewardship.mail.letters import link_pages

        link_pages(public_page)
