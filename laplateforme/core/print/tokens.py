"""Colors and sizes of everything printed or projected; typst, slides and documents read them here."""

from __future__ import annotations

import re

COLORS: dict[str, str] = {
    "ink-900": "#14262E", "ink-700": "#34474F", "ink-600": "#4A5B63",
    "sand-50": "#FBF8F3", "sand-100": "#F3EDE2", "sand-200": "#E4D9C6", "paper": "#FFFFFF", "edge-500": "#7A6C55",
    "sea-50": "#EAF4F5", "sea-100": "#CFE5E8", "sea-300": "#7DB4BC", "sea-600": "#1B6B78", "sea-700": "#0F5562",
    "sea-900": "#0B3A44",
    "poppy-50": "#FDEFEB", "poppy-500": "#D8432B", "poppy-600": "#BE3420", "poppy-700": "#9C2817",
    "clover-50": "#EEF5EC", "clover-600": "#3B7339", "clover-700": "#2C5A2B",
    "broom-50": "#FDF4DC", "broom-400": "#E3A81C", "broom-700": "#7A5400",
}  # fmt: skip
TEXT_FACE = "Atkinson Hyperlegible"
TITLE_FACE = "Bricolage Grotesque"
LEAST_CONTRAST = 4.5


def channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def darker(color: str, share: float) -> str:
    """The same hue with `share` of its light taken away."""
    return "#" + "".join(f"{round(channel * (1 - share)):02X}" for channel in channels(color))


def luminance(color: str) -> float:
    parts = [channel / 255 for channel in channels(color)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colors_with(accent: str = "") -> dict[str, str]:
    """The palette, with a network's own accent instead of the sea if it can be read on white and on sand."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent) or contrast(accent, COLORS["sand-50"]) < LEAST_CONTRAST:
        return dict(COLORS)
    return COLORS | {"sea-600": accent.upper(), "sea-700": darker(accent, 0.22)}
