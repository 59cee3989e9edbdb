"""The page of one offer: everything it shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.network.models import DeclaredLink, Network
from laplateforme.offers.models import Offer, PriceStep, Session, freshness_of
from laplateforme.offers.queries.words import (
    State,
    answer_words,
    audience_words,
    capacity_state,
    freshness_state,
    labels,
    money,
    price_words,
    sentence,
    session_words,
    verbs_of,
)
from laplateforme.places.enums import EVERYWHERE
from laplateforme.places.queries import labels_of
from laplateforme.vocabulary.enums import (
    Fee,
    Freshness,
    HolderType,
    LegalForm,
    Reception,
    Selection,
    Setting,
    SupportFunction,
    Theme,
    Verb,
)

MOST_NEIGHBOURS = 3
MOST_AREAS = 6
MOST_CANDIDATES = 500
# What the page of an offer reads of the others: rows, since whole offers would cost three times as much.
CANDIDATE_FIELDS = (
    *("organization_id", "code", "name", "stages", "checked_at", "recheck_months", "commune_id"),
    *("organization__name", "organization__short_name"),
)


@dataclass(frozen=True)
class Neighbour:
    """An offer that often comes before or after this one."""

    code: str
    name: str
    organization: str
    note: str


@dataclass(frozen=True)
class Surroundings:
    """Where the offer stands in a trajectory."""

    verbs: tuple[Verb, ...]
    before_verb: Verb | None
    after_verb: Verb | None
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]

    @property
    def here(self) -> str:
        return ", ".join(str(verb.label) for verb in self.verbs)


@dataclass(frozen=True)
class DateLine:
    words: str
    place: str
    left: State | None
    url: str


@dataclass(frozen=True)
class StepLine:
    when: str
    amount: str


@dataclass(frozen=True)
class OfferPage:
    """What the page of an offer says."""

    offer: Offer
    statuses: list[State]
    is_stale: bool
    facts: list[tuple[str, str]]
    details: list[tuple[str, str]]
    dates: list[DateLine]
    steps: list[StepLine]
    surroundings: Surroundings
    others: list[Any]
    sessions: list[Session]
    territory: str


def offer_page(offer: Offer, network: Network | None, at: datetime) -> OfferPage:
    """`offer` comes with its organization and commune (`with_page_parts`); at most nine queries follow."""
    sessions = list(Session.objects.coming(at).filter(offer=offer).select_related("commune"))
    steps = list(offer.price_steps.order_by("from_month"))
    neighbours = _candidates(offer, network)
    territory = territory_words(offer)
    return OfferPage(
        offer=offer,
        statuses=[
            capacity_state(offer.capacity, offer.waitlist_weeks),
            freshness_state(offer, at),
            State("ok" if offer.fee == Fee.FREE else "plain", str(Fee(offer.fee).label).capitalize()),
        ],
        is_stale=offer.freshness(at) == Freshness.STALE,
        facts=_facts(offer, sessions),
        details=_details(offer, territory),
        dates=[_date_line(session) for session in sessions],
        steps=step_lines(steps, offer.max_stay_months),
        surroundings=_surroundings(offer, network, neighbours, at),
        others=[other for other in neighbours if other.organization_id == offer.organization_id][:6],
        sessions=sessions,
        territory=territory,
    )


def with_page_parts(offers: Any) -> Any:
    return offers.select_related("organization", "commune")


def step_lines(steps: Iterable[PriceStep], max_stay: int | None = None) -> list[StepLine]:
    """ "From the 1st to the 12th month: 120 € a month"."""
    rows = list(steps)
    lines = []
    for step, following in zip_longest(rows, rows[1:]):
        last = following.from_month - 1 if following else max_stay
        if last and last > step.from_month:
            when = _("From month %(first)d to month %(last)d") % {"first": step.from_month, "last": last}
        elif last == step.from_month:
            when = _("Month %(first)d") % {"first": step.from_month}
        else:
            when = _("From month %(first)d") % {"first": step.from_month}
        lines.append(StepLine(when, f"{money(step.amount)} {step.unit}".strip()))
    return lines


def _facts(offer: Offer, sessions: list[Session]) -> list[tuple[str, str]]:
    return [
        (_("For whom"), audience_words(offer)),
        (_("Where"), _where(offer)),
        (_("When"), _when(offer, sessions)),
        (_("How much"), price_words(offer)),
        (_("How to ask"), offer.how_to_ask),
        (_("Delay of answer observed"), answer_words(offer)),
    ]


def _where(offer: Offer) -> str:
    town = offer.commune.name if offer.commune else ""
    receptions = sentence(labels(Reception, offer.receptions))
    place = ", ".join(part for part in (offer.address, town) if part)
    return ". ".join(part for part in (place, receptions) if part)


def _when(offer: Offer, sessions: list[Session]) -> str:
    if not sessions:
        return offer.duration_note
    first = _("Next date: %(date)s") % {"date": session_words(sessions[0])}
    return ". ".join(part for part in (first, offer.duration_note) if part)


def _details(offer: Offer, territory: str) -> list[tuple[str, str]]:
    """What is read after the description."""
    stay = ngettext("%(count)d month at most", "%(count)d months at most", offer.max_stay_months or 0)
    units = ngettext("%(count)d place", "%(count)d places", offer.units_count or 0)
    return [
        (_("Stages"), ", ".join(str(verb.label) for verb in verbs_of(offer.stages))),
        (_("What it is"), sentence(labels(SupportFunction, offer.functions))),
        (_("Themes"), sentence(labels(Theme, offer.themes))),
        (_("Who carries the project"), sentence(labels(HolderType, offer.holder_types))),
        (_("Legal forms"), sentence(labels(LegalForm, offer.legal_forms))),
        (_("Alone or in a group"), sentence(labels(Setting, offer.settings))),
        (_("Territory"), territory),
        (
            _("Selection"),
            "" if offer.selection == Selection.OPEN else sentence([str(Selection(offer.selection).label)]),
        ),
        (_("Places to work"), units % {"count": offer.units_count} if offer.units_count else ""),
        (_("Services included"), offer.included_services),
        (_("Longest stay"), stay % {"count": offer.max_stay_months} if offer.max_stay_months else ""),
    ]


def territory_words(offer: Offer) -> str:
    if EVERYWHERE in offer.coverage:
        return _("Everywhere")
    names = list(labels_of(offer.coverage).values())
    shown = ", ".join(names[:MOST_AREAS])
    more = len(names) - MOST_AREAS
    return shown if more <= 0 else _("%(names)s and %(more)d more") % {"names": shown, "more": more}


def _date_line(session: Session) -> DateLine:
    left = session.places_left
    state = None
    if left == 0:
        state = State("no", _("Full"), "cross")
    elif left:
        state = State("ok", ngettext("%(count)d place", "%(count)d places", left) % {"count": left})
    place = ", ".join(part for part in (session.place, session.commune.name if session.commune else "") if part)
    return DateLine(session_words(session), place, state, session.url)


def _candidates(offer: Offer, network: Network | None) -> list[Any]:
    """The other published offers that may be named on the page: rows of CANDIDATE_FIELDS, by name."""
    rows = Offer.objects.public_in(network).exclude(pk=offer.pk).order_by("name")
    return list(rows.values_list(*CANDIDATE_FIELDS, named=True)[:MOST_CANDIDATES])


def _surroundings(offer: Offer, network: Network | None, candidates: list[Any], at: datetime) -> Surroundings:
    verbs = tuple(verbs_of(offer.stages))
    every = list(Verb)
    first = every.index(verbs[0]) if verbs else 0
    last = every.index(verbs[-1]) if verbs else len(every) - 1
    before = every[first - 1] if first else None
    after = every[last + 1] if last + 1 < len(every) else None
    giving, receiving = _links(offer, network)
    return Surroundings(
        verbs,
        before,
        after,
        _neighbours(offer, before, candidates, receiving, at, _("%(organization)s often hands people on here")),
        _neighbours(offer, after, candidates, giving, at, _("%(organization)s: we can introduce you")),
    )


def _links(offer: Offer, network: Network | None) -> tuple[dict[Any, str], dict[Any, str]]:
    """Organizations to whom this one hands on, and from whom it receives, with the declared terms: one query."""
    mine = Q(from_organization=offer.organization_id) | Q(to_organization=offer.organization_id)
    rows = DeclaredLink.objects.filter(mine, network=network) if network else DeclaredLink.objects.none()
    giving: dict[Any, str] = {}
    receiving: dict[Any, str] = {}
    for link in rows:
        if link.from_organization_id == offer.organization_id:
            giving[link.to_organization_id] = link.said_terms
        else:
            receiving[link.from_organization_id] = link.said_terms
    return giving, receiving


def _neighbours(
    offer: Offer, verb: Verb | None, candidates: list[Any], linked: dict[Any, str], at: datetime, note: str
) -> tuple[Neighbour, ...]:
    """One to three, of different organizations: declared links first, then the same commune, then the freshest."""
    if verb is None:
        return ()
    fitting = [one for one in candidates if not set(verb.stages).isdisjoint(one.stages)]

    def order(one: Any) -> tuple[Any, ...]:
        is_stale = freshness_of(one.checked_at, one.recheck_months, at) == Freshness.STALE
        near = one.commune_id is not None and one.commune_id == offer.commune_id
        return (one.organization_id not in linked, is_stale, not near, one.name)

    chosen: dict[Any, Any] = {}
    for one in sorted(fitting, key=order):
        chosen.setdefault(one.organization_id, one)
    found = []
    for one in list(chosen.values())[:MOST_NEIGHBOURS]:
        called = one.organization__short_name or one.organization__name
        said = note % {"organization": called} if one.organization_id in linked else called
        found.append(Neighbour(one.code, one.name, called, said))
    return tuple(found)
