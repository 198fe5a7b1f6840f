"""An instance for programs that tests run: its folder, its city, a database that is up to date."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.stewardship.post import PostOffice

PREPARED = "SOLMU_SIMULATION_FOLDER"

CONFIG = """
[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["fi", "sv", "en"]
time_zone = "Europe/Helsinki"

[settings]
# Nothing but the agreements is to be a matter that anybody is told of.
dormant_after_months = 1200
"""


@contextmanager
def ready_instance(post: PostOffice) -> Iterator[Path]:
    """Load Django for a new instance, or for the one a test prepared, with this mail server. Programs do this once.

    Never for the one in SOLMU_DIR: that may be somebody's.
    """
    with ExitStack() as stack:
        folder = os.environ.get(PREPARED) or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="solmu-simulation-")
        )
        Path(folder, "config.toml").write_text(CONFIG, encoding="utf-8")
        os.environ |= {
            "SOLMU_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "solmu.config.settings",
            "SOLMU_SMTP_URL": f"smtp://127.0.0.1:{post.port}",
            "SOLMU_MAIL_FROM": "ties@rantala.example",
        }
        import django

        django.setup()
        from django.core.management import call_command

        if PREPARED not in os.environ:
            call_command("migrate", verbosity=0, interactive=False)
        yield Path(folder)
