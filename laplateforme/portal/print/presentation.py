"""The slides as PPTX that people rework: titles and texts in placeholders, a real table, theme colors, notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import office
from laplateforme.core.print.qr import qr_png, readable
from laplateforme.core.print.tokens import colors_with
from laplateforme.core.print.typography import for_paper
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.slides import slides_values

MM = 36000  # one millimeter in the unit of office files
WIDE, HIGH = 12192000, 6858000
LEFT, TOP = 20 * MM, 15 * MM
TITLE_ONLY, TITLE_AND_TEXT, TITLE_AND_TWO, COVER = 5, 1, 3, 0


def slides_pptx(sheet: NetworkSheet, *, at: datetime) -> bytes:
    """The same slides as `slides_pdf`, each text editable, each slide with notes for who speaks."""
    from pptx import Presentation  # noqa: PLC0415  slow import

    values = for_paper(slides_values(sheet), sheet.language)
    deck = Presentation()
    dress(deck, sheet)
    with translation.override(sheet.language):
        cover(deck, values)
        positioning(deck, values)
        questions(deck, values)
        path(deck, values)
        dates(deck, values)
        structure(deck, values)
        turn(deck, values, sheet)
    for slide in deck.slides:
        set_language(slide, sheet.language)
    office.sign(
        deck.core_properties,
        title=values["words"]["document"],
        author=values["name"],
        language=sheet.language,
        at=at,
    )
    out = io.BytesIO()
    deck.save(out)
    return office.settled(out.getvalue(), at)


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
    names = {one.name: one for one in deck.slide_layouts}
    slide = deck.slides.add_slide(names[layout])
    slide.shapes.title.text_frame.text = office.plain(title)
    slide.notes_slide.notes_text_frame.text = office.plain(notes)
    if foot:
        box = write(slide, (LEFT, HIGH - 15 * MM, 200 * MM, 9 * MM), [foot], 13, color="TEXT_1")
        box.name = "Foot"
    return slide


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
    """A drawn shape, moved and recolored like any other."""
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415  slow import

    shape = slide.shapes.add_shape(getattr(MSO_SHAPE, kind), *box)
    shape.fill.solid()
    shape.fill.fore_color.theme_color = theme_color(color)
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.name = name
    return shape


def sea(slide: Any, height: int) -> None:
    for share, color, lift in ((1.0, "ACCENT_5", 0), (0.8, "ACCENT_1", 1), (0.58, "TEXT_2", 2)):
        tall = int(height * share)
        shift = lift * 30 * MM
        decor(slide, "WAVE", (-60 * MM + shift, HIGH - tall, WIDE + 60 * MM, tall + 30 * MM), color, f"Sea {lift + 1}")


def poppy(slide: Any, left: int, top: int, size: int) -> None:
    petal = int(size * 0.62)
    for number, (x, y, color) in enumerate(
        ((0.19, 0, "ACCENT_2"), (0.19, 0.38, "ACCENT_2"), (0, 0.19, "ACCENT_2"), (0.38, 0.19, "ACCENT_2")), start=1
    ):
        shape = decor(
            slide, "OVAL", (left + int(size * x), top + int(size * y), petal, petal), color, f"Petal {number}"
        )
        shape.line.color.theme_color = theme_color("BACKGROUND_2")
        shape.line.width = MM
    heart = int(size * 0.22)
    middle = (size - heart) // 2
    decor(slide, "OVAL", (left + middle, top + middle, heart, heart), "TEXT_1", "Heart")


def set_language(slide: Any, language: str) -> None:
    tag = "fr-FR" if language.startswith("fr") else language
    for run in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
        run.set("lang", tag)


# ---------------------------------------------------------------- the slides


def cover(deck: Any, values: dict[str, Any]) -> None:
    words = values["words"]
    notes = "\n".join([*values["positioning"], _("Say who you are, then say that you speak for all.")])
    slide = new_slide(deck, "Title Slide", values["claim"], notes)
    title, subtitle = slide.placeholders[0], slide.placeholders[1]
    for shape, anchor in ((title, "b"), (subtitle, "t")):
        shape.text_frame._txBody.bodyPr.set("anchor", anchor)
    subtitle.text_frame.text = office.plain(values["short"])
    style_cover(title, subtitle)
    write(slide, (LEFT, 16 * MM, 200 * MM, 14 * MM), [values["name"]], 20, bold=True, color="ACCENT_1")
    sea(slide, 66 * MM)
    poppy(slide, WIDE - 90 * MM, 42 * MM, 70 * MM)
    write(slide, (LEFT, HIGH - 20 * MM, 260 * MM, 12 * MM), [words["dated"]], 18, color="BACKGROUND_1")


def style_cover(title: Any, subtitle: Any) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  slow import
    from pptx.util import Pt  # noqa: PLC0415  slow import

    long = len(title.text_frame.text) > 55
    for shape, size, color in ((title, 36 if long else 50, "TEXT_1"), (subtitle, 22, "TEXT_1")):
        for paragraph in shape.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.font.size = Pt(size)
            paragraph.font.color.theme_color = theme_color(color)


def positioning(deck: Any, values: dict[str, Any]) -> None:
    words = values["words"]
    if not values["positioning"]:
        return
    slide = new_slide(
        deck, "Title and Content", words["together"], _("Read it as it is: everybody signed it."), words["foot"]
    )
    size = 26 if sum(map(len, values["positioning"])) < 500 else 20
    fill_text(slide.placeholders[1], [(text, size, False, "TEXT_1") for text in values["positioning"]])


def questions(deck: Any, values: dict[str, Any]) -> None:
    words = values["words"]
    notes = _("Ask the room which question is theirs.")
    slide = new_slide(deck, "Two Content", words["questions"], notes, words["foot"])
    half = (len(values["stages"]) + 1) // 2
    for number, part in ((1, values["stages"][:half]), (2, values["stages"][half:])):
        lines = []
        for one in part:
            lines.append((f"{one['number']}. {one['question']}", 22, True, "TEXT_1"))
            if one["hint"]:
                lines.append((one["hint"], 18, False, "TEXT_1"))
        fill_text(slide.placeholders[number], lines)


def path(deck: Any, values: dict[str, Any]) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  slow import
    from pptx.util import Pt  # noqa: PLC0415  slow import

    words, counts = values["words"], values["counts"]
    slide = new_slide(deck, "Title Only", words["path"], words["path_note"], words["foot"])
    step = (WIDE - 2 * LEFT) // max(len(counts), 1)
    for place_, one in enumerate(counts):
        left = LEFT + step * place_
        bead = decor(slide, "OVAL", (left + step // 2 - 8 * MM, 55 * MM, 16 * MM, 16 * MM), "TEXT_2", one["name"])
        bead.text_frame.text = str(one["number"])
        bead.text_frame.paragraphs[0].font.size = Pt(20)
        bead.text_frame.paragraphs[0].font.bold = True
        lines = [one["name"], f"{one['offers']} {one['offers_word']}", one["open_words"]]
        box = write(slide, (left, 76 * MM, step, 55 * MM), lines, 20, color="TEXT_1")
        for number, paragraph in enumerate(box.text_frame.paragraphs):
            paragraph.alignment = PP_ALIGN.CENTER
            paragraph.runs[0].font.bold = number != 1
            if number == 2:
                shade = {"open": "ACCENT_3", "wait": "ACCENT_4"}.get(one["state"], "ACCENT_1")
                paragraph.runs[0].font.color.theme_color = theme_color(shade)
    write(slide, (LEFT, 140 * MM, WIDE - 2 * LEFT, 16 * MM), [words["path_note"]], 18, color="TEXT_1")


def dates(deck: Any, values: dict[str, Any]) -> None:
    from pptx.util import Pt  # noqa: PLC0415  slow import

    words, rows = values["words"], values["dates"]
    empty = f"{words['no_dates']} {words['call']}"
    layout = "Title Only" if rows else "Title and Content"
    slide = new_slide(deck, layout, words["dates"], _("Check the dates on the day itself."), words["foot"])
    if not rows:
        fill_text(slide.placeholders[1], [(empty, 24, False, "TEXT_1")])
        return
    frame = slide.shapes.add_table(len(rows) + 1, 3, LEFT, 47 * MM, WIDE - 2 * LEFT, (len(rows) + 1) * 17 * MM)
    frame.name = words["dates"]
    table = frame.table
    table.horz_banding = False
    for number, width in enumerate((66 * MM, WIDE - 2 * LEFT - 146 * MM, 80 * MM)):
        table.columns[number].width = width
    lines = [[words["when"], words["what"], words["where"]]]
    lines += [
        [row["when"], row["what"], ", ".join(part for part in (row["who"], row["where"]) if part)] for row in rows
    ]
    for y, line in enumerate(lines):
        for x, text in enumerate(line):
            one = table.cell(y, x)
            one.text = office.plain(text)
            one.fill.solid()
            one.fill.fore_color.theme_color = theme_color("TEXT_2" if y == 0 else "BACKGROUND_1")
            font = one.text_frame.paragraphs[0].font
            font.size, font.bold = Pt(18), y == 0 or x == 0
            font.color.theme_color = theme_color("BACKGROUND_1" if y == 0 else "TEXT_1")


def structure(deck: Any, values: dict[str, Any]) -> None:
    mine, words = values["structure"], values["words"]
    if mine is None:
        return
    notes = _("First the network, then your organization: this is the order we agreed on.")
    slide = new_slide(deck, "Two Content", mine["name"], notes, words["foot"])
    write(slide, (LEFT, 5 * MM, 220 * MM, 10 * MM), [words["mine"]], 18, bold=True, color="ACCENT_1")
    left = [(mine["words"], 26, False, "TEXT_1"), (mine["does_not"], 20, False, "TEXT_1")]
    left.append((mine["contact"], 20, True, "TEXT_1"))
    fill_text(slide.placeholders[1], [line for line in left if line[0]])
    right = [(words["does"], 24, True, "ACCENT_1"), *((text, 20, False, "TEXT_1") for text in mine["does"])]
    fill_text(slide.placeholders[2], right if mine["does"] else [])


def turn(deck: Any, values: dict[str, Any], sheet: NetworkSheet) -> None:
    words, duty = values["words"], values["duty"]
    notes = _("Leave this slide on while people scan the code.")
    slide = new_slide(deck, "Two Content", words["turn"], notes)
    code = slide.placeholders[1]
    code._element.getparent().remove(code._element)
    picture = slide.shapes.add_picture(io.BytesIO(qr_png(sheet.start_address)), LEFT, 45 * MM, 74 * MM, 74 * MM)
    picture._element.nvPicPr.cNvPr.set("descr", f"{words['qr']} {readable(sheet.start_address)}")
    write(slide, (LEFT, 120 * MM, 110 * MM, 12 * MM), [readable(sheet.start_address)], 18, color="TEXT_1")
    lines = [(words["scan"], 24, False, "TEXT_1")]
    if duty:
        who = ", ".join(part for part in (duty["name"], duty["organization"]) if part)
        lines.append((f"{words['answers']} {who}.", 24, False, "TEXT_1"))
    if values["phone"]:
        lines += [(values["phone"], 26, True, "TEXT_1"), (values["hours"], 20, False, "TEXT_1")]
    fill_text(slide.placeholders[2], [line for line in lines if line[0]])
    sea(slide, 42 * MM)
    write(slide, (LEFT, HIGH - 17 * MM, 260 * MM, 11 * MM), [words["last"]], 18, color="BACKGROUND_1")
