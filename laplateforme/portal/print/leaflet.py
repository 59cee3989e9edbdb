"""The leaflet: A5, a multiple of four pages, and its A4 sheets to fold."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import held_title, shortened
from laplateforme.core.text import fold as folded
from laplateforme.portal.print.chain import IN_LEAFLET, chain_values
from laplateforme.portal.print.contents import MOST_OFFERS, NetworkSheet, OfferSheet
from laplateforme.portal.print.wording import (
    address_text,
    duty_values,
    offer_values,
    offers_count,
    organization_line,
    organizations_count,
    phone_line,
    positioning_values,
    up_to_date,
    words_of_signs,
)

TEMPLATE = Path(__file__).parent / "leaflet.typ"
MOST_IN_INDEX = 12  # a longer list under one commune is cut by stage
MOST_ON_COVER = 620  # signs of the positioning text
FEW = 3  # up to here the leaflet is one folded sheet: cover, how to, offers, back


def refuse_too_many(sheet: NetworkSheet) -> None:
    if len(sheet.offers) > MOST_OFFERS:
        raise pdf.TooMuchToPrint(
            _("%(number)d offers: at most %(most)d in one leaflet. Print one leaflet per territory or organization.")
            % {"number": len(sheet.offers), "most": MOST_OFFERS}
        )


def leaflet_pdf(sheet: NetworkSheet, *, at: datetime, light: bool = False) -> bytes:
    """The leaflet in reading order. `light` leaves out the filled cover, for small printers.

    Raises TooMuchToPrint above 400 offers.
    """
    refuse_too_many(sheet)
    values = leaflet_values(sheet) | {"light": light}
    return pdf.compile_pdf(
        TEMPLATE, values, at=at, qr={"start": sheet.start_address}, accent=sheet.accent, language=sheet.language
    )


def leaflet_fold_pdf(sheet: NetworkSheet, *, at: datetime, light: bool = False) -> bytes:
    """The same leaflet as A4 sheets, printed on both sides (flip on the short edge), folded once.

    Raises TooMuchToPrint above 400 offers.
    """
    leaflet = leaflet_pdf(sheet, at=at, light=light)
    with translation.override(sheet.language):
        title = _("Leaflet to fold, %(name)s") % {"name": shortened(sheet.name, 120)}
    return pdf.fold(leaflet, title=title, at=at)


def leaflet_values(sheet: NetworkSheet) -> dict[str, Any]:
    """All that the template prints, in the reader's language."""
    with translation.override(sheet.language):
        few = len(sheet.offers) <= FEW
        return {
            "name": shortened(sheet.name, 90),
            "alone": sheet.alone,
            "few": few,
            "parts": {
                "questions": not few and not sheet.alone,
                "chain": not few and not sheet.alone,
                "index": len(sheet.offers) > (12 if sheet.alone else 8),
            },
            "positioning": positioning_values(sheet, most=MOST_ON_COVER),
            "signed": shortened(sheet.positioning_signed, 120),
            "stages": stages_values(sheet),
            "chain": chain_values(sheet, IN_LEAFLET),
            "index": index_values(sheet),
            "many": len(sheet.offers) > 60,
            "calm": len(sheet.offers) <= 30,
            "signs": words_of_signs(),
            "duty": duty_values(sheet.duty),
            "phone": phone_line(sheet),
            "hours": shortened(sheet.hours, 90),
            "structure": structure_values(sheet),
            "around": around_values(sheet),
            "organizations": contact_lines(sheet) if sheet.alone else members(sheet),
            "words": cover_words(sheet) | words(sheet),
        }


def cover_words(sheet: NetworkSheet) -> dict[str, str]:
    names = {"network": shortened(sheet.name, 90), "territory": shortened(sheet.territory, 60)}
    own = sheet.organizations[0] if sheet.alone and sheet.organizations else None
    if own:
        above = _("%(network)s presents") % names
        title = shortened(own.name, 130)
        document = _("Leaflet of %(name)s") % {"name": title}
    else:
        above = ", ".join(part for part in names.values() if part)
        title = held_title(shortened(sheet.claim, 120))
        document = _("Leaflet of %(name)s") % {"name": above}
    return {
        "document": document + (f", {sheet.edition}" if sheet.edition else ""),
        "above": above,
        "claim": title,
        "count": _("%(offers)s to support you") % {"offers": offers_count(len(sheet.offers))}
        if sheet.offers
        else _("No offer published yet"),
        "dated": ". ".join(part for part in (sheet.edition, up_to_date(sheet, weekday=True)) if part) + ".",
    }


def words(sheet: NetworkSheet) -> dict[str, str]:
    """The template's own sentences."""
    return way_words(sheet) | back_words(sheet) | {
        "updated": up_to_date(sheet),
        "page": _("page"),
        "gap": _("No offer for now. We look with you, and we note this gap."),
        "chain": _("The whole chain"),
        "chain_text": _("Who does what, and when. One organization may hold several functions."),
        "chain_next": _("from one function to the next"),
        "chain_gap": _("An empty box is a gap. We publish it, then we work on it together."),
        "stage": _("Stage"),
        "offers": _("Offers by stage"),
        "places": _("Places"),
        "date": _("Date"),
        "confirm": _("To be confirmed"),
        "also": _("Also for this stage"),
        "near": _("Near you"),
        "again": _("(continued)"),
        "notes": _("Your notes"),
        "notes_text": _("Write here your questions and the dates to remember."),
        "today": _("Today’s version:"),
        "address": address_text(sheet.address),
        "structure": _("Our organization in the network"),
        "does": _("What we do"),
        "reach": _("Reach us"),
        "around": _("The rest of the path, with the network"),
        "qr": _("QR code to"),
    }  # fmt: skip


def way_words(sheet: NetworkSheet) -> dict[str, str]:
    """How to find one's way, from a question or with somebody who answers."""
    phone = phone_line(sheet)
    few = len(sheet.offers) <= FEW or sheet.alone
    return {
        "way": _("Find your way"),
        "way_1": _("Start from your question"),
        "way_1_text": _("Each offer says at which stage it helps.") if few
        else _("The next page lists them all. Each one leads to a stage."),
        "way_2": _("Choose one or two offers"),
        "way_2_text": _("Read “For whom” and “Places”. The sign says whether there is still room."),
        "way_3": _("Ask to be contacted"),
        "way_3_text": _("Online, by phone or on the spot. If it is not the right door, we open the next one for you."),
        "signs": _("What the signs say"),
        "talk": _("Would you rather talk to somebody?"),
        "answers_at": _("answers at"),
        "questions": _("Your question"),
        "none": _("None of these questions?"),
        "none_text": _("Call %(phone)s. We look with you.") % {"phone": phone} if phone
        else _("Ask us. We look with you."),
    }  # fmt: skip


def back_words(sheet: NetworkSheet) -> dict[str, str]:
    """The last page: what to do now, and who the organizations are."""
    return {
        "back": _("Your turn"),
        "back_text": _("Scan the code: our offers of the day, and how to ask.") if sheet.alone
        else _("Answer five questions. You leave with the stages of your project and who can support you."),
        "back_free": _("From there, five questions show you the other organizations of the network.") if sheet.alone
        else _("No account, no name, in three minutes."),
        "call": _("Or call"),
        "members": _("The organizations of the network") if len(sheet.organizations) > 1
        else _("The organization"),
        "members_many": _("The list of the day, with addresses and hours:"),
        "members_count": organizations_count(len(sheet.organizations)),
    }  # fmt: skip


def stages_values(sheet: NetworkSheet) -> list[dict[str, Any]]:
    """Each verb with its offers; stale ones last, and those of another verb as one line."""
    values = []
    offers = sorted(sheet.offers, key=lambda offer: offer.stale or offer.checked is None)
    for number, stage in enumerate(sheet.stages, start=1):
        own = [offer for offer in offers if offer.stages[:1] == (stage.code,)]
        also = [offer for offer in offers if stage.code in offer.stages[1:]]
        if sheet.alone and not own:
            continue
        values.append({
            "number": number,
            "code": stage.code,
            "name": stage.name,
            "question": stage.question,
            "hint": stage.hint,
            "count": offers_count(len(own)) if own else gap_words(),
            "any": bool(own or also),
            "offers": [offer_values(offer, sheet) for offer in own],
            "also": [{"code": offer.code, "name": shortened(offer.name, 70)} for offer in also[:12]],
        })  # fmt: skip
    return values


def index_values(sheet: NetworkSheet) -> list[dict[str, Any]]:
    """Communes in alphabetical order; a commune with many offers is told stage by stage."""
    everywhere = sheet.territory or _("Everywhere")
    found: dict[str, list[OfferSheet]] = {}
    for offer in sheet.offers:
        for commune in offer.communes or ("",):
            found.setdefault(commune, []).append(offer)
    entries = []
    for commune, offers in sorted(found.items(), key=lambda item: folded(item[0])):
        label = shortened(commune, 60) or everywhere
        if len(offers) <= MOST_IN_INDEX:
            entries.append((label, offers))
            continue
        for stage in sheet.stages:
            own = [offer for offer in offers if offer.stages[:1] == (stage.code,)]
            if own:
                entries.append((f"{label}, {stage.name}", own))
    return [
        {"commune": label, "offers": [{"code": offer.code, "name": shortened(offer.name, 62)} for offer in offers]}
        for label, offers in entries
    ]


def members(sheet: NetworkSheet) -> list[str]:
    return [organization_line(sheet, one.key) for one in sheet.organizations]


def contact_lines(sheet: NetworkSheet) -> list[str]:
    """How to reach the one organization of this leaflet."""
    own = sheet.organizations[0]
    lines = (organization_line(sheet, own.key), own.phone, own.email, address_text(own.website))
    return [line for line in lines if line]


def structure_values(sheet: NetworkSheet) -> dict[str, Any] | None:
    if sheet.structure is None:
        return None
    mine = sheet.structure
    return {
        "name": shortened(sheet.organization(mine.organization).name, 130),
        "words": shortened(mine.words, 200),
        "does": [shortened(text, 110) for text in mine.does[:6]],
        "does_not": shortened(mine.does_not, 220),
        "contact": [shortened(line, 60) for line in mine.contact[:3]],
    }


def around_values(sheet: NetworkSheet) -> list[dict[str, Any]]:
    """For one organization alone: the five stages and how many offers the whole network has at each."""
    values = []
    for number, (stage, count) in enumerate(zip(sheet.stages, sheet.around, strict=False), start=1):
        said = offers_count(count) if count else gap_words()
        values.append({"number": number, "name": stage.name, "hint": stage.hint, "count": said})
    return values


def gap_words() -> str:
    return _("no offer for now")
