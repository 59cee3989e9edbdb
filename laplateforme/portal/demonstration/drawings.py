"""The pictures of the demonstration: drawn here, from a few shapes, in the colours of the house. Nobody is in them."""

from collections.abc import Callable
from io import BytesIO
from math import pi, sin
from typing import Any

WIDE, HIGH, FINE = 1200, 750, 2  # drawn twice as large, then brought down: smooth edges
INK, SAND, PAPER, SEA, DEEP, PALE, POPPY, CLOVER, BROOM, CLAY = (
    *("#14262E", "#F3EDE2", "#FFFFFF", "#1B6B78", "#0B3A44", "#CFE5E8", "#D8432B", "#3B7339", "#E3A81C", "#E4D9C6"),
)
Draw = Any  # PIL.ImageDraw.ImageDraw, imported when wanted


def drawing(name: str) -> bytes:
    """The picture `name` of SCENES, as WebP."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  slow import

    image = Image.new("RGB", (WIDE * FINE, HIGH * FINE), SAND)
    SCENES[name](ImageDraw.Draw(image))
    out = BytesIO()
    image.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(out, "WEBP", quality=82)
    return out.getvalue()


def box(draw: Draw, left: float, top: float, right: float, bottom: float, color: str, radius: float = 0) -> None:
    draw.rounded_rectangle([value * FINE for value in (left, top, right, bottom)], radius * FINE, fill=color)


def disc(draw: Draw, x: float, y: float, size: float, color: str) -> None:
    draw.ellipse([value * FINE for value in (x - size, y - size, x + size, y + size)], fill=color)


def ring(draw: Draw, x: float, y: float, size: float, color: str, width: float) -> None:
    sides = [value * FINE for value in (x - size, y - size, x + size, y + size)]
    draw.ellipse(sides, outline=color, width=round(width * FINE))


def shape(draw: Draw, color: str, *points: tuple[float, float]) -> None:
    draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=color)


def stroke(draw: Draw, color: str, width: float, *points: tuple[float, float]) -> None:
    draw.line([(x * FINE, y * FINE) for x, y in points], fill=color, width=round(width * FINE), joint="curve")


def hills(draw: Draw, base: float, height: float, color: str, turns: float, shift: float = 0.0) -> None:
    crest = [(x, base - height * (0.5 + 0.5 * sin(x / WIDE * turns * pi + shift))) for x in range(0, WIDE + 20, 20)]
    shape(draw, color, *crest, (WIDE, HIGH), (0, HIGH))


def waves(draw: Draw, top: float, color: str, crest: str) -> None:
    box(draw, 0, top, WIDE, HIGH, color)
    for row in range(5):
        y = top + 30.0 + row * 34
        points = [(x, y + 6 * sin(x / 38 + row)) for x in range(-20, WIDE + 40, 6)]
        stroke(draw, crest, 4, *points)


def table(draw: Draw, y: float, *, plates: int) -> None:
    """A long table, with a plate for each."""
    box(draw, 120, y, 1080, y + 34, "#7A6C55", 8)
    for x in (170, 600, 1010):
        box(draw, x, y + 30, x + 22, y + 190, "#7A6C55")
    step = 860 / plates
    for number in range(plates):
        middle = 170 + step * (number + 0.5)
        draw.ellipse(
            [v * FINE for v in (middle - 34, y - 16, middle + 34, y + 4)], fill=(PAPER, PALE, BROOM)[number % 3]
        )


def shop(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 640, PALE)
    box(draw, 0, 640, WIDE, HIGH, CLAY)
    box(draw, 230, 150, 970, 640, PAPER)
    for number in range(10):
        left = 210 + number * 78
        box(draw, left, 130, left + 78, 240, (POPPY, PAPER)[number % 2], 18)
    box(draw, 290, 280, 620, 560, SEA, 8)
    box(draw, 700, 280, 890, 640, DEEP, 8)
    disc(draw, 860, 470, 9, BROOM)
    for number in range(5):
        disc(draw, 335 + number * 60, 505, 24, (CLOVER, POPPY, BROOM)[number % 3])
    table(draw, 600, plates=8)


def bicycles(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 470, SAND)
    box(draw, 0, 470, WIDE, HIGH, CLAY)
    box(draw, 90, 90, 1110, 130, SEA, 8)
    for number, color in enumerate((POPPY, SEA, CLOVER)):
        x = 240 + number * 330
        stroke(draw, INK, 5, (x, 130), (x, 240))
        for wheel in (x - 85, x + 85):
            ring(draw, wheel, 480, 88, INK, 10)
            disc(draw, wheel, 480, 12, INK)
        stroke(draw, color, 13, (x - 85, 480), (x - 40, 320), (x + 60, 320), (x + 85, 480))
        stroke(draw, color, 13, (x - 40, 320), (x, 480), (x + 60, 320))
        stroke(draw, INK, 11, (x, 240), (x - 10, 320))


def low_house(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 520, "#FDF4DC")
    disc(draw, 860, 430, 120, BROOM)
    hills(draw, 500, 90, "#A9C9C4", 2.0)
    waves(draw, 520, SEA, PALE)
    box(draw, 180, 330, 640, 540, PAPER)
    shape(draw, POPPY, (140, 340), (410, 210), (680, 340))
    box(draw, 250, 400, 340, 540, DEEP)
    box(draw, 440, 400, 560, 480, BROOM)
    for number in range(14):
        x = 720 + number * 34
        lean = 18 * sin(number)
        stroke(draw, CLOVER, 6, (x, 640), (x + lean, 400 + 30 * (number % 3)))
        draw.ellipse([v * FINE for v in (x + lean - 8, 380 + 30 * (number % 3), x + lean + 8, 440)], fill="#7A6C55")


def meal(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 420, DEEP)
    for number in range(13):
        x = 60 + number * 90
        disc(draw, x, 120 + 26 * sin(number / 2), 13, BROOM)
    stroke(draw, PALE, 3, *[(60 + n * 45, 100 + 26 * sin(n / 4)) for n in range(25)])
    hills(draw, 470, 110, SEA, 3.0, 1.0)
    box(draw, 0, 470, WIDE, HIGH, SAND)
    table(draw, 520, plates=16)


def harbor(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 430, PALE)
    hills(draw, 430, 230, "#E4D9C6", 2.5, 0.5)
    hills(draw, 450, 120, CLOVER, 3.5, 2.0)
    waves(draw, 430, SEA, PALE)
    for x, color in ((260, POPPY), (590, PAPER), (900, BROOM)):
        shape(draw, color, (x, 260), (x, 500), (x + 130, 500))
        shape(draw, DEEP, (x - 100, 520), (x + 150, 520), (x + 110, 575), (x - 60, 575))


def market(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, 560, SAND)
    box(draw, 0, 560, WIDE, HIGH, CLAY)
    for number, color in enumerate((SEA, POPPY, CLOVER)):
        left = 90 + number * 360
        shape(draw, color, (left - 30, 300), (left + 40, 180), (left + 260, 180), (left + 330, 300))
        for side in (left, left + 290):
            box(draw, side, 300, side + 12, 620, INK)
        box(draw, left - 10, 450, left + 312, 620, PAPER, 8)
        for fruit in range(6):
            disc(draw, left + 26 + fruit * 50, 440, 25, (POPPY, BROOM, CLOVER)[(fruit + number) % 3])


def papers(draw: Draw) -> None:
    box(draw, 0, 0, WIDE, HIGH, SEA)
    for number, color in enumerate((PAPER, SAND, PAPER)):
        left, top = 160 + number * 310, 130 + (number % 2) * 60
        box(draw, left, top, left + 270, top + 400, color, 10)
        for line in range(9):
            box(draw, left + 34, top + 50 + line * 36, left + 236 - 40 * (line % 3), top + 60 + line * 36, PALE, 5)
        disc(draw, left + 220, top + 356, 22, (POPPY, CLOVER, BROOM)[number])


SCENES: dict[str, Callable[[Draw], None]] = {
    "shop": shop,
    "bicycles": bicycles,
    "low-house": low_house,
    "meal": meal,
    "harbor": harbor,
    "market": market,
    "papers": papers,
}
