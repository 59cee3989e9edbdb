"""The report of an occasion on paper: whole for members, one page for a funder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import shortened

TEMPLATE = Path(__file__).parent / "report.typ"
MOST_ROWS = 14
Line = tuple[str, tuple[str, ...], bool]  # words, figures, whether it is a part of the line above


@dataclass(frozen=True)
class ReportSheet:
    """All in the reader's language, small figures hidden already; nobody is named."""

    network: str
    title: str
    when: str
    place: str
    counted: str
    made: date
    address: str  # of the network's first page
    readings: tuple[tuple[str, str], ...]
    needs: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    became: tuple[Line, ...] = ()
    next_words: str = ""
    compared: tuple[Line, ...] = ()
    previous: str = ""
    heard: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    about: str = ""
    accent: str = ""
    language: str = "fr"


def report_pdf(sheet: ReportSheet, *, at: datetime, brief: bool = False) -> bytes:
    """A tagged PDF; `brief`: one page, without what members say among themselves. Same input, same bytes."""
    return pdf.compile_pdf(
        TEMPLATE, report_values(sheet, brief=brief), at=at, qr={"home": sheet.address}, accent=sheet.accent,
        language=sheet.language,
    )  # fmt: skip


def report_values(sheet: ReportSheet, *, brief: bool) -> dict[str, Any]:
    with translation.override(sheet.language):
        values = {
            "brief": brief,
            "network": shortened(sheet.network, 60),
            "title": shortened(sheet.title, 120),
            "when": ". ".join(part for part in (sheet.when, shortened(sheet.place, 120)) if part),
            "readings": [list(one) for one in sheet.readings],
            "needs": _lines(_short(sheet.needs) if brief else sheet.needs, MOST_ROWS * 2),
            "places": _lines(sheet.places, 5 if brief else MOST_ROWS),
            "became": _lines(sheet.became, MOST_ROWS),
            "compared": _lines(sheet.compared, 4 if brief else MOST_ROWS),
            "heard": [shortened(one, 160 if brief else 300) for one in sheet.heard[: 2 if brief else 12]],
            "words": words(sheet),
        }
        inside = {"worked": sheet.worked, "change": sheet.change, "missing": sheet.missing}
        values |= {name: [] if brief else list(those[:MOST_ROWS]) for name, those in inside.items()}
        return values


def _short(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """All lines when they are few, else those that are part of no other."""
    return lines if len(lines) <= 8 else tuple(line for line in lines if not line[2])[:8]


def _lines(lines: tuple[Line, ...], most: int) -> list[dict[str, Any]]:
    return [
        {"words": shortened(said, 110), "figures": list(figures), "part": is_part}
        for said, figures, is_part in lines[:most]
    ]


def words(sheet: ReportSheet) -> dict[str, Any]:
    """The template's own sentences."""
    made = format_date(sheet.made, "d MMMM y", locale=sheet.language)
    width = len(sheet.became[0][1]) if sheet.became else 0
    return {
        "document": _("Report of “%(title)s”") % {"title": shortened(sheet.title, 90)},
        "report": pgettext("fair", "Report"),
        "counted": sheet.counted,
        "needs": _("What people look for"),
        "needs_heads": [_("Stage, need"), _("People")],
        "places": _("Where they live"),
        "places_heads": [_("Territory"), _("People")],
        "became": _("What became of them"),
        "became_heads": [_("People who…"), *[_("After 30 days"), _("After 90 days")][:width]],
        "next": sheet.next_words,
        "heard": _("Words we heard"),
        "worked": _("What worked"),
        "change": _("To change the next time"),
        "missing": _("Questions without an answer"),
        "compared": _("Beside the time before"),
        "compared_heads": [shortened(sheet.previous, 80), _("This time"), _("The time before")],
        "structures": _("Hours were given by %(names)s.") % {"names": ", ".join(sheet.structures)}
        if sheet.structures else "",
        "about": shortened(sheet.about, 320),
        "method": _(
            "Nobody is named. A figure under 5 is not shown, nor one that would tell it: smaller ones are added up."
        ),
        "made": _("Made on %(day)s") % {"day": made},
        "qr": _("QR code to"),
    }  # fmt: skip
