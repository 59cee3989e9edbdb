"""The route of one person: one A4 page, however long the texts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import shortened
from laplateforme.portal.print.contents import RouteOffer, RouteSheet, RouteStep
from laplateforme.portal.print.wording import capacity_words, day, day_near, duty_values

TEMPLATE = Path(__file__).parent / "route.typ"
MOST_STEPS = 6
MOST_PER_STEP = 3


def route_pdf(sheet: RouteSheet, *, at: datetime) -> bytes:
    """One tagged page with its code; it names nobody but the person on duty."""
    return pdf.compile_pdf(
        TEMPLATE,
        route_values(sheet),
        at=at,
        qr={"page": sheet.address},
        accent=sheet.accent,
        language=sheet.language,
    )


def route_values(sheet: RouteSheet) -> dict[str, Any]:
    with translation.override(sheet.language):
        return {
            "network": shortened(sheet.network, 60),
            "asked": shortened(sheet.words, 300),
            "facts": facts(sheet.facts),
            "steps": [step_values(step, sheet, share_kept(sheet)) for step in sheet.steps[:MOST_STEPS]],
            "duty": duty_values(sheet.duty),
            "phone": shortened(sheet.phone, 30),
            "words": words(sheet),
        }


def facts(given: tuple[str, ...]) -> str:
    """ "À Arles, quatre personnes, pas encore de structure juridique." """
    parts = [shortened(fact, 60) for fact in given[:6] if fact]
    if not parts:
        return ""
    line = ", ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])
    return shortened(line, 190).rstrip(".") + "."


def share_kept(sheet: RouteSheet) -> float:
    """Texts give way when together they would not hold on the page in a readable size."""
    signs = 0
    for step in sheet.steps[:MOST_STEPS]:
        signs += min(len(step.words), 180)
        for offer in step.offers[:1]:
            signs += sum(min(len(text), 130) for text in (offer.name, offer.organization, offer.why, offer.ask))
    return min(1.0, max(0.6, 1900 / (signs or 1)))


def step_values(step: RouteStep, sheet: RouteSheet, kept: float) -> dict[str, Any]:
    states = {"done": _("Done"), "here": _("You are here"), "next": _("To come"), "gap": _("Missing today")}
    return {
        "number": step.number,
        "name": shortened(step.name, 40),
        "state": step.state,
        "state_words": states[step.state],
        "words": shortened(step.words, round(180 * kept)),
        "offers": [offer_values(offer, sheet, kept) for offer in step.offers[:MOST_PER_STEP]],
    }


def offer_values(offer: RouteOffer, sheet: RouteSheet, kept: float) -> dict[str, Any]:
    coming = offer.next_date and offer.next_date >= sheet.updated
    return {
        "name": shortened(offer.name, round(95 * kept)),
        "organization": shortened(offer.organization, round(75 * kept)),
        "why": shortened(offer.why, round(130 * kept)),
        "ask": shortened(offer.ask, round(125 * kept)).rstrip("."),
        "state": "stale" if offer.stale else offer.capacity,
        "state_words": _("To be confirmed")
        if offer.stale
        else shortened(capacity_words(offer.capacity, offer.capacity_words), 45),
        "when": day_near(offer.next_date, sheet.updated, sheet.language) if coming and offer.next_date else "",
        "price": shortened(offer.price, round(110 * kept)),
    }


def words(sheet: RouteSheet) -> dict[str, str]:
    language = sheet.language
    until = day(sheet.until, language, weekday=False)
    updated = day(sheet.updated, language, weekday=False)
    return {
        "document": _("Your route %(code)s, %(network)s")
        % {"code": sheet.code, "network": shortened(sheet.network, 60)},
        "title": _("Your route"),
        "made": _("Made on %(day)s") % {"day": day(sheet.made, language)},
        "ask": _("How to ask:"),
        "person": _("Somebody is waiting for you"),
        "talk": _("Would you rather talk to somebody?"),
        "more": _("Other proposals did not fit here: the code opens them all."),
        "change": _("Not what you meant? Scan the code and change one answer."),
        "private": _("This page holds neither your name nor your address."),
        "code": sheet.code,
        "code_before": _("The code"),
        "code_after": _("is valid until %(day)s.") % {"day": until},
        "updated": _("Offers up to date on %(day)s.") % {"day": updated},
        "qr": _("QR code to"),
    }
