"""A route's plain values, fresh or kept, as the page draws them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from laplateforme.guidance.queries.snapshot import KeptRoute
from laplateforme.vocabulary.enums import Verb

LATER = "later"


def presented(content: Mapping[str, Any], kept: KeptRoute | None = None) -> list[dict[str, Any]]:
    """The five stages with addresses, and, for a kept route, what has changed since."""
    return [
        {
            **stage,
            "anchor": stage["verb"].lower(),
            "is_later": stage["state"] == LATER,
            "state": "next" if stage["state"] == LATER else stage["state"],
            "questions": [
                {**asked, "url": reverse("guidance:key_question", args=[asked["slug"]])} for asked in stage["questions"]
            ],
            "offers": [_offer(offer, kept) for offer in stage["offers"]],
            "nearest": [_offer(offer, kept) for offer in stage["nearest"]],
        }
        for stage in content["stages"]
    ]


def _offer(offer: Mapping[str, Any], kept: KeptRoute | None) -> dict[str, Any]:
    statuses = list(offer["statuses"])
    if kept and offer["id"] in kept.gone:
        statuses = [{"kind": "no", "text": _("No longer proposed"), "shape": "cross"}]
    elif kept and offer["id"] in kept.changed:
        statuses.append({"kind": "wait", "text": _("Changed since"), "shape": "edit"})
    return {**offer, "statuses": statuses, "url": reverse("offers:offer", args=[offer["code"]])}


def stations_of(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The strip across the page."""
    notes = {"done": _("Done"), "here": _("You are here"), "next": _("To come"), "hole": _("No offer today")}
    return [
        {
            "number": stage["number"],
            "title": Verb(stage["verb"]).label,
            "note": notes[stage["state"]],
            "state": stage["state"],
            "url": f"#{stage['anchor']}",
        }
        for stage in stages
    ]
