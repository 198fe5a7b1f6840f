"""Runs a simulation on the database of SOLMU_DATABASE_URL, else on a new SQLite file, and prints the report as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.stewardship.post import PostOffice

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


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seed", 1), ("years", 1), ("agreements", 12), ("restarts", 4), ("every", 1)):
        asked.add_argument(f"--{name}", type=int, default=default)
    post = PostOffice()
    with tempfile.TemporaryDirectory(prefix="solmu-simulation-") as folder:
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

        from tests.stewardship.simulation.running import simulate

        call_command("migrate", verbosity=0, interactive=False)
        report = simulate(**vars(asked.parse_args()), post=post)
    print(json.dumps(report.as_dict(), indent=2))
    return 1 if report.missing or report.surplus or report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
