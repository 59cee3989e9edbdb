"""One colour of its own for each network, in the four shades that both themes need, all readable.

Contrast as in WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances.
"""

import colorsys
import re
from dataclasses import dataclass

SIX_SIGNS = re.compile(r"^#[0-9A-Fa-f]{6}$")
ENOUGH = 4.5
# Where the colour stands: words and links on the palest and the darkest grounds of light pages, white words on it.
LIGHT_GROUNDS = ("#FFFFFF", "#F3EDE2")
DARK_GROUND = "#182B33"
STEPS = 200


@dataclass(frozen=True)
class Shades:
    """The accent as the style sheet takes it."""

    accent: str
    strong: str
    dark: str
    dark_strong: str


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def is_readable(color: str) -> bool:
    """As words on every light ground, and as the ground of white words."""
    return all(contrast(color, ground) >= ENOUGH for ground in LIGHT_GROUNDS)


def with_lightness(color: str, lightness: float) -> str:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    parts = colorsys.hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def lightness_of(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]


def nearest_readable(color: str) -> str:
    """The same hue, darker by as little as makes it readable."""
    start = lightness_of(color)
    for step in range(STEPS + 1):
        candidate = with_lightness(color, start * (1 - step / STEPS))
        if is_readable(candidate):
            return candidate
    return "#000000"


def shades_of(color: str) -> Shades:
    """The four shades made from one readable colour; each keeps 4.5 on its own ground."""
    accent = color.upper() if is_readable(color) else nearest_readable(color)
    strong = with_lightness(accent, lightness_of(accent) * 0.75)
    start = lightness_of(accent)
    dark = next(
        (
            shade
            for step in range(STEPS + 1)
            if contrast(shade := with_lightness(accent, start + (1 - start) * step / STEPS), DARK_GROUND) >= ENOUGH
        ),
        "#FFFFFF",
    )
    dark_strong = with_lightness(dark, lightness_of(dark) + (1 - lightness_of(dark)) * 0.5)
    return Shades(accent, strong, dark, dark_strong)
