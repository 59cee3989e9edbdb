"""Reads that serve the pages of offers and those of the rooms above."""

from laplateforme.offers.queries.calendars import calendar_of
from laplateforme.offers.queries.chain import Chain, chain_for_members, chain_for_public, holes_of, link_lines
from laplateforme.offers.queries.dates import agenda_lines, agenda_months, upcoming_sessions
from laplateforme.offers.queries.history import history_of
from laplateforme.offers.queries.owners import (
    OfferToCheck,
    offers_to_check,
    own_offers,
    owners_of,
    possible_duplicates,
    status_state,
)
from laplateforme.offers.queries.public import OfferPage, offer_page, step_lines, with_page_parts
from laplateforme.offers.queries.structured import structured_data
from laplateforme.offers.queries.threads import said_about
from laplateforme.offers.queries.words import (
    State,
    answer_words,
    audience_words,
    capacity_state,
    checked_words,
    freshness_state,
    labels,
    money,
    price_words,
    sentence,
    session_words,
    verbs_of,
)

__all__ = [
    "Chain",
    "OfferPage",
    "OfferToCheck",
    "State",
    "agenda_lines",
    "agenda_months",
    "answer_words",
    "audience_words",
    "calendar_of",
    "capacity_state",
    "chain_for_members",
    "chain_for_public",
    "checked_words",
    "freshness_state",
    "history_of",
    "holes_of",
    "labels",
    "link_lines",
    "money",
    "offer_page",
    "offers_to_check",
    "own_offers",
    "owners_of",
    "possible_duplicates",
    "price_words",
    "sentence",
    "said_about",
    "session_words",
    "status_state",
    "step_lines",
    "structured_data",
    "upcoming_sessions",
    "verbs_of",
    "with_page_parts",
]
