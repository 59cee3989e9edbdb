"""The A3 poster: one sentence, one code, three gestures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import held_title, shortened
from laplateforme.portal.print.contents import NetworkSheet
from laplateforme.portal.print.slides import title_of
from laplateforme.portal.print.wording import offers_count, organizations_count, phone_line, up_to_date

TEMPLATE = Path(__file__).parent / "poster.typ"


def poster_pdf(sheet: NetworkSheet, *, at: datetime, claim: str = "") -> bytes:
    """`claim` replaces the sentence in large type, for one fair."""
    return pdf.compile_pdf(
        TEMPLATE,
        poster_values(sheet, claim),
        at=at,
        qr={"start": sheet.start_address},
        accent=sheet.accent,
        language=sheet.language,
    )


def poster_values(sheet: NetworkSheet, claim: str = "") -> dict[str, Any]:
    with translation.override(sheet.language):
        counts = [offers_count(len(sheet.offers))]
        if not sheet.alone:
            counts.append(organizations_count(len(sheet.organizations)))
        if sheet.territory:
            counts.append(shortened(sheet.territory, 60))
        own = sheet.structure.words if sheet.alone and sheet.structure else ""
        text = own or sheet.short or " ".join(sheet.positioning[:1])
        if sheet.alone:
            gestures = {
                "one": _("See our offers of the day."),
                "two": _("Choose one or two."),
                "free": _("No account."),
            }
        else:
            gestures = {
                "one": _("Answer five questions."),
                "two": _("Read your route."),
                "free": _("No account, in three minutes."),
            }
        return {
            "name": shortened(sheet.name, 36),
            "claim": held_title(shortened(claim or title_of(sheet), 130)),
            "short": shortened(text, 220),
            "phone": phone_line(sheet),
            "words": gestures
            | {
                "document": _("Poster of %(name)s") % {"name": shortened(claim or title_of(sheet), 90)},
                "turn": _("Your turn"),
                "three": _("Somebody answers you."),
                "or_phone": _("Or by phone:"),
                "foot": ", ".join(counts) + ". " + up_to_date(sheet, weekday=True) + ".",
                "qr": _("QR code to"),
            },
        }
