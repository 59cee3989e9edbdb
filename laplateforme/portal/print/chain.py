"""The chain: who holds which function at which stage, with overlaps and holes, on one page."""

from __future__ import annotations

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


def chain_values(sheet: NetworkSheet, *, longest: int, most: int) -> dict[str, Any]:
    """Rows are stages; a cell holds short names of organizations, at most `most`, and how many are left out."""
    rows = []
    for number, stage in enumerate(sheet.stages, start=1):
        cells = [cell(sheet, stage.code, function.code, longest, most) for function in sheet.functions]
        rows.append({"number": number, "name": stage.name, "cells": cells})
    return {"functions": [function.name for function in sheet.functions], "rows": rows, "empty": _("no offer")}


def cell(sheet: NetworkSheet, stage: str, function: str, longest: int, most: int) -> dict[str, Any]:
    held = [offer for offer in sheet.offers if stage in offer.stages and function in offer.functions]
    keys = list(dict.fromkeys(offer.organization for offer in held))
    shown = keys if len(keys) <= most else keys[: most - 1]
    rest = len(keys) - len(shown)
    more = ngettext("and %(number)d other", "and %(number)d others", rest) % {"number": rest} if rest else ""
    return {"names": [shortened(sheet.organization(key).short, longest) for key in shown], "more": more}


def chain_pdf(sheet: NetworkSheet, *, at: datetime) -> bytes:
    """One A4 page, landscape."""
    with translation.override(sheet.language):
        total = {"offers": offers_count(len(sheet.offers)), "members": organizations_count(len(sheet.organizations))}
        values = {
            "name": shortened(sheet.name, 70),
            "chain": chain_values(sheet, longest=26, most=4),
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
    return pdf.compile_pdf(
        TEMPLATE, values, at=at, qr={"page": sheet.address}, accent=sheet.accent, language=sheet.language
    )
