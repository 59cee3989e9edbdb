"""The presentation: the offer of all, then "my organization", then the code. PDF here, PPTX in `presentation`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import held_title, shortened
from laplateforme.portal.print.contents import NetworkSheet, OfferSheet
from laplateforme.portal.print.leaflet import structure_values
from laplateforme.portal.print.wording import day, duty_values, phone_line, positioning_values, up_to_date

TEMPLATE = Path(__file__).parent / "slides.typ"
MOST_DATES = 5


@dataclass(frozen=True)
class StageCount:
    number: int
    name: str
    offers: int
    offers_word: str
    open_words: str
    state: str


def slides_pdf(sheet: NetworkSheet, *, at: datetime) -> bytes:
    """16:9, tagged; without "my organization" when the sheet has none."""
    values = slides_values(sheet)
    return pdf.compile_pdf(
        TEMPLATE, values, at=at, qr={"start": sheet.start_address}, accent=sheet.accent, language=sheet.language
    )


def slides_values(sheet: NetworkSheet) -> dict[str, Any]:
    with translation.override(sheet.language):
        return {
            "name": shortened(sheet.name, 60),
            "by": speaker(sheet),
            "claim": held_title(shortened(title_of(sheet), 110)),
            "short": shortened(sheet.short or " ".join(sheet.positioning[:1]), 170),
            "positioning": positioning_values(sheet),
            "stages": [
                {"number": number, "question": shortened(one.question, 90), "hint": shortened(one.hint, 90)}
                for number, one in enumerate(sheet.stages, start=1)
            ],
            "counts": [vars(count) for count in stage_counts(sheet)],
            "dates": next_dates(sheet),
            "structure": structure_values(sheet),
            "duty": duty_values(sheet.duty),
            "phone": phone_line(sheet),
            "hours": shortened(sheet.hours, 80),
            "words": words(sheet),
        }


def title_of(sheet: NetworkSheet) -> str:
    return sheet.organizations[0].name if sheet.alone and sheet.organizations else sheet.claim


def speaker(sheet: NetworkSheet) -> str:
    """Who shows the offer of all, then its own."""
    if sheet.structure is None:
        return ""
    name = sheet.organization(sheet.structure.organization).name
    return _("Presented by %(name)s") % {"name": shortened(name, 80)}


def is_open(offer: OfferSheet) -> bool:
    return offer.capacity == "open" and not offer.stale and offer.checked is not None


def stage_counts(sheet: NetworkSheet) -> list[StageCount]:
    """How many offers each verb has, and how many have room today."""
    counts = []
    for number, stage in enumerate(sheet.stages, start=1):
        held = [offer for offer in sheet.offers if stage.code in offer.stages]
        free = sum(is_open(offer) for offer in held)
        if not held:
            state, words_open = "ask", _("To open")
        elif not free:
            state, words_open = "wait", _("Waiting")
        else:
            state, words_open = (
                "open",
                ngettext("%(number)d with room", "%(number)d with room", free) % {"number": free},
            )
        word = ngettext("offer", "offers", len(held))
        counts.append(StageCount(number, shortened(stage.name, 24), len(held), word, words_open, state))
    return counts


def next_dates(sheet: NetworkSheet) -> list[dict[str, str]]:
    """The nearest dates of open, checked offers."""
    coming = [
        offer for offer in sheet.offers if is_open(offer) and offer.next_date and offer.next_date >= sheet.updated
    ]
    coming.sort(key=lambda offer: (offer.next_date or sheet.updated, offer.code))
    return [
        {
            "when": day(offer.next_date, sheet.language, year=False),
            "what": shortened(offer.name, 62),
            "who": shortened(sheet.organization(offer.organization).short, 26),
            "where": shortened(", ".join(offer.communes[:1]), 30),
        }
        for offer in coming[:MOST_DATES]
        if offer.next_date
    ]


def words(sheet: NetworkSheet) -> dict[str, str]:
    place = ". ".join(shortened(part, 40) for part in (sheet.territory, sheet.edition) if part)
    delay = f"{shortened(sheet.duty.delay, 70).rstrip('.')}. " if sheet.duty and sheet.duty.delay else ""
    return {
        "document": _("Presentation of %(name)s") % {"name": shortened(title_of(sheet), 90)},
        "dated": f"{place}. {up_to_date(sheet, weekday=True)}." if place else up_to_date(sheet, weekday=True) + ".",
        "foot": f"{shortened(sheet.name, 60)}. {up_to_date(sheet)}",
        "together": _("What we say together"),
        "questions": _("You come with a question"),
        "path": _("One path, five stages"),
        "path_note": _(
            "“Open” means: there is room today, and the organization confirmed it. One offer may serve several stages."
        ),
        "none": _("None of these questions?"),
        "none_text": _("Call %(phone)s. We look with you.") % {"phone": phone_line(sheet)}
        if phone_line(sheet)
        else _("Ask us. We look with you."),
        "dates": _("The next open doors"),
        "when": _("When"),
        "what": _("What"),
        "where": _("Where"),
        "mine": _("My organization in the network"),
        "does": _("What we do"),
        "turn": _("Your turn"),
        "scan": _("Scan the code. Five questions, three minutes, no account."),
        "answers": _("Somebody answers you:"),
        "last": delay + up_to_date(sheet) + ".",
        "qr": _("QR code to"),
    }
