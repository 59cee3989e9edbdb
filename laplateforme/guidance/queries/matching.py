"""Offers for one need of one project, best first: the engine of routes, asked for somebody by their adviser."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from laplateforme.guidance.queries.candidates import found_offers, offer_rows
from laplateforme.guidance.queries.choice import Candidate, Rotation, choose
from laplateforme.guidance.queries.needs import OfferRow, Place, bits_of, is_possible, needs_of, quality_of
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.route import place_of
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Capacity, Verb


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that may help. `answers`: it speaks of the very theme of the need."""

    key: str
    organization: str
    answers: bool
    is_full: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: nobody can be recognized by it."""

    stage: str
    theme: str
    commune: str = ""
    team: str = ""


def matches_for(
    wanted: Wanted, *, network: Network, at: datetime, without: Set[str] = frozenset(), most: int = 12
) -> list[Match]:
    """Those that answer the need first, in the order and with the turns of the route; organizations `without` left out.

    An adviser may also ask what is open to professionals only.
    """
    place, verb, day = place_of(wanted.commune), Verb.of(wanted.stage), timezone.localdate(at)
    profile = Profile(theme=wanted.theme, commune=place.code if place else "", team=wanted.team)
    found = found_offers(network, [verb], profile, place, wanted.theme)
    rows = offer_rows(network, found.here[verb])
    possible = [row for row in rows.values() if row.organization not in without and _fits(row, verb, profile, place)]
    needs = needs_of(profile, verb, wanted.theme)
    candidates = [
        Candidate(row.pk, row.organization, bits_of(row, needs, frozenset()), quality_of(row, profile, place, at))
        for row in possible
    ]
    rotation = Rotation(profile.digits(), day)
    draws = choose(candidates, [need.weight for need in needs], rotation, about=verb.value)
    drawn = [draw.chosen.key for draw in draws]
    rest = sorted(candidates, key=lambda one: (-one.quality, one.key))
    keys = dict.fromkeys([*drawn, *(one.key for one in rest)])
    told = [_match(rows[key], wanted.theme) for key in keys]
    return sorted(told, key=lambda one: (not one.answers, one.is_full))[:most]


def _fits(row: OfferRow, verb: Verb, profile: Profile, place: Place | None) -> bool:
    return is_possible(replace(row, open_to=()), profile, place) and not set(row.stages).isdisjoint(verb.stages)


def _match(row: OfferRow, theme: str) -> Match:
    return Match(row.pk, row.organization, theme in row.themes, row.capacity == Capacity.FULL)
