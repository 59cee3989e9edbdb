"""Words common to all papers: dates, ages, states, an offer as lines. English msgids, the reader’s language out."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.print.qr import readable
from laplateforme.core.print.typography import shortened, whole_sentences
from laplateforme.portal.print.contents import DutySheet, NetworkSheet, OfferSheet

# Beyond these, a line of paper no longer reads; the page on screen has the whole text.
MOST = {"name": 150, "audience": 220, "place": 170, "price": 120, "ask": 230, "state": 70, "organization": 130}


def day(when: date, language: str, *, weekday: bool = True, year: bool = True) -> str:
    """ "jeudi 22 novembre 2026", with parts left out when asked."""
    pattern = ("EEEE " if weekday else "") + "d MMMM" + (" y" if year else "")
    words = format_date(when, pattern, locale=language)
    if language.startswith("fr") and when.day == 1:
        words = words.replace("1 ", "1er ", 1)
    return words


def day_near(when: date, updated: date, language: str, *, weekday: bool = True) -> str:
    """The year only if it is another one."""
    return day(when, language, weekday=weekday, year=when.year != updated.year)


def up_to_date(sheet: NetworkSheet, *, weekday: bool = False) -> str:
    return _("Up to date on %(day)s") % {"day": day(sheet.updated, sheet.language, weekday=weekday)}


def offers_count(number: int) -> str:
    return ngettext("%(number)d offer", "%(number)d offers", number) % {"number": number}


def organizations_count(number: int) -> str:
    return ngettext("%(number)d organization", "%(number)d organizations", number) % {"number": number}


def checked_words(offer: OfferSheet, updated: date, language: str) -> str:
    """When somebody last read this offer again."""
    if offer.checked is None:
        return _("never checked")
    days = (updated - offer.checked).days
    if not offer.stale:
        return _("Checked on %(day)s") % {"day": day_near(offer.checked, updated, language, weekday=False)}
    if days < 60:
        return ngettext("checked %(days)d day ago", "checked %(days)d days ago", days) % {"days": days}
    return _("checked %(months)d months ago") % {"months": int(days / 30.4)}


def capacity_words(state: str, own: str) -> str:
    common = {
        "open": _("Places available"),
        "wait": _("Waiting list"),
        "full": _("Full for now"),
        "ask": _("Ask first"),
    }
    return shortened(own, MOST["state"]) or common[state]


def words_of_signs() -> list[list[str]]:
    """The legend: sign, its word, what it means."""
    return [
        ["open", _("Places"), _("You can come.")],
        ["wait", _("Waiting list"), _("The length is written.")],
        ["full", _("Full"), _("No place today.")],
        ["ask", _("Ask first"), _("A talk comes before.")],
        ["stale", _("To be confirmed"), _("Nobody has read this offer again in time. Call first.")],
    ]


def duty_values(duty: DutySheet | None) -> dict[str, str] | None:
    if duty is None:
        return None
    return {
        "name": shortened(duty.name, 60),
        "organization": shortened(duty.organization, 60),
        "phone": duty.phone,
        "email": duty.email,
        "hours": shortened(duty.hours, 60),
        "delay": shortened(duty.delay, 80).rstrip("."),
    }


def organization_line(sheet: NetworkSheet, key: str) -> str:
    """Its name, with the commune unless the name says it."""
    own = sheet.organization(key)
    name = shortened(own.name, MOST["organization"])
    return f"{name}, {own.commune}" if own.commune and own.commune not in own.name else name


def offer_values(offer: OfferSheet, sheet: NetworkSheet) -> dict[str, Any]:
    """An offer as a template prints it, without empty lines; room that nobody confirmed in time is not told."""
    language, updated = sheet.language, sheet.updated
    stale = offer.stale or offer.checked is None
    when = day_near(offer.next_date, updated, language) if offer.next_date and offer.next_date >= updated else ""
    words = _("To be confirmed") if stale else capacity_words(offer.capacity, offer.capacity_words)
    lines = [
        [_("For whom"), shortened(offer.audience, MOST["audience"])],
        [_("Where"), shortened(offer.place or ", ".join(offer.communes), MOST["place"])],
        [_("Price"), shortened(offer.price, MOST["price"])],
        [_("How to ask"), shortened(offer.ask, MOST["ask"])],
    ]
    return {
        "code": offer.code,
        "name": shortened(offer.name, MOST["name"]),
        "organization": organization_line(sheet, offer.organization),
        "state": "stale" if stale else offer.capacity,
        "state_words": words,
        "short_state": len(words) <= 22,
        "when": when,
        "lines": [line for line in lines if line[1]],
        "stale": stale,
        "checked": checked_words(offer, updated, language),
    }


def positioning_values(sheet: NetworkSheet, most: int = 700) -> list[str]:
    """The first paragraphs of the positioning text, as many as a cover holds, cut between sentences."""
    kept: list[str] = []
    for text in sheet.positioning:
        room = most - sum(map(len, kept))
        if room < 60:
            break
        kept.append(whole_sentences(text, room))
    return kept


def phone_line(sheet: NetworkSheet) -> str:
    return sheet.phone or (sheet.duty.phone if sheet.duty else "")


def address_text(address: str) -> str:
    return readable(address)
