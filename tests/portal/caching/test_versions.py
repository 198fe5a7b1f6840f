"""A write in the middle of making a page: no page is of two states, and none is kept for a state it is not of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from house.processes import ROOT
from tests.portal import published
from tests.portal.caching.meddling import SETTINGS, meddled


def check(seen: list[dict[str, bool]]) -> None:
    assert len(seen) > 4
    assert seen == [{"changed": True, "given_whole": True, "next_right": True, "kept": True}] * len(seen)


@pytest.mark.sqlite
def test_two_processes_on_one_file_and_a_write_in_the_middle_of_a_page(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SOLMU_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.portal.caching.meddling"],
        cwd=ROOT, env=environment | SETTINGS | {"SOLMU_DIR": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    check(json.loads(done.stdout))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_on_postgresql_and_a_write_in_the_middle_of_a_page(instance: Path) -> None:
    published.found_city(instance)
    tie = published.add_partners(1)[0]
    at = connection.settings_dict
    user = ":".join(quote(str(at[name]), safe="") for name in ("USER", "PASSWORD") if at[name])
    url = f"postgres://{user}@{quote(at['HOST'], safe='')}:{at['PORT']}/{at['NAME']}"

    check(meddled(f"/fi/partners/{tie.pk}/kaukola00", tie.pk, SOLMU_DATABASE_URL=url, SOLMU_DIR=str(instance)))
