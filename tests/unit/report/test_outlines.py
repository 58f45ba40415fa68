import json
from pathlib import Path

import numpy as np
import pytest

from nuzuh.report.outlines import ATLAS, Box, mercator, outlines


def _square(folder: Path) -> Path:
    """A country of one square from 0 to 10 degrees, its ring of two arcs, the second one stored backwards."""
    file = folder / "atlas.json"
    arcs = [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]]
    country = {"type": "Polygon", "arcs": [[0, -2]]}
    topology = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": arcs}
    file.write_text(json.dumps(topology | {"objects": {"countries": {"geometries": [country]}}}), encoding="utf-8")
    return file


def _box(west: float, south: float, east: float, north: float) -> Box:
    x, y = mercator(np.array([west, east]), np.array([south, north]))
    return Box(x[0], y[0], x[1], y[1])


def test_arcs_are_joined_into_a_ring(tmp_path: Path) -> None:
    (ring,) = outlines(_box(-5, -5, 15, 15), _square(tmp_path))
    corners = {tuple(point) for point in np.column_stack(mercator([0, 10, 10, 0], [0, 0, 10, 10])).round()}
    assert {tuple(point) for point in ring.round()} == corners


def test_rings_are_cut_near_the_region(tmp_path: Path) -> None:
    region = _box(8, 8, 9, 9)
    (ring,) = outlines(region, _square(tmp_path))
    around = region.padded(0.71)
    assert ring[:, 0].min() >= around.left
    assert ring[:, 0].max() <= around.right
    assert len(outlines(_box(40, 40, 41, 41), _square(tmp_path))) == 0


def test_without_the_atlas_there_are_none(tmp_path: Path) -> None:
    assert outlines(_box(0, 0, 1, 1), tmp_path / "none.json") == []


@pytest.mark.skipif(not ATLAS.is_file(), reason=f"world-atlas is not installed at {ATLAS}")
def test_the_atlas_outlines_a_country() -> None:
    found = outlines(_box(36, 33, 42, 37))
    assert 5 < len(found) < 40
    assert sum(map(len, found)) < 5000
