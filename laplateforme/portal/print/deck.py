"""What slides that people rework are made of: our theme and layouts, texts that hold, the marks drawn as shapes."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sin
from textwrap import wrap
from typing import Any

from laplateforme.core.print import office
from laplateforme.core.print.tokens import colors_with
from laplateforme.portal.print.contents import NetworkSheet

PETALS = ((24, 13.5, 15.5, 11.5, 0), (24, 34.5, 15.5, 11.5, 0), (13, 24, 11.5, 14, 0.12), (35, 24, 11.5, 14, 0.12))
TITLE_SIZES = (38, 34, 30, 26, 22, 18)
WIDEST_SIGN = 0.62  # mean width of a sign, as a share of the size, in a wide fallback face
MM = 36000  # one millimeter in the unit of office files
WIDE, HIGH = 12192000, 6858000
LEFT, TOP = 20 * MM, 15 * MM
TITLE_ONLY, TITLE_AND_TEXT, TITLE_AND_TWO, COVER = 5, 1, 3, 0


# ---------------------------------------------------------------- the dress: theme, master, layouts


def dress(deck: Any, sheet: NetworkSheet) -> None:
    """16:9, our theme, and the four layouts used put in place; the others are removed."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT  # noqa: PLC0415  slow import

    deck.slide_width, deck.slide_height = WIDE, HIGH
    master = deck.slide_master
    theme = master.part.part_related_by(RT.THEME)
    theme._blob = office.themed(theme.blob, colors_with(sheet.accent))
    master.background.fill.solid()
    master.background.fill.fore_color.theme_color = theme_color("BACKGROUND_2")
    title_box, text_box = (LEFT, TOP, WIDE - 2 * LEFT, 25 * MM), (LEFT, 47 * MM, WIDE - 2 * LEFT, 118 * MM)
    half = (WIDE - 2 * LEFT - 14 * MM) // 2
    boxes: dict[int, list[tuple[int, int, int, int]]] = {
        COVER: [(LEFT, 38 * MM, 215 * MM, 48 * MM), (LEFT, 88 * MM, 190 * MM, 26 * MM)],
        TITLE_AND_TEXT: [title_box, text_box],
        TITLE_AND_TWO: [
            title_box,
            (LEFT, 47 * MM, half, 118 * MM),
            (WIDE - LEFT - half, 47 * MM, half, 118 * MM),
        ],
        TITLE_ONLY: [title_box],
    }
    place(list(master.placeholders), [title_box, text_box])
    for number in reversed(range(len(deck.slide_layouts))):
        layout = deck.slide_layouts[number]
        if number in boxes:
            place(list(layout.placeholders), boxes[number])
        else:
            deck.slide_layouts.remove(layout)
    style_master(master)


def place(shapes: list[Any], boxes: list[tuple[int, int, int, int]]) -> None:
    """Title and texts first; date, foot and number of the page go along the bottom."""
    feet = {
        "DATE": (WIDE - LEFT - 90 * MM, 60 * MM),
        "FOOTER": (LEFT, 180 * MM),
        "SLIDE_NUMBER": (WIDE - LEFT - 25 * MM, 25 * MM),
    }
    texts = []
    for shape in shapes:
        kind = shape.placeholder_format.type.name
        if kind in feet:
            left, width = feet[kind]
            shape.left, shape.top, shape.width, shape.height = left, HIGH - 15 * MM, width, 9 * MM
        else:
            texts.append(shape)
    for shape, box in zip(texts, boxes, strict=False):
        shape.left, shape.top, shape.width, shape.height = box


def style_master(master: Any) -> None:
    """Left, no capitals, our sizes: what each title and text inherits."""
    from lxml import etree  # noqa: PLC0415  slow import

    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    styles = master._element.find(".//{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles")
    title, body = styles[0], styles[1]
    for level in title:
        level.set("algn", "l")
    run = title.find(f".//{space}defRPr")
    run.set("sz", "3800")
    run.set("b", "1")
    for size, level in zip(("2400", "2200", "2000"), body, strict=False):
        level.find(f"{space}defRPr").set("sz", size)
    first = body[0]
    for tag in ("buChar", "buFont"):
        for mark in first.findall(f"{space}{tag}"):
            first.remove(mark)
    first.set("marL", "0")
    first.set("indent", "0")
    none = etree.SubElement(first, f"{space}buNone")
    first.remove(none)
    first.insert(list(first).index(first.find(f"{space}defRPr")), none)
    for shape in master.placeholders:
        if shape.placeholder_format.type.name == "TITLE":
            shape.text_frame.vertical_anchor = None
            shape.text_frame._txBody.bodyPr.set("anchor", "t")


def theme_color(name: str) -> Any:
    from pptx.enum.dml import MSO_THEME_COLOR  # noqa: PLC0415  slow import

    return getattr(MSO_THEME_COLOR, name)


# ---------------------------------------------------------------- small gestures


def new_slide(deck: Any, layout: str, title: str, notes: str, foot: str = "") -> Any:
    from pptx.util import Pt  # noqa: PLC0415  slow import

    names = {one.name: one for one in deck.slide_layouts}
    slide = deck.slides.add_slide(names[layout])
    shape = slide.shapes.title
    shape.text_frame.text = office.plain(title)
    shape.text_frame.paragraphs[0].font.size = Pt(size_that_holds([title], (shape.width, shape.height), TITLE_SIZES))
    slide.notes_slide.notes_text_frame.text = office.plain(notes)
    if foot:
        box = write(slide, (LEFT, HIGH - 15 * MM, 200 * MM, 9 * MM), [foot], 13, color="TEXT_1")
        box.name = "Foot"
        number_of(slide)
    return slide


def size_that_holds(texts: Sequence[str], box: tuple[int, int], sizes: Sequence[int], gap: float = 0) -> int:
    """The largest size at which paragraphs hold in a box, in the wide faces that a machine without ours falls back to.

    `gap` is the space after a paragraph, as a share of the size.
    """
    wide, high = box[0] / 12700, box[1] / 12700
    for size in sizes:
        signs = max(int((wide - 14) / (WIDEST_SIGN * size)), 1)
        lines = sum(max(len(wrap(text, signs)), 1) for text in texts)
        if lines * size * 1.2 + len(texts) * size * gap <= high - 7:
            return size
    return sizes[-1]


def number_of(slide: Any) -> None:
    """The number of the slide, that a changed order changes."""
    from lxml import etree  # noqa: PLC0415  slow import
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  slow import

    shape = write(slide, (WIDE - LEFT - 25 * MM, HIGH - 15 * MM, 25 * MM, 9 * MM), ["‹#›"], 13, color="TEXT_1")
    shape.name = "Number"
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.runs[0]._r
    field = etree.Element(run.tag.replace("}r", "}fld"), id="{5B4E1F0A-6C1D-4E0B-9B7A-2D5C3A1F0E10}", type="slidenum")
    field.extend(list(run))
    run.getparent().replace(run, field)


def write(
    slide: Any, box: tuple[int, int, int, int], lines: list[str], size: float, *, bold: bool = False, color: str = ""
) -> Any:
    from pptx.util import Pt  # noqa: PLC0415  slow import

    shape = slide.shapes.add_textbox(*box)
    frame = shape.text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = office.plain(line), Pt(size), bold
        if color:
            run.font.color.theme_color = theme_color(color)
    return shape


def fill_text(placeholder: Any, lines: Sequence[tuple[str, float, bool, str]]) -> None:
    """Paragraphs (text, size, bold, theme color) in a placeholder."""
    from pptx.util import Pt  # noqa: PLC0415  slow import

    frame = placeholder.text_frame
    frame.word_wrap = True
    for number, (text, size, bold, color) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.4)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = office.plain(text), Pt(size), bold
        run.font.color.theme_color = theme_color(color)


def decor(slide: Any, kind: str, box: tuple[int, int, int, int], color: str, name: str) -> Any:
    """A drawn shape, moved and recolored like any other; `slide` may be a group. No shadow, no outline."""
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415  slow import

    shapes = slide.shapes
    shape = shapes.add_shape(getattr(MSO_SHAPE, kind), *box)
    style = shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style")
    shape._element.remove(style)
    shape.fill.solid()
    shape.fill.fore_color.theme_color = theme_color(color)
    shape.line.fill.background()
    shape.name = name
    return shape


def sea(slide: Any, height: int) -> None:
    for share, color, lift in ((1.0, "ACCENT_5", 0), (0.8, "ACCENT_1", 1), (0.58, "TEXT_2", 2)):
        tall = int(height * share)
        shift = lift * 30 * MM
        decor(slide, "WAVE", (-60 * MM + shift, HIGH - tall, WIDE + 60 * MM, tall + 30 * MM), color, f"Sea {lift + 1}")


def poppy(slide: Any, left: int, top: int, size: int) -> None:
    """The sign of the house, drawn on the same 48 grid as on paper, turned a little; one group."""
    unit = size / 48
    group = slide.shapes.add_group_shape()
    for number, (x, y, wide, high, light) in enumerate(PETALS, start=1):
        box = (int(left + (x - wide) * unit), int(top + (y - high) * unit), int(2 * wide * unit), int(2 * high * unit))
        shape = decor(group, "OVAL", box, "ACCENT_2", f"Petal {number}")
        shape.fill.fore_color.brightness = light
        shape.line.color.theme_color = theme_color("BACKGROUND_2")
        shape.line.width = int(1.1 * unit)
    heart = int(5 * unit)
    decor(group, "OVAL", (left + size // 2 - heart, top + size // 2 - heart, 2 * heart, 2 * heart), "TEXT_1", "Heart")
    group.name = "Poppy"
    group.rotation = -14


def wave(slide: Any, middle: int, amplitude: int, periods: float) -> None:
    """The line that carries the stages, from margin to margin."""
    wide, points = WIDE - 2 * LEFT, 96
    line = [
        (LEFT + wide * k // points, middle - int(amplitude * sin(2 * pi * periods * k / points)))
        for k in range(points + 1)
    ]
    builder = slide.shapes.build_freeform(*line[0])
    builder.add_line_segments(line[1:], close=False)
    shape = builder.convert_to_shape()
    shape._element.remove(shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style"))
    shape.fill.background()
    shape.line.color.theme_color = theme_color("ACCENT_1")
    shape.line.width = 50800
    shape.name = "Wave"


def set_language(slide: Any, language: str) -> None:
    tag = "fr-FR" if language.startswith("fr") else language
    for run in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
        run.set("lang", tag)
