"""The land file: simplified rings, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solmu.core.errors import SolmuError
from solmu.portal.drawing.build_land import build, simplified, unwrapped

SQUARE = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [170, 0]},
    "arcs": [[[0, 0], [0, 10], [20, 0]], [[20, 10], [0, -10], [-20, 0]]],
    "objects": {"land": {"type": "MultiPolygon", "arcs": [[[0, 1]]]}},
}


def written(tmp_path: Path) -> Path:
    for name in ("land-110m.json", "land-50m.json"):
        (tmp_path / name).write_text(json.dumps(SQUARE), encoding="utf-8")
    target = tmp_path / "built" / "land.json"
    build(tmp_path, target)
    return target


def test_rings_are_kept_as_differences_across_the_antimeridian(tmp_path: Path) -> None:
    land = json.loads(written(tmp_path).read_text(encoding="utf-8"))
    ring = [17000, 0, 0, 1000, 2000, 0, 0, -1000, -2000, 0]
    assert land == {"coarse": [ring], "fine": [ring]}


def test_building_leaves_nothing_half_written(tmp_path: Path) -> None:
    target = written(tmp_path)
    assert [path.name for path in target.parent.iterdir()] == ["land.json"]


def test_building_without_the_package_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SolmuError, match="python3 run setup"):
        build(tmp_path / "absent", tmp_path / "land.json")
    assert not (tmp_path / "land.json").exists()


def test_building_from_something_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "land-110m.json").write_text("no", encoding="utf-8")
    with pytest.raises(SolmuError, match=r"land-110m\.json is not the file"):
        build(tmp_path, tmp_path / "land.json")


def test_longitudes_go_on_past_the_antimeridian() -> None:
    assert unwrapped([(179, 0), (-179, 1), (-178, 2), (178, 3)]) == [(179, 0), (181, 1), (182, 2), (178, 3)]


def test_simplifying_keeps_what_stands_out() -> None:
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 1.0), (3.0, 0.01), (4.0, 0.0)]
    assert simplified(line, 0.1) == [(0.0, 0.0), (1.0, 0.01), (2.0, 1.0), (3.0, 0.01), (4.0, 0.0)]
    assert simplified(line, 0.6) == [(0.0, 0.0), (2.0, 1.0), (4.0, 0.0)]
    assert simplified(line, 2.0) == [(0.0, 0.0), (4.0, 0.0)]
