"""Outlines of areas as SVG paths: a map without tiles and without asking anybody outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, radians

from laplateforme.places.enums import EVERYWHERE, AreaKind
from laplateforme.places.models import Department
from laplateforme.places.queries.shipped import shipped_outlines

WIDTH = 1000  # of every drawing, in its own units
MARGIN = 10
OVERSEAS = ("971", "972", "973", "974", "976")
Ring = list[tuple[float, float]]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Outline:
    """A plain equirectangular drawing, true at its middle latitude. `paths` are (area code, d of an SVG path)."""

    viewbox: str
    paths: tuple[tuple[str, str], ...]
    west: float
    north: float
    scale_x: float
    scale_y: float

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point is on this drawing."""
        x = MARGIN + (longitude - self.west) * self.scale_x
        y = MARGIN + (self.north - latitude) * self.scale_y
        return round(x, 1), round(y, 1)


def outline_svg_paths(codes: Iterable[str], *, with_communes: bool = False) -> Outline:
    """The drawing of these areas; those without an outline are left out.

    "reg:" is drawn as its départements, "all" as those of the mainland and Corsica. Communes are outlined in 04, 05,
    06, 13, 83 and 84: `with_communes` adds those of the départements asked for, under them.
    """
    return _drawn(tuple(_outlined(codes)), with_communes)


def outlined_communes(department: str) -> list[str]:
    """Area codes of the communes of a département that have an outline."""
    return [code for code in _outlines() if code.startswith(f"{AreaKind.COMMUNE}:{department}")]


def _outlined(codes: Iterable[str]) -> list[str]:
    wanted: list[str] = []
    for code in codes:
        if code == EVERYWHERE:
            departments = [c for c in _outlines() if c.startswith(AreaKind.DEPARTMENT)]
            wanted += [c for c in departments if not c.endswith(OVERSEAS)]
        elif code.startswith(f"{AreaKind.REGION}:"):
            region = Department.objects.filter(region=code.partition(":")[2]).order_by("code")
            wanted += [department.area_code for department in region]
        else:
            wanted.append(code)
    return [code for code in dict.fromkeys(wanted) if code in _outlines()]


@lru_cache(maxsize=64)
def _drawn(codes: tuple[str, ...], with_communes: bool) -> Outline:
    if with_communes:
        inner = [c for code in codes if code.startswith(AreaKind.DEPARTMENT) for c in outlined_communes(code[4:])]
        codes = (*inner, *codes)
    areas = {code: [_ring(flat) for flat in _outlines()[code]] for code in codes}
    points = [point for rings in areas.values() for ring in rings for point in ring] or [(0.0, 0.0), (1.0, 1.0)]
    west, east = min(lon for lon, _lat in points), max(lon for lon, _lat in points)
    south, north = min(lat for _lon, lat in points), max(lat for _lon, lat in points)
    scale_x = (WIDTH - 2 * MARGIN) / (east - west)
    scale_y = scale_x / cos(radians((south + north) / 2))
    height = round((north - south) * scale_y + 2 * MARGIN)
    frame = Outline(f"0 0 {WIDTH} {height}", (), west, north, scale_x, scale_y)
    paths = tuple((code, _path(frame, rings)) for code, rings in areas.items())
    return Outline(frame.viewbox, paths, west, north, scale_x, scale_y)


def _path(frame: Outline, rings: list[Ring]) -> str:
    """Whole units, in steps: finer than the outlines themselves on a département, and five times shorter."""
    parts = []
    for ring in rings:
        points = [frame.project(latitude, longitude) for longitude, latitude in ring]
        whole = [(round(x), round(y)) for x, y in points]
        here = whole[0]
        steps = []
        for there in whole[1:]:
            if there != here:
                steps.append(f"{there[0] - here[0]} {there[1] - here[1]}")
                here = there
        if len(steps) > 1:  # smaller islets are not seen
            parts.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z")
    return "".join(parts)


def _ring(flat: list[int]) -> Ring:
    longitude = latitude = 0
    ring = []
    for step in range(0, len(flat), 2):
        longitude += flat[step]
        latitude += flat[step + 1]
        ring.append((longitude / 1000, latitude / 1000))
    return ring


@cache
def _outlines() -> dict[str, list[list[int]]]:
    return shipped_outlines()
