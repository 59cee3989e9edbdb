"""The map beside a list: the outline of the territory and numbered points, without tiles. The list says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laplateforme.guidance.queries.directory import Card
from laplateforme.network.models import Network
from laplateforme.places.queries import Outline, outline_svg_paths

CLOSE = 62.0  # two points nearer than this are drawn as one


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    text: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Drawing:
    outline: Outline
    points: list[Point]


def drawing_of(network: Network, cards: Sequence[Card]) -> Drawing | None:
    """None when nothing of this page can be placed on the outline."""
    outline = outline_svg_paths(network.territory.codes)
    if not outline.paths:
        return None
    width, height = (float(side) for side in outline.viewbox.split()[2:])
    heaps: list[list[tuple[float, float, Card]]] = []
    for card in cards:
        if card.latitude is None or card.longitude is None:
            continue
        x, y = outline.project(card.latitude, card.longitude)
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        heap = next((one for one in heaps if abs(one[0][0] - x) < CLOSE and abs(one[0][1] - y) < CLOSE), None)
        if heap is None:
            heaps.append([(x, y, card)])
        else:
            heap.append((x, y, card))
    return Drawing(outline, [_point(heap) for heap in heaps]) if heaps else None


def _point(heap: list[tuple[float, float, Card]]) -> Point:
    x, y, card = heap[0]
    more = len(heap) - 1
    names = _("; ").join(f"{one.number}. {one.name}, {one.town}" for _across, _down, one in heap)
    return Point(x, y, f"{card.number}+{more}" if more else str(card.number), names, f"#{card.anchor}")
