"""What a phone keeps of the network, to hold the stand without a connection. Public words only: nobody is in it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.fairs.enums import KeyState
from laplateforme.fairs.models import Envelope, Occasion, StandDevice
from laplateforme.fairs.queries.stand_words import TEXT_VERSION, reader_name, said_of, words_of_agreement
from laplateforme.guidance.enums import Situation
from laplateforme.guidance.models import KeyQuestion
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.route import build_route
from laplateforme.network.models import Organization
from laplateforme.network.queries import participants_of
from laplateforme.offers.models import Offer

CHIPS = 6
MOST_OFFERS = 120


def find_stand(code: str, network: Any) -> Occasion | None:
    """An occasion that has a stand, of this network."""
    rows = Occasion.objects.of_network(network).accepted().filter(code=code)
    return rows.select_related("network__lead_organization", "commune").first()


def device_of(occasion: Occasion, identifier: Any) -> StandDevice | None:
    return StandDevice.objects.select_related("user").filter(occasion=occasion, pk=identifier).first()


def callers_of(occasion: Occasion) -> list[Organization]:
    """Who may be named as calling back: those the stand speaks for, all that take part when none is named."""
    bodies = participants_of(occasion.network)
    represented = set(occasion.represented.values_list("pk", flat=True))
    return [one for one in bodies if one.pk in represented] or list(bodies)


def pack_of(occasion: Occasion, at: datetime) -> dict[str, Any]:
    """The whole, as data; `edition` changes when anything of it does."""
    network = occasion.network
    key = occasion.stand_keys.filter(state=KeyState.CURRENT).first()
    offers = list(
        Offer.objects.public_in(network).select_related("organization", "commune").order_by("name", "pk")[:MOST_OFFERS]
    )
    questions = list(
        KeyQuestion.objects.of_network(network).published().order_by("position", "text").prefetch_related("offers")
    )[:CHIPS]
    shown = {offer.code for offer in offers}
    pack: dict[str, Any] = {
        "stand": occasion.code,
        "title": occasion.title,
        "network": network.name,
        "key": {"number": key.number, "public": key.public_key} if key else None,
        "text_version": TEXT_VERSION,
        "callers": [
            {"slug": "", "name": reader_name(network, None), "words": words_of_agreement(network, None)},
            *(
                {"slug": one.slug, "name": one.called, "words": words_of_agreement(network, one)}
                for one in callers_of(occasion)
            ),
        ],
        "questions": [
            {
                "slug": one.slug,
                "text": one.text,
                "answer": one.short_answer,
                "offers": [offer.code for offer in one.offers.all() if offer.code in shown],
            }
            for one in questions
        ],
        "offers": [_offer(offer) for offer in offers],
        "routes": [
            _route(situation, occasion, at) for situation in (Situation.IDEA, Situation.TEAM, Situation.STARTED)
        ],
    }
    text = json.dumps(pack, sort_keys=True, ensure_ascii=False)
    return {**pack, "edition": hashlib.sha256(text.encode()).hexdigest()[:16]}


def _offer(offer: Offer) -> dict[str, str]:
    return {
        "code": offer.code,
        "name": offer.name,
        "by": offer.organization.called,
        "text": offer.summary or offer.audience_words,
        "where": offer.commune.name if offer.commune else "",
        "how": offer.how_to_ask,
    }


def _route(situation: Situation, occasion: Occasion, at: datetime) -> dict[str, Any]:
    """What the route builder answers to somebody in this situation, here."""
    place = occasion.commune.pk if occasion.commune_id and occasion.commune else ""
    profile = Profile.from_codes({"situation": situation.value, "lieu": str(place)})
    route = build_route(profile, network=occasion.network, at=at, day=timezone.localdate(at))
    stages = [
        {"title": stage.title, "offers": [{"name": one.name, "by": one.organization} for one in stage.offers]}
        for stage in route.stages
        if stage.offers
    ]
    return {"situation": str(situation.label), "stages": stages}


def counts_of(device: StandDevice) -> dict[str, int]:
    """How many envelopes of this phone came, and the highest number that it gave to one."""
    rows = list(Envelope.objects.filter(device=device).values_list("serial", flat=True))
    return {"came": len(rows), "highest": max(rows, default=0)}


def came_since(device: StandDevice, since: datetime) -> int:
    """How many new envelopes of this phone came; those that come again cost nothing and count for nothing."""
    return Envelope.objects.filter(device=device, created_at__gt=since).count()


def settings_of(occasion: Occasion) -> dict[str, Any]:
    """For whoever answers for the stand: its keys, its phones, what waits aside."""
    devices = occasion.stand_devices.select_related("user").order_by("-created_at")
    return {
        "keys": list(occasion.stand_keys.order_by("-number")),
        "devices": [
            (one, one.user.get_full_name() if one.user and one.user.is_active else _("Somebody who left"))
            for one in devices
        ],
        "aside": [
            {"pk": one.pk, "created_at": one.created_at, "sealed": one.sealed, "said": said_of("aside", one.why)}
            for one in Envelope.objects.aside().filter(occasion=occasion).order_by("-created_at")[:100]
        ],
    }
