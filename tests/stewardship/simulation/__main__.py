"""Runs a simulation on the database of SOLMU_DATABASE_URL, else on an SQLite file, and prints the report as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from tests.stewardship.post import PostOffice
from tests.stewardship.simulation.instance import ready_instance


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seed", 1), ("years", 1), ("agreements", 12), ("restarts", 4), ("every", 1)):
        asked.add_argument(f"--{name}", type=int, default=default)
    numbers, post = vars(asked.parse_args()), PostOffice()
    with ready_instance(post):
        from tests.stewardship.simulation.running import simulate

        report = simulate(**numbers, post=post)
    print(json.dumps(report.as_dict(), indent=2))
    return 1 if report.missing or report.surplus or report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
