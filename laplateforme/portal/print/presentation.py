"""The slides as PPTX that people rework: titles and texts in placeholders, a real table, theme colors, notes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import office
from laplateforme.core.print.qr import qr_png, readable
from laplateforme.core.print.typography import for_paper
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.deck import (
    HIGH,
    LEFT,
    MM,
    WIDE,
    decor,
    dress,
    fill_text,
    new_slide,
    poppy,
    sea,
    set_language,
    size_that_holds,
    theme_color,
    wave,
    write,
)
from laplateforme.portal.print.slides import slides_values


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
    lines = [line for line in (values["by"], words["dated"]) if line]
    write(slide, (LEFT, HIGH - 26 * MM, 260 * MM, 20 * MM), lines, 18, color="BACKGROUND_1")


def style_cover(title: Any, subtitle: Any) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  slow import
    from pptx.util import Pt  # noqa: PLC0415  slow import

    for shape, sizes, color in ((title, (50, 44, 40, 36, 32, 28, 24), "TEXT_1"), (subtitle, (22, 20, 18), "TEXT_1")):
        size = size_that_holds([shape.text_frame.text], (shape.width, shape.height), sizes)
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
    body = slide.placeholders[1]
    size = size_that_holds(values["positioning"], (body.width, body.height), (26, 24, 22, 20, 18), gap=0.4)
    fill_text(body, [(text, size, False, "TEXT_1") for text in values["positioning"]])


def questions(deck: Any, values: dict[str, Any]) -> None:
    words = values["words"]
    notes = _("Ask the room which question is theirs.")
    slide = new_slide(deck, "Two Content", words["questions"], notes, words["foot"])
    asked = [(f"{one['number']}. {one['question']}", one["hint"]) for one in values["stages"]]
    asked.append((words["none"], words["none_text"]))
    half = (len(asked) + 1) // 2
    parts = [[text for pair in part for text in pair if text] for part in (asked[:half], asked[half:])]
    body = slide.placeholders[1]
    room = (body.width, body.height)
    size = min(size_that_holds(part, room, (22, 21, 20, 19, 18, 17, 16), gap=0.4) for part in parts)
    for number, part in ((1, asked[:half]), (2, asked[half:])):
        lines = []
        for question, hint in part:
            lines.append((question, size, True, "TEXT_1"))
            if hint:
                lines.append((hint, min(size, 18), False, "TEXT_1"))
        fill_text(slide.placeholders[number], lines)


def path(deck: Any, values: dict[str, Any]) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415  slow import
    from pptx.util import Pt  # noqa: PLC0415  slow import

    words, counts = values["words"], values["counts"]
    slide = new_slide(deck, "Title Only", words["path"], words["path_note"], words["foot"])
    step = (WIDE - 2 * LEFT) // max(len(counts), 1)
    wave(slide, 62 * MM, 7 * MM, len(counts) / 2)
    for place_, one in enumerate(counts):
        left, middle = LEFT + step * place_, (55 if place_ % 2 == 0 else 69) * MM
        around = (left + step // 2 - 8 * MM, middle - 8 * MM, 16 * MM, 16 * MM)
        bead = decor(slide, "OVAL", around, "TEXT_2", one["name"])
        bead.text_frame.text = str(one["number"])
        bead.text_frame.word_wrap = False
        line = bead.text_frame.paragraphs[0]
        line.alignment, line.font.size, line.font.bold = PP_ALIGN.CENTER, Pt(20), True
        line.font.color.theme_color = theme_color("BACKGROUND_1")
        lines = [one["name"], str(one["offers"]), one["offers_word"], one["open_words"]]
        box = write(slide, (left, 84 * MM, step, 60 * MM), lines, 20, color="TEXT_1")
        shade = {"open": "ACCENT_3", "wait": "ACCENT_4"}.get(one["state"], "ACCENT_1")
        looks = ((24, True, "TEXT_1"), (40, True, "ACCENT_1"), (20, False, "TEXT_1"), (18, True, shade))
        for paragraph, (size, bold, color) in zip(box.text_frame.paragraphs, looks, strict=True):
            paragraph.alignment = PP_ALIGN.CENTER
            font = paragraph.runs[0].font
            font.size, font.bold, font.color.theme_color = Pt(size), bold, theme_color(color)
    write(slide, (LEFT, 150 * MM, WIDE - 2 * LEFT, 20 * MM), [words["path_note"]], 18, color="TEXT_1")


def dates(deck: Any, values: dict[str, Any]) -> None:
    from pptx.util import Pt  # noqa: PLC0415  slow import

    words, rows = values["words"], values["dates"]
    if not rows:
        return
    slide = new_slide(deck, "Title Only", words["dates"], _("Check the dates on the day itself."), words["foot"])
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
    body = slide.placeholders[1]
    room = (body.width, body.height)
    said = [text for text in (mine["words"], mine["does_not"], *mine["contact"]) if text]
    size = size_that_holds(said, room, (26, 24, 22, 20, 18, 16), gap=0.4)
    left = [(mine["words"], size, False, "TEXT_1"), (mine["does_not"], min(size, 20), False, "TEXT_1")]
    left += [(line, min(size, 20), True, "TEXT_1") for line in mine["contact"]]
    fill_text(body, [line for line in left if line[0]])
    size = size_that_holds([words["does"], *mine["does"]], room, (20, 19, 18, 17, 16), gap=0.5)
    right = [(words["does"], size + 2, True, "ACCENT_1"), *((text, size, False, "TEXT_1") for text in mine["does"])]
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
