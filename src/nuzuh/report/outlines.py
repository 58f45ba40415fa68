"""Outlines of countries for the map, from the world-atlas package (Natural Earth, public domain)."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Where `make` installs world-atlas.
ATLAS = Path(sys.prefix, "share", "nuzuh", "node_modules", "world-atlas", "countries-50m.json")
#: Points nearer to the last kept one than this share of the region's longer side are left out.
_DETAIL = 1 / 900
#: Rings are cut at the region widened by this share.
_AROUND = 0.7
_RADIUS_M = 6378137.0


class Box(NamedTuple):
    """A rectangle on the map, in metres of Web Mercator."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def padded(self, share: float) -> "Box":
        """Widen it on every side by a share of its longer side, or of 10 km if that is shorter."""
        more = share * max(self.right - self.left, self.top - self.bottom, 10_000)
        return Box(self.left - more, self.bottom - more, self.right + more, self.top + more)


def mercator(longitude: Any, latitude: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project degrees of WGS 84 to metres of Web Mercator (EPSG:3857); latitudes are cut off at 85 degrees."""
    lam, phi = np.radians(longitude), np.radians(np.clip(latitude, -85.0, 85.0))
    return _RADIUS_M * lam, _RADIUS_M * np.log(np.tan(np.pi / 4 + phi / 2))


def outlines(region: Box, atlas: Path = ATLAS) -> list[NDArray[np.float64]]:
    """Rings of the countries that meet a region.

    Parameters
    ----------
    region : Box
        What the map shows. Rings reach beyond it, for those who pan, and are as fine as it needs.
    atlas : Path
        The countries as TopoJSON.

    Returns
    -------
    list of array, shape (points, 2)
        Closed rings in Web Mercator; empty where the atlas is not installed.
    """
    if not atlas.is_file():
        return []
    around = region.padded(_AROUND)
    tolerance = _DETAIL * max(region.right - region.left, region.top - region.bottom)
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = np.concatenate([arcs[k] if k >= 0 else arcs[~k][::-1] for k in ring])
            low, high = points.min(axis=0), points.max(axis=0)
            if low[0] < around.right and high[0] > around.left and low[1] < around.top and high[1] > around.bottom:
                cut = _clip(_thin(points, tolerance), around)
                if len(cut) > 3:
                    found.append(cut)
    return found


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> NDArray[np.float64]:
    """Undo TopoJSON's differences and quantisation."""
    degrees = np.cumsum(np.array(arc), axis=0) * transform["scale"] + transform["translate"]
    return np.column_stack(mercator(degrees[:, 0], degrees[:, 1]))


def _thin(points: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    kept = [points[0]]
    for point in points[1:-1]:
        if np.abs(point - kept[-1]).max() >= tolerance:
            kept.append(point)
    return np.array([*kept, points[-1]])


def _clip(ring: NDArray[np.float64], region: Box) -> NDArray[np.float64]:
    """Cut a ring at a rectangle, one side after the other (Sutherland and Hodgman 1974)."""
    for axis, edge, sign in ((0, region.left, 1), (0, region.right, -1), (1, region.bottom, 1), (1, region.top, -1)):
        ring = np.array(list(_beyond(ring, axis, edge, sign))).reshape(-1, 2)
    return ring


def _beyond(ring: NDArray[np.float64], axis: int, edge: float, sign: int) -> Iterator[NDArray[np.float64]]:
    inside = sign * (ring[:, axis] - edge) >= 0 if len(ring) else np.zeros(0, dtype=bool)
    for k in range(len(ring)):
        if inside[k] != inside[k - 1]:
            share = (edge - ring[k - 1, axis]) / (ring[k, axis] - ring[k - 1, axis])
            yield ring[k - 1] + share * (ring[k] - ring[k - 1])
        if inside[k]:
            yield ring[k]
