"""What one takes to a fair, beside the leaflet, the slides and the poster: badges, cards, a notebook for the stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from laplateforme.core.print import pdf
from laplateforme.core.print.typography import shortened, whole_sentences
from laplateforme.portal.print.contents import NetworkSheet, OfferSheet
from laplateforme.portal.print.leaflet import structure_values
from laplateforme.portal.print.slides import stage_counts, title_of
from laplateforme.portal.print.wording import (
    address_text,
    duty_values,
    offer_values,
    organization_line,
    phone_line,
    positioning_values,
    up_to_date,
)

FOLDER = Path(__file__).parent
MOST_ANSWER = 480
MOST_OFFERS = 4
MOST_SENT = 30  # offers of one stage in the table; the site has them all
A_SHEET = 8  # badges on one A4 sheet


@dataclass(frozen=True)
class BadgeSheet:
    """Somebody who said yes to a slot."""

    first: str
    last: str
    organization: str = ""


@dataclass(frozen=True)
class TalkSheet:
    """A key question, what one answers, which offers respond (their codes)."""

    question: str
    answer: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class KitSheet:
    """One occasion: the network's sheet and what is of that day."""

    network: NetworkSheet
    title: str
    when: str
    place: str
    badges: tuple[BadgeSheet, ...] = ()
    talks: tuple[TalkSheet, ...] = ()
    stand_words: str = ""  # read aloud before a contact is noted
    themed: frozenset[str] = frozenset()  # codes of the offers that stand in the leaflet; none: all


def _pdf(template: str, kit: KitSheet, values: dict[str, Any], at: datetime, **qr: str) -> bytes:
    sheet = kit.network
    codes = {"start": sheet.start_address, **qr}
    return pdf.compile_pdf(
        FOLDER / template, values, at=at, qr=codes, accent=sheet.accent, language=sheet.language
    )  # fmt: skip


def badges_pdf(kit: KitSheet, *, at: datetime) -> bytes:
    """Eight on an A4 sheet, three straight cuts; blank ones, to write on, fill the sheet."""
    with translation.override(kit.network.language):
        values = badges_values(kit)
    return _pdf("badges.typ", kit, values, at)


def badges_values(kit: KitSheet) -> dict[str, Any]:
    badges = [
        {
            "first": shortened(one.first, 24),
            "last": shortened(one.last, 30),
            "organization": shortened(one.organization, 90),
        }
        for one in kit.badges
    ]
    blank = -len(badges) % A_SHEET or (0 if badges else A_SHEET)
    badges += [{"first": "", "last": "", "organization": ""}] * blank
    return {
        "network": shortened(kit.network.name, 44),
        "badges": badges,
        "words": {
            "document": _("Badges, %(title)s") % {"title": shortened(kit.title, 90)},
            "blank": _("First name"),
            "and": _("together with"),
            "qr": _("QR code to"),
        },
    }


def cards_pdf(kit: KitSheet, *, at: datetime) -> bytes:
    """Four A6 cards on an A4 sheet: the offer of all, and "my structure" beside it when there is one."""
    with translation.override(kit.network.language):
        values = cards_values(kit)
    mine = kit.network.structure
    return _pdf("cards.typ", kit, values, at, mine=mine.address if mine and mine.address else kit.network.address)


def cards_values(kit: KitSheet) -> dict[str, Any]:
    sheet = kit.network
    return {
        "network": shortened(sheet.name, 44),
        "claim": shortened(title_of(sheet), 110),
        "stages": [
            {"number": count.number, "name": count.name, "hint": shortened(stage.hint, 60),
             "offers": f"{count.offers} {count.offers_word}" if count.offers else _("no offer for now")}
            for count, stage in zip(stage_counts(sheet), sheet.stages, strict=True)
        ],
        "structure": structure_values(sheet),
        "phone": phone_line(sheet),
        "words": {
            "document": _("Cards, %(title)s") % {"title": shortened(kit.title, 90)},
            "together": _("Together, at each stage"),
            "scan": _("Five questions, three minutes, no account: your route and who answers you."),
            "does": _("What we do"),
            "page": _("Our page: offers of the day, how to ask."),
            "and": _("together with"),
            "dated": up_to_date(sheet) + ".",
            "qr": _("QR code to"),
        },
    }  # fmt: skip


def notebook_pdf(kit: KitSheet, *, at: datetime) -> bytes:
    """What to say, whom to send where, what to bring: for whoever stands there. A4."""
    with translation.override(kit.network.language):
        values = notebook_values(kit)
    return _pdf("notebook.typ", kit, values, at)


def notebook_values(kit: KitSheet) -> dict[str, Any]:
    sheet = kit.network
    by_code = {offer.code: offer for offer in sheet.offers}
    return {
        "network": shortened(sheet.name, 60),
        "title": shortened(kit.title, 120),
        "when": ". ".join(part for part in (kit.when, shortened(kit.place, 120)) if part),
        "together": positioning_values(sheet, most=520) or [shortened(sheet.short, 300)],
        "structure": structure_values(sheet),
        "talks": [_talk(talk, by_code, sheet) for talk in kit.talks],
        "send": [_stage(number, stage, sheet) for number, stage in enumerate(sheet.stages, start=1)],
        "duty": duty_values(sheet.duty),
        "phone": phone_line(sheet),
        "agreement": kit.stand_words,
        "checklist": checklist(),
        "words": notebook_words(kit),
    }


def _talk(talk: TalkSheet, by_code: dict[str, OfferSheet], sheet: NetworkSheet) -> dict[str, Any]:
    known = [by_code[code] for code in talk.offers if code in by_code]
    return {
        "question": shortened(talk.question, 160),
        "answer": whole_sentences(talk.answer, MOST_ANSWER),
        "offers": [_offer(offer, sheet) for offer in known[:MOST_OFFERS]],
    }


def _offer(offer: OfferSheet, sheet: NetworkSheet) -> dict[str, str]:
    """An offer in one row: what, who, how to reach them, whether there is room."""
    values, own = offer_values(offer, sheet), sheet.organization(offer.organization)
    reach = own.phone or own.email or address_text(own.website)
    return {
        "name": shortened(offer.name, 90),
        "who": organization_line(sheet, offer.organization),
        "reach": shortened(reach, 60),
        "state": values["state"],
        "state_words": shortened(values["state_words"], 40),
    }


def _stage(number: int, stage: Any, sheet: NetworkSheet) -> dict[str, Any]:
    offers = [offer for offer in sheet.offers if offer.stages[:1] == (stage.code,)]
    offers.sort(key=lambda offer: (offer.stale or offer.checked is None, offer.name, offer.code))
    return {
        "number": number,
        "name": stage.name,
        "hint": shortened(stage.hint, 80),
        "offers": [_offer(offer, sheet) for offer in offers[:MOST_SENT]],
        "more": _("And %(count)d more, on the site: %(address)s")
        % {"count": len(offers) - MOST_SENT, "address": address_text(sheet.address)}
        if len(offers) > MOST_SENT
        else "",
    }


def checklist() -> Sequence[dict[str, Any]]:
    """What to bring and to do, by moment."""
    return [
        {"when": _("The week before"), "what": [
            _("Each telephone prepared for the stand, with a connection, and tried once without one."),
            _("The leaflet folded and printed: two for each visitor expected out of ten."),
            _("The poster printed in A3, and its code tried with another telephone."),
            _("Badges cut; two blank ones for whoever comes at the last moment."),
            _("Slides copied on a key, even if there is a screen."),
        ]},
        {"when": _("In the bag"), "what": [
            _("Telephones charged, two batteries, cables."), _("Poster, tape, clips, a stand for the cards."),
            _("Leaflets, cards, badges, this notebook."), _("Paper and two pens, if everything else fails."),
            _("Water, something to eat, a warm garment."),
        ]},
        {"when": _("At the stand"), "what": [
            _("The code first: the visitor holds the pen."),
            _("The sentence read aloud before a contact is noted."),
            _("Nobody leaves without a name to call or an offer to read."),
        ]},
        {"when": _("In the evening"), "what": [
            _("A connection found: each telephone says that all is sent."),
            _("Three questions answered in “To do”."), _("Words worth sharing kept for the report, without names."),
        ]},
    ]  # fmt: skip


def notebook_words(kit: KitSheet) -> dict[str, str]:
    sheet, own = kit.network, structure_values(kit.network)
    return {
        "document": _("Notebook of the stand, %(title)s") % {"title": shortened(kit.title, 90)},
        "notebook": _("Notebook of the stand"),
        "say": _("What we say"),
        "mine": _("My organization in the network: %(name)s") % {"name": own["name"]} if own else "",
        "talk": _("Questions people ask, and what we answer"),
        "to": _("Send to"),
        "nobody": _("No offer for now: take a contact, the network looks with the person."),
        "send": _("Whom to send where"),
        "offer": _("Offer"),
        "who": _("Who, how to reach them"),
        "room": _("Places"),
        "gap": _("No offer for now. We look with you, and we note this gap."),
        "bring": _("What to bring, what to do"),
        "unsure": _("You do not know where to send somebody?"),
        "ask": _("Call %(phone)s. We look with you.") % {"phone": phone_line(sheet)} if phone_line(sheet)
        else _("Ask us. We look with you."),
        "answers": _("Somebody answers you:"),
        "aloud": _("To read aloud before noting a contact"),
        "offline": _(
            "On paper only if every telephone fails: copy it the same evening on the stand, then tear the paper up."
        ),
        "updated": up_to_date(sheet) + ".",
        "qr": _("QR code to"),
    }  # fmt: skip
