"""Offers as machines read them: schema.org, in a data block of the page."""

import json
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from laplateforme.offers.models import Offer, Session
from laplateforme.offers.queries.public import OfferPage
from laplateforme.offers.queries.words import audience_words, labels
from laplateforme.vocabulary.enums import Fee, SupportFunction

# No text of a member can close the element it stands in.
UNSAFE_IN_SCRIPT = {
    ord(">"): "\\u003E",
    ord("<"): "\\u003C",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def structured_data(page: OfferPage, address: str) -> SafeString:
    """A Service with its Offer, and an Event for each date to come, ready to stand inside a script element."""
    graph = [_service(page, address), *(_event(page.offer, session, address) for session in page.sessions)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE_IN_SCRIPT))


def _service(page: OfferPage, address: str) -> dict[str, Any]:
    offer = page.offer
    return {
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": offer.name,
        "description": offer.summary,
        "provider": {"@type": "Organization", "name": offer.organization.name},
        "serviceType": labels(SupportFunction, offer.functions),
        "audience": {"@type": "Audience", "audienceType": audience_words(offer)},
        "areaServed": page.territory,
        "offers": _priced(offer),
    }


def _event(offer: Offer, session: Session, address: str) -> dict[str, Any]:
    event = {
        "@type": "Event",
        "name": offer.name,
        "startDate": session.starts_at.isoformat(),
        "location": {"@type": "Place", "name": session.place or offer.address or offer.organization.name},
        "organizer": {"@type": "Organization", "name": offer.organization.name},
        "url": address,
    }
    return {**event, "endDate": session.ends_at.isoformat()} if session.ends_at else event


def _priced(offer: Offer) -> dict[str, Any]:
    price = Decimal(0) if offer.fee == Fee.FREE else offer.price_from
    priced = {"@type": "Offer", "priceCurrency": "EUR"}
    return priced if price is None else {**priced, "price": str(price)}
