"""The chain: who holds which function at which stage, with overlaps and holes, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import shortened
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.wording import offers_count, organizations_count, up_to_date

TEMPLATE = Path(__file__).parent / "chain.typ"


@dataclass(frozen=True)
class Room:
    """What a cell holds: names of `longest` signs, `most` of them one a line, else `signs` in all, running on."""

    longest: int
    most: int
    signs: int


def chain_values(sheet: NetworkSheet, room: Room) -> dict[str, Any]:
    """Rows are stages; a cell holds short names of organizations, and how many are left out."""
    rows = []
    for number, stage in enumerate(sheet.stages, start=1):
        cells = [cell(sheet, stage.code, function.code, room) for function in sheet.functions]
        rows.append({"number": number, "name": stage.name, "cells": cells})
    return {"functions": [function.name for function in sheet.functions], "rows": rows, "empty": _("no offer")}


def cell(sheet: NetworkSheet, stage: str, function: str, room: Room) -> dict[str, Any]:
    held = [offer for offer in sheet.offers if stage in offer.stages and function in offer.functions]
    mine = sheet.structure.organization if sheet.structure else ""
    keys = sorted(dict.fromkeys(offer.organization for offer in held), key=lambda key: key != mine)
    names = [shortened(sheet.organization(key).short, room.longest) for key in keys]
    runs_on = len(keys) > room.most
    shown = those_that_hold(names, room.signs - (MARK if keys[:1] == [mine] else 0)) if runs_on else names
    rest = len(names) - len(shown)
    more = ngettext("and %(number)d other", "and %(number)d others", rest) % {"number": rest} if rest else ""
    return {"names": shown, "mine": keys[:1] == [mine], "runs_on": runs_on, "more": more}


def those_that_hold(names: list[str], signs: int) -> list[str]:
    """The first names that fit together, with a place kept for "and 3 others" when some do not."""
    if sum(len(name) + 2 for name in names) <= signs:
        return names
    used, shown = len("et 99 autres"), []
    for name in names:
        used += len(name) + 2
        if used > signs:
            break
        shown.append(name)
    return shown or names[:1]


MARK = 14  # signs that the mark of one's own organization takes
ON_A4 = Room(longest=26, most=4, signs=112)
IN_LEAFLET = Room(longest=22, most=5, signs=112)


def chain_pdf(sheet: NetworkSheet, *, at: datetime) -> bytes:
    """One A4 page, landscape; the names of one organization are marked when the sheet holds its structure."""
    with translation.override(sheet.language):
        total = {"offers": offers_count(len(sheet.offers)), "members": organizations_count(len(sheet.organizations))}
        values = {
            "name": shortened(sheet.name, 70),
            "chain": chain_values(sheet, ON_A4),
            "mine": shortened(sheet.organization(sheet.structure.organization).name, 80) if sheet.structure else "",
            "words": {
                "document": _("The whole chain, %(name)s") % {"name": shortened(sheet.name, 90)},
                "title": _("The whole chain"),
                "text": _("Who does what, and when. One organization may hold several functions."),
                "gap": _("An empty box is a gap. We publish it, then we work on it together."),
                "function": _("Function"),
                "stage": _("Stage"),
                "total": _("%(offers)s, %(members)s") % total,
                "updated": up_to_date(sheet, weekday=True),
                "qr": _("QR code to"),
            },
        }
    codes = {"page": sheet.chain_address or sheet.address}
    return pdf.compile_pdf(TEMPLATE, values, at=at, qr=codes, accent=sheet.accent, language=sheet.language)
