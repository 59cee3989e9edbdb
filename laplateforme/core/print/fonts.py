"""The three faces of screen and paper, made from their packages: `python -m laplateforme.core.print.fonts [folder]`.

Paper needs whole faces under a name typst can find; the screen needs small WOFF2 subsets. Both come from the same
two packages, so nothing binary is kept in the repository. The module runs without Django.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

TITLE_FAMILY = "Bricolage Grotesque"
TITLE_AXES = {"wght": 700, "wdth": 100, "opsz": 24}
WEB_FOLDER = Path(__file__).resolve().parent.parent / "static" / "core" / "fonts"
PAPER_FILES = ("atkinson-400.ttf", "atkinson-700.ttf", "bricolage-700.ttf")
WEB_FILES = ("atkinson-400.woff2", "atkinson-700.woff2", "bricolage-700.woff2")
# Latin for French and its neighbors, with the signs our sentences use.
LATIN = (
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, *range(0x152, 0x154), 0x160, 0x161, 0x178, 0x17D, 0x17E,
    0x2C6, 0x2DA, 0x2DC, 0x2002, 0x2009, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D,
    0x201E, 0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193,
    0x2212, 0x2215, 0x2260, 0x2264, 0x2265, 0xFEFF,
)  # fmt: skip


def atkinson(style: str) -> Any:
    """The text face, as its package ships it."""
    import fontpkg_atkinson_hyperlegible as package  # noqa: PLC0415  slow import
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow import

    return TTFont(package.ROOT / "files" / f"AtkinsonHyperlegible-{style}.ttf", recalcTimestamp=False)


def bricolage() -> Any:
    """One static instance of the title face; its names are rewritten, else typst does not find it."""
    import fontpkg_bricolage_grotesque as package  # noqa: PLC0415  slow import
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow import
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415  slow import

    variable = TTFont(next((package.ROOT / "files").glob("BricolageGrotesque*.ttf")), recalcTimestamp=False)
    font = instantiateVariableFont(variable, TITLE_AXES, inplace=True)
    names = font["name"]
    for record in list(names.names):
        if record.nameID in {16, 17, 21, 22, 25}:
            names.removeNames(nameID=record.nameID)
    for number, value in {1: TITLE_FAMILY, 2: "Bold", 4: f"{TITLE_FAMILY} Bold", 6: "BricolageGrotesque-Bold"}.items():
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x41) | 0x20
    font["head"].macStyle = 1
    if "STAT" in font:
        del font["STAT"]
    return font


SOURCES: dict[str, Callable[[], Any]] = {
    "atkinson-400": lambda: atkinson("Regular"),
    "atkinson-700": lambda: atkinson("Bold"),
    "bricolage-700": bricolage,
}


def prepare_fonts(folder: Path, web_folder: Path = WEB_FOLDER) -> list[Path]:
    """Faces for paper into `folder` and for the screen among the static files; those already there are kept."""
    made = prepare_paper_fonts(folder)
    if not all((web_folder / name).exists() for name in WEB_FILES):
        prepare_web_fonts(web_folder)
    return [*made, *(web_folder / name for name in WEB_FILES)]


def prepare_paper_fonts(folder: Path) -> list[Path]:
    """Whole faces for typst into `folder`; files already there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in SOURCES.items():
        target = folder / f"{name}.ttf"
        if not target.exists():
            _put(target, source())
    return [folder / name for name in PAPER_FILES]


def prepare_web_fonts(folder: Path = WEB_FOLDER) -> list[Path]:
    """Latin WOFF2 subsets that the stylesheet names, made anew."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415  slow import

    folder.mkdir(parents=True, exist_ok=True)
    for name, source in SOURCES.items():
        font = source()
        options = Options(
            flavor="woff2", hinting=False, desubroutinize=True, notdef_outline=True, name_IDs=[1, 2, 4, 6]
        )
        options.layout_features = ["kern", "liga", "mark", "ccmp", "locl"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=LATIN)
        subsetter.subset(font)
        font.flavor = "woff2"
        _put(folder / f"{name}.woff2", font)
    return [folder / name for name in WEB_FILES]


def _put(target: Path, font: Any) -> None:
    """Write beside, then rename: two processes that start together never read half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    font.save(beside)
    beside.replace(target)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "var" / "fonts"
    for path in prepare_fonts(folder):
        sys.stdout.write(f"{path.name:22} {path.stat().st_size / 1000:6.1f} kB\n")


if __name__ == "__main__":
    main()
