"""The leaflet's text as DOCX, to rework: real headings, a table of offers by stage, the reader's language."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import office
from laplateforme.core.print.qr import qr_png, readable
from laplateforme.core.print.tokens import COLORS, TEXT_FACE, TITLE_FACE, colors_with
from laplateforme.core.print.typography import for_paper
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.leaflet import leaflet_values, refuse_too_many

LEVELS = {1: 18.0, 2: 14.0, 3: 12.0}


def leaflet_docx(sheet: NetworkSheet, *, at: datetime) -> bytes:
    """Positioning text first, then the offers by stage, the communes, whom to call.

    Raises TooMuchToPrint above 400 offers.
    """
    from docx import Document  # noqa: PLC0415  slow import

    refuse_too_many(sheet)
    values = for_paper(leaflet_values(sheet), sheet.language)
    words = values["words"]
    paper = Document()
    dress(paper, sheet)
    with translation.override(sheet.language):
        paper.add_heading(office.plain(words["claim"]), 0)
        say(paper, words["above"], "Subtitle")
        opening(paper, values)
        for stage in values["stages"]:
            stage_part(paper, stage, words, values["phone"])
        index_part(paper, values)
        last_part(paper, values, sheet)
    foot(paper, f"{values['name']}. {words['updated']}")
    office.sign(paper.core_properties, title=words["document"], author=values["name"], language=sheet.language, at=at)
    out = io.BytesIO()
    paper.save(out)
    return office.settled(out.getvalue(), at)


def dress(paper: Any, sheet: NetworkSheet) -> None:
    """A4, our faces and colors in the styles, so that a changed style changes the whole text."""
    from docx.oxml.ns import qn  # noqa: PLC0415  slow import
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415  slow import

    colors = colors_with(sheet.accent)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    styles = paper.styles
    for name in ("Title", "Subtitle"):
        plain_style(styles[name])
    sizes = {"Normal": 11.0, "Title": 26.0, "Subtitle": 12.0} | {f"Heading {n}": size for n, size in LEVELS.items()}
    for name, size in sizes.items():
        style = styles[name]
        face = TEXT_FACE if name in ("Normal", "Subtitle") else TITLE_FACE
        style.font.name, style.font.size, style.font.italic = face, Pt(size), False
        style.font.color.rgb = RGBColor.from_string(colors["ink-900" if name == "Normal" else "sea-900"][1:])
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:hAnsi"), face)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Subtitle"].font.bold = styles["Title"].font.bold = True
    tag = "fr-FR" if sheet.language.startswith("fr") else sheet.language
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)


def plain_style(style: Any) -> None:
    """Without the rule and the letter spacing of the template that Word starts from."""
    from docx.oxml.ns import qn  # noqa: PLC0415  slow import

    for path in (f"{qn('w:pPr')}/{qn('w:pBdr')}", f"{qn('w:rPr')}/{qn('w:spacing')}"):
        for mark in style.element.findall(path):
            mark.getparent().remove(mark)


def say(paper: Any, text: str, style: str = "Normal") -> Any:
    return paper.add_paragraph(office.plain(text), style=style)


def foot(paper: Any, text: str) -> None:
    """Whose text and of which day on the left, the number of the page on the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415  slow import
    from docx.oxml import parse_xml  # noqa: PLC0415  slow import
    from docx.oxml.ns import nsdecls  # noqa: PLC0415  slow import
    from docx.shared import Mm, Pt  # noqa: PLC0415  slow import

    line = paper.sections[0].footer.paragraphs[0]
    line.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)
    run = line.add_run(office.plain(text) + "\t")
    run.font.size = Pt(9)
    line._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def head(paper: Any, text: str, level: int) -> None:
    paper.add_heading(office.plain(text), level)


def opening(paper: Any, values: dict[str, Any]) -> None:
    words, mine = values["words"], values["structure"]
    for text in values["positioning"]:
        say(paper, text)
    if values["signed"]:
        say(paper, values["signed"])
    say(paper, words["dated"])
    if values["alone"] and mine:
        head(paper, words["structure"], 1)
        say(paper, mine["words"])
        for text in mine["does"]:
            say(paper, text, "List Bullet")
        for text in (mine["does_not"], *mine["contact"]):
            if text:
                say(paper, text)
    head(paper, words["signs"], 1)
    for _state, word, meaning in values["signs"]:
        line = paper.add_paragraph(style="List Bullet")
        line.add_run(office.plain(word) + "\u00a0: ").bold = True
        line.add_run(office.plain(meaning))


def stage_part(paper: Any, stage: dict[str, Any], words: dict[str, str], phone: str) -> None:
    head(paper, f"{stage['number']}. {stage['name']}", 1)
    if stage["question"]:
        say(paper, stage["question"]).runs[0].bold = True
    if stage["offers"]:
        offers_table(paper, stage["offers"], words)
    elif not stage["also"]:
        say(paper, f"{words['gap']} {phone}".strip())
    if stage["also"]:
        head(paper, words["also"], 2)
        for offer in stage["also"]:
            say(paper, offer["name"], "List Bullet")


def offers_table(paper: Any, offers: list[dict[str, Any]], words: dict[str, str]) -> None:
    """One row per offer; the first row is said again on each page and to screen readers."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  slow import
    from docx.oxml.ns import qn  # noqa: PLC0415  slow import
    from docx.shared import Mm  # noqa: PLC0415  slow import

    table = paper.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    widths = (Mm(48), Mm(38), Mm(84))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # Word reads the cells, others read the columns
    thin_rules(table)
    for cell, text in zip(table.rows[0].cells, (_("Offer"), words["places"], _("In short")), strict=True):
        cell.paragraphs[0].add_run(office.plain(text)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for offer in offers:
        name, places, short = (cell.paragraphs[0] for cell in table.add_row().cells)
        name.add_run(office.plain(offer["name"])).bold = True
        name.add_run("\n" + office.plain(offer["organization"]))
        places.add_run(office.plain(offer["state_words"])).bold = True
        if offer["when"]:
            places.add_run("\n" + office.plain(offer["when"]))
        places.add_run("\n" + office.plain(offer["checked"]))
        for number, (label, text) in enumerate(offer["lines"]):
            short.add_run(("\n" if number else "") + office.plain(label) + "\u00a0: ").bold = True
            short.add_run(office.plain(text))
    for row in table.rows:
        # a row is never cut in two by the end of a page
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    caption = OxmlElement("w:tblDescription")
    caption.set(qn("w:val"), words["offers"])
    table._tbl.tblPr.append(caption)
    paper.add_paragraph()


def thin_rules(table: Any) -> None:
    """Sand rules between rows, nothing between columns, air in the cells; the first row on the color of the sea."""
    from docx.oxml import parse_xml  # noqa: PLC0415  slow import
    from docx.oxml.ns import nsdecls, qn  # noqa: PLC0415  slow import

    sand, sea = COLORS["sand-200"][1:], COLORS["sea-50"][1:]
    sides = {"top": "single", "left": "nil", "bottom": "single", "right": "nil", "insideH": "single", "insideV": "nil"}
    edges = "".join(f'<w:{side} w:val="{kind}" w:sz="6" w:space="0" w:color="{sand}"/>' for side, kind in sides.items())
    looks = table._tbl.tblPr  # Word refuses these parts in another order
    layout, look = looks.find(qn("w:tblLayout")), looks.find(qn("w:tblLook"))
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
    inner = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in (("top", 60), ("bottom", 60)))
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{inner}</w:tblCellMar>"))
    for cell in table.rows[0].cells:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{sea}"/>')
        cell._tc.get_or_add_tcPr().append(shade)


def index_part(paper: Any, values: dict[str, Any]) -> None:
    if not values["parts"]["index"]:
        return
    head(paper, values["words"]["near"], 1)
    for entry in values["index"]:
        head(paper, entry["commune"], 2)
        for offer in entry["offers"]:
            say(paper, offer["name"], "List Bullet")


def last_part(paper: Any, values: dict[str, Any], sheet: NetworkSheet) -> None:
    from docx.shared import Mm  # noqa: PLC0415  slow import

    words, duty = values["words"], values["duty"]
    head(paper, words["back"], 1)
    say(paper, f"{words['back_text']} {words['back_free']}")
    picture = paper.add_picture(io.BytesIO(qr_png(sheet.start_address)), width=Mm(38))
    picture._inline.docPr.set("descr", f"{words['qr']} {readable(sheet.start_address)}")
    say(paper, readable(sheet.start_address))
    head(paper, words["talk"], 2)
    if duty:
        who = ", ".join(part for part in (duty["name"], duty["organization"]) if part)
        said = [f"{who}, {words['answers_at']} {values['phone']}" if values["phone"] else who, duty["delay"]]
        say(paper, " ".join(f"{sentence}." for sentence in said if sentence))
    elif values["phone"]:
        say(paper, values["phone"])
    head(paper, words["members"], 2)
    for line in values["organizations"]:
        say(paper, line, "List Bullet")
