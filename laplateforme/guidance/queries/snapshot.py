"""A route that was kept: as it was, with what has changed since."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from laplateforme.guidance.models import RouteSnapshot
from laplateforme.guidance.queries.profile import Profile
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Capacity

KEPT_DAYS = 365
CAPACITY_ON_PAPER = {
    Capacity.OPEN: "open",
    Capacity.WAITLIST: "wait",
    Capacity.FULL: "full",
    Capacity.ASSESSMENT_NEEDED: "ask",
}
STATES_ON_PAPER = {"done": "done", "here": "here", "next": "next", "hole": "gap"}


@dataclass(frozen=True, slots=True)
class KeptRoute:
    """`content` is Route.as_json of that day. `changed`: ids of offers written since; `gone`: not proposed any more."""

    snapshot: RouteSnapshot
    content: dict[str, Any]
    profile: Profile
    kept_at: datetime
    until: date
    changed: frozenset[str]
    gone: frozenset[str]


def snapshot_or_none(code: str, network: Network | None) -> RouteSnapshot | None:
    """The route kept under this code, however it was typed; another network's routes do not exist here."""
    found = RouteSnapshot.objects.filter(code=code.strip().upper()).select_related("network")
    return (found.filter(network=network) if network else found.filter(network__is_published=True)).first()


def kept_route(snapshot: RouteSnapshot) -> KeptRoute:
    """The snapshot beside the offers of today. One query."""
    content = dict(snapshot.content)
    versions = {offer["id"]: offer["version"] for stage in content["stages"] for offer in stage["offers"]}
    now = dict(Offer.objects.published().among(versions, of=snapshot.network).values_list("pk", "version"))
    today = {str(pk): version for pk, version in now.items()}
    return KeptRoute(
        snapshot,
        content,
        Profile.from_codes(snapshot.profile),
        snapshot.created_at,
        timezone.localdate(snapshot.created_at) + timedelta(days=KEPT_DAYS),
        frozenset(key for key, version in versions.items() if key in today and today[key] != version),
        frozenset(key for key in versions if key not in today),
    )


def route_sheet(snapshot: RouteSnapshot) -> dict[str, Any]:
    """What the paper shows, named like the fields of the printed sheet; `address` and `accent` are the printer's."""
    kept = kept_route(snapshot)
    content = kept.content
    duty = content["duty"]
    return {
        "code": snapshot.code,
        "network": snapshot.network.name,
        "made": timezone.localdate(snapshot.created_at),
        "until": kept.until,
        "updated": timezone.localdate(snapshot.created_at),
        "words": " ".join(content["sentences"]),
        "facts": (),
        "steps": [_step_on_paper(stage, kept) for stage in content["stages"] if stage["state"] in STATES_ON_PAPER],
        "duty": duty
        and {
            **{name: duty[name] for name in ("name", "organization", "phone", "hours")},
            "promised_days": duty.get("promised_days", 0),
        },
        "phone": content["phone"],
    }


def _step_on_paper(stage: dict[str, Any], kept: KeptRoute) -> dict[str, Any]:
    return {
        "number": stage["number"],
        "name": stage["title"],
        "state": STATES_ON_PAPER[stage["state"]],
        "words": stage.get("unanswered") or stage["text"],
        "offers": [_offer_on_paper(offer, kept) for offer in stage["offers"]],
    }


def _offer_on_paper(offer: dict[str, Any], kept: KeptRoute) -> dict[str, Any]:
    first = offer["sessions"][0]["starts_at"] if offer["sessions"] else ""
    return {
        "name": offer["name"],
        "organization": offer["organization"],
        "why": offer["reason"],
        "ask": offer["ask"],
        "capacity": CAPACITY_ON_PAPER[Capacity(offer["capacity"])],
        "capacity_words": offer["statuses"][0]["text"],
        "next_date": timezone.localdate(datetime.fromisoformat(first)) if first else None,
        "price": offer["price"],
        "stale": offer["is_stale"] or offer["id"] in kept.gone,
    }
