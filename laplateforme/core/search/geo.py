"""A true circle for an engine that only knows terms.

Each position is indexed twice: the exact place (to a ten-thousandth of a degree, 11 m) and its cell (a tenth of a
degree). A circle is then: the cells that lie wholly inside, and, in the cells that its edge crosses, the places that
are near enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import asin, ceil, cos, degrees, floor, radians, sin, sqrt

EARTH_KM = 6371.0088
CELLS_PER_DEGREE = 10


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    half = sin(radians(lat2 - lat1) / 2) ** 2
    half += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def place_term(lat: float, lon: float) -> str:
    return f"{lat:.4f},{lon:.4f}"


def cell_of(lat: float, lon: float) -> tuple[int, int]:
    return floor(round(lat, 4) * CELLS_PER_DEGREE), floor(round(lon, 4) * CELLS_PER_DEGREE)


def cell_term(cell: tuple[int, int]) -> str:
    return f"{cell[0]}/{cell[1]}"


@dataclass(frozen=True, slots=True)
class Circle:
    """What stands for a circle in the index; both empty: nothing is inside."""

    cells: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(slots=True)
class Places:
    """The distinct places of an index, by cell."""

    by_cell: dict[tuple[int, int], list[tuple[float, float, str]]] = field(default_factory=dict)

    @classmethod
    def from_terms(cls, terms: Iterable[str]) -> "Places":
        places = cls()
        for term in terms:
            lat, lon = map(float, term.split(","))
            places.by_cell.setdefault(cell_of(lat, lon), []).append((lat, lon, term))
        return places

    def circle(self, lat: float, lon: float, radius_km: float) -> Circle:
        """The terms for everything at most `radius_km` away."""
        cells: list[str] = []
        near: list[str] = []
        for cell in self._cells_around(lat, lon, radius_km):
            if _farthest_corner_km(cell, lat, lon) <= radius_km:
                cells.append(cell_term(cell))
                continue
            near += (
                term
                for place_lat, place_lon, term in self.by_cell[cell]
                if distance_km(lat, lon, place_lat, place_lon) <= radius_km
            )
        return Circle(tuple(cells), tuple(near))

    def _cells_around(self, lat: float, lon: float, radius_km: float) -> Iterable[tuple[int, int]]:
        height = degrees(radius_km / EARTH_KM)
        width = height / max(0.01, cos(radians(min(89.0, abs(lat) + height))))
        rows = range(floor((lat - height) * CELLS_PER_DEGREE), ceil((lat + height) * CELLS_PER_DEGREE) + 1)
        columns = range(floor((lon - width) * CELLS_PER_DEGREE), ceil((lon + width) * CELLS_PER_DEGREE) + 1)
        if len(rows) * len(columns) > len(self.by_cell):  # a huge circle: walk what exists
            return [cell for cell in self.by_cell if cell[0] in rows and cell[1] in columns]
        return [(row, column) for row in rows for column in columns if (row, column) in self.by_cell]


def _farthest_corner_km(cell: tuple[int, int], lat: float, lon: float) -> float:
    """The farthest point of a cell this small is one of its corners."""
    return max(
        distance_km(lat, lon, (cell[0] + down) / CELLS_PER_DEGREE, (cell[1] + right) / CELLS_PER_DEGREE)
        for down in (0, 1)
        for right in (0, 1)
    )
