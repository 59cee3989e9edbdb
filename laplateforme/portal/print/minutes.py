"""The minutes of a meeting, on A4 pages: who was there, what was said and decided, who does what and until when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import shortened
from laplateforme.core.text import blocks_of
from laplateforme.portal.print.contents import MinutesSheet, PointSheet, PromiseSheet
from laplateforme.portal.print.wording import day

TEMPLATE = Path(__file__).parent / "minutes.typ"


def minutes_pdf(sheet: MinutesSheet, *, at: datetime) -> bytes:
    """Tagged pages, the state of the minutes at the foot of each. Raises core.print.pdf.UnableToPrint."""
    return pdf.compile_pdf(
        TEMPLATE,
        minutes_values(sheet),
        at=at,
        qr={"page": sheet.address},
        accent=sheet.accent,
        language=sheet.language,
    )


def minutes_values(sheet: MinutesSheet) -> dict[str, Any]:
    with translation.override(sheet.language):
        summary = ((_("Since the last time"), sheet.past), (_("Today"), sheet.today))
        return {
            "network": shortened(sheet.network, 60),
            "group": shortened(sheet.group, 90),
            "title": shortened(sheet.title, 160),
            "when": sheet.when[:1].upper() + sheet.when[1:],
            "where": shortened(sheet.where, 200),
            "is_settled": sheet.is_settled,
            "short": sheet.short,
            "state": sheet.state,
            "people": [line for line in people(sheet) if line[1]],
            "introduction": blocks(sheet.introduction),
            "summary": [[title, blocks(text)] for title, text in summary if text],
            "points": [point_values(number, point) for number, point in enumerate(sheet.points, 1)],
            "actions": [action_values(one, sheet.language) for one in sheet.actions],
            "future": blocks(sheet.future),
            "next": [sheet.next_when[:1].upper() + sheet.next_when[1:], sheet.next_where],
            "annexes": blocks(sheet.annexes),
            "objectives": blocks(sheet.objectives),
            "words": words(sheet),
        }


def people(sheet: MinutesSheet) -> list[list[str]]:
    present = _("Structures present") if sheet.is_public else _("Present")
    return [[present, ", ".join(sheet.present)], [_("Excused"), ", ".join(sheet.excused)]]


def blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs and lists with dashes, as on the page."""
    return [{"list": is_list, "lines": lines} for is_list, lines in blocks_of(text)]


def point_values(number: int, point: PointSheet) -> dict[str, Any]:
    return {
        "title": f"{number}. {point.title}" if point.title else "",
        "blocks": blocks(point.text),
        "decisions": list(point.decisions),
    }


def action_values(one: PromiseSheet, language: str) -> list[str]:
    return [one.text[:1].upper() + one.text[1:], one.who, day(one.due, language, weekday=False) if one.due else ""]


def words(sheet: MinutesSheet) -> dict[str, str]:
    public = _("Outside the group, these minutes name structures, and the people who agreed to it.")
    inside = _("For the members of the group: do not pass on as it is.")
    return {
        "document": f"{_('Minutes')}, {shortened(sheet.title, 160)}, {shortened(sheet.group, 90)}",
        "kind": _("Minutes"),
        "meeting": _("meeting no. %(number)d") % {"number": sheet.number},
        "page": _("page"),
        "of": _("of"),
        "said": _("What we said and decided"),
        "decision": _("Decision"),
        "who_does": _("Who does what, until when"),
        "action": _("Action"),
        "who": _("Who"),
        "due": _("Until when"),
        "future": _("Until the next time"),
        "next": _("Next meeting"),
        "annexes": _("Annexes"),
        "objectives": _("Objectives of the group"),
        "readers": public if sheet.is_public else inside,
        "qr": _("QR code to"),
    }
