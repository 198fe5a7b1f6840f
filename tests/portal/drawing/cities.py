"""Five real cities with more partners than any other in Europe (`five_cities.tsv` names its source)."""

from __future__ import annotations

import csv
from pathlib import Path

from solmu.portal.drawing.map import Tie
from solmu.portal.drawing.projection import Coordinates

FILE = Path(__file__).with_name("five_cities.tsv")


def most_partners() -> dict[str, tuple[Coordinates, tuple[Tie, ...]]]:
    """By city, where it lies and its partners by name."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found: dict[str, tuple[Coordinates, tuple[Tie, ...]]] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        home = Coordinates(float(row["home_latitude"]), float(row["home_longitude"]))
        _, ties = found.get(row["home"], (home, ()))
        name, href = row["partner"], f"/p/{len(ties)}"
        tie = Tie(name, name, row["country"], float(row["latitude"]), float(row["longitude"]), "", href)
        found[row["home"]] = home, (*ties, tie)
    return found
