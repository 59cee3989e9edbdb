"""Words on a route: why each offer is there, its facts, its states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laplateforme.guidance.enums import Situation, Team
from laplateforme.guidance.queries.needs import Asked, Need, OfferRow, Place, kilometers, need_words
from laplateforme.guidance.queries.profile import Profile
from laplateforme.offers.models import Offer, Session
from laplateforme.offers.queries.words import (
    answer_words,
    capacity_state,
    freshness_state,
    price_words,
    session_words,
)
from laplateforme.vocabulary.enums import Freshness, Reception, Verb

MOST_REASONS = 3
NEARBY_KM = 30
MOST_SESSIONS = 3
SHOWN_FIELDS = (
    "version", "code", "name", "duration_note", "fee", "fee_note", "price_from", "price_to", "documents_to_bring",
    "how_to_ask", "observed_answer_days", "observed_answer_count", "capacity", "waitlist_weeks", "checked_at",
    "checked_by_name", "recheck_months", "organization__name", "organization__short_name", "commune__name",
)  # fmt: skip
DATE_FIELDS = ("offer", "starts_at", "ends_at", "place", "commune__name")


@dataclass(frozen=True, slots=True)
class Status:
    kind: str
    text: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    starts_at: str
    ends_at: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class RouteOffer:
    """An offer as it stands on a route, frozen with it. `version`: to tell later whether it has changed."""

    id: str
    version: int
    code: str
    name: str
    organization: str
    organization_id: str
    reason: str
    facts: tuple[str, ...]
    statuses: tuple[Status, ...]
    is_stale: bool
    capacity: str
    price: str
    ask: str
    to_bring: tuple[str, ...]
    sessions: tuple[Date, ...]
    distance: str = ""


def shown_offers(
    keys: Sequence[str],
    rows: Mapping[str, OfferRow],
    needs: Mapping[str, list[Need]],
    profile: Profile,
    place: Place | None,
    at: datetime,
) -> dict[str, RouteOffer]:
    """Whole offers by key, in two queries."""
    offers = Offer.objects.filter(pk__in=keys).select_related("organization", "commune").only(*SHOWN_FIELDS)
    sessions: dict[str, list[Session]] = {}
    for session in Session.objects.coming(at).filter(offer__in=keys).select_related("commune").only(*DATE_FIELDS):  # type: ignore[misc]
        sessions.setdefault(str(session.offer_id), []).append(session)
    return {
        str(offer.pk): _shown(
            offer,
            rows[str(offer.pk)],
            needs.get(str(offer.pk), []),
            sessions.get(str(offer.pk), []),
            profile,
            place,
            at,
        )
        for offer in offers
    }


def _shown(
    offer: Offer,
    row: OfferRow,
    needs: list[Need],
    sessions: list[Session],
    profile: Profile,
    place: Place | None,
    at: datetime,
) -> RouteOffer:
    organization = offer.organization
    town = offer.commune.name if offer.commune else ""
    capacity = capacity_state(offer.capacity, offer.waitlist_weeks)
    fresh = freshness_state(offer, at)
    price = price_words(offer)
    return RouteOffer(
        id=str(offer.pk),
        version=offer.version,
        code=offer.code,
        name=offer.name,
        organization=f"{organization.called}, {town}" if town else organization.called,
        organization_id=str(organization.pk),
        reason=_reason(offer, row, needs, profile, place),
        facts=tuple(_facts(offer, sessions, price)),
        statuses=(
            Status(capacity.kind, capacity.text, capacity.shape),
            Status(fresh.kind, fresh.text, fresh.shape),
        ),
        is_stale=offer.freshness(at) == Freshness.STALE,
        capacity=offer.capacity,
        price=price,
        ask=offer.how_to_ask,
        to_bring=tuple(line.strip(" -•.\t") for line in offer.documents_to_bring.splitlines() if line.strip(" -•.\t")),
        sessions=tuple(_date(session) for session in sessions[:MOST_SESSIONS]),
        distance=_distance_words(kilometers(row, place)),
    )


def _reason(offer: Offer, row: OfferRow, needs: list[Need], profile: Profile, place: Place | None) -> str:
    """One sentence made of facts: what it answers, for whom, how near."""
    told = [need_words(need) for need in needs[:2]]
    if profile.team == Team.SEVERAL and profile.holder in row.holder_types and "INDIVIDUAL" not in row.holder_types:
        told.insert(0, _("you are several"))
    elif profile.team == Team.ALONE and row.holder_types == ("INDIVIDUAL",):
        told.insert(0, _("you are on your own"))
    told = [*told[: MOST_REASONS - 1], *_where(offer, row, place)]
    if not told:
        return _("Because it is part of this stage.")
    return _("Because %(facts)s.") % {"facts": get_text_list(told, _("and"))}


def _where(offer: Offer, row: OfferRow, place: Place | None) -> Iterable[str]:
    away = kilometers(row, place)
    if place and row.commune == place.code:
        yield _("it is %(in_place)s") % {"in_place": in_place(place.name)}
    elif away is not None and away <= NEARBY_KM and offer.commune:
        yield _("it is %(in_place)s (%(distance)s)") % {
            "in_place": in_place(offer.commune.name), "distance": _distance_words(away)
        }  # fmt: skip
    elif Reception.MOBILE in row.receptions:
        yield _("people come to you")
    elif Reception.REMOTE in row.receptions:
        yield _("it can be done remotely")
    elif place:
        yield _("it is open to people who live %(in_place)s") % {"in_place": in_place(place.name)}


def in_place(name: str) -> str:
    """ "in Aubagne"; French joins the article: "à Aubagne", "au Rove", "aux Pennes-Mirabeau"."""
    if (get_language() or "fr").startswith("fr"):
        for article, joined in (("Le ", "au "), ("Les ", "aux ")):
            if name.startswith(article):
                return joined + name.removeprefix(article)
        return f"à {name}"
    return f"in {name}"


def _distance_words(away: float | None) -> str:
    if away is None:
        return ""
    return _("%(count)s km") % {"count": formats.number_format(max(1, round(away)))}


def _facts(offer: Offer, sessions: list[Session], price: str) -> Iterable[str]:
    """Short sentences: how long, what it costs, the next date, how soon people answer."""
    for text in (offer.duration_note, price):
        if text:
            yield text if text.endswith((".", "!", "?")) else f"{text}."
    if sessions:
        yield _("Next date: %(date)s.") % {"date": session_words(sessions[0])}
    answer = answer_words(offer)
    if answer:
        yield _("Answer: %(answer)s.") % {"answer": answer}


def _date(session: Session) -> Date:
    place = session.place or (session.commune.name if session.commune else "")
    ends = session.ends_at.isoformat() if session.ends_at else ""
    return Date(session.starts_at.isoformat(), ends, session_words(session), place)


def stage_text(verb: Verb, place: Place | None, *, is_hole: bool) -> str:
    """What a stage is about, or that nobody proposes anything there."""
    if not is_hole:
        return verb.hint
    if place:
        return _("Nobody in the network proposes this %(in_place)s today. We prefer to tell you.") % {
            "in_place": in_place(place.name)
        }
    return _("Nobody in the network proposes this today. We prefer to tell you.")


def unanswered_text(asked: Asked | None, place: Place | None) -> str:
    """There are offers, and none answers the question asked."""
    if asked is None:
        return _("Nobody in the network answers what you look for today. We prefer to tell you.")
    if place is None:
        return _("Nobody in the network answers “%(question)s” today. We prefer to tell you.") % {
            "question": asked.text
        }
    words = {"question": asked.text, "in_place": in_place(place.name)}
    return _("Nobody in the network answers “%(question)s” %(in_place)s today. We prefer to tell you.") % words


def sentences_of(profile: Profile, place: Place | None, asked: Asked | None) -> tuple[str, ...]:
    """What we understood, as whole sentences."""
    said = {
        "": "",
        Situation.IDEA: _("You have an idea."),
        Situation.TEAM: _("You are preparing a project with others."),
        Situation.STARTED: _("You have started."),
        Situation.NONE: _("You stand somewhere else: we begin at the beginning."),
    }[profile.situation]
    team = {
        "": "",
        Team.ALONE: _("You are on your own for now."),
        Team.SEVERAL: "" if profile.situation == Situation.TEAM else _("You are several."),
        Team.ORGANIZATION: _("Your organization exists already."),
    }[profile.team]
    where = _("You live %(in_place)s.") % {"in_place": in_place(place.name)} if place else ""
    question = _("You ask: “%(question)s”") % {"question": asked.text} if asked else ""
    return tuple(sentence for sentence in (said, where, team, question) if sentence)
