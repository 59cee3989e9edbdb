"""A past fair with its people, and contacts at each stage of what became of them."""

from datetime import datetime, timedelta
from typing import Any

from laplateforme.fairs import actions
from laplateforme.fairs.models import Contact, Duty, Occasion
from laplateforme.guidance.models import KeyQuestion
from laplateforme.vocabulary.enums import Stage, Theme
from tests.factories.fairs import Hall, accepted, slot_of


def past_fair(world: Hall, ended: datetime, **more: Any) -> Occasion:
    """Somebody stood there four hours."""
    before = ended - timedelta(days=20)
    occasion = accepted(world, before, starts_at=ended - timedelta(hours=8), ends_at=ended, **more)
    slot = slot_of(occasion, world, before)
    actions.take_duty(slot=slot, by=world.ambassador, at=before)
    return occasion


def asked(world: Hall, text: str, stage: str = Stage.IDEA) -> KeyQuestion:
    found, _made = KeyQuestion.objects.get_or_create(
        network=world.network, slug=text[:40].lower().replace(" ", "-"),
        defaults={"text": text, "stage": stage, "theme": Theme.values[0]},
    )  # fmt: skip
    return found


def met(world: Hall, occasion: Occasion, number: int, **more: Any) -> list[Contact]:
    """So many people; `confirmed` says yes themselves."""
    at, found = occasion.ends_at - timedelta(hours=2), []
    given_by = "screen" if more.pop("confirmed", False) else "spoken"
    for _one in range(number):
        known = {"first_name": "Camille", "email": "camille@courriel.example", "organization": world.one, **more}
        found.append(
            actions.keep_contact(
                occasion=occasion, values=actions.ContactValues(**known), given_by=given_by, at=at,
                taken_by=world.ambassador if given_by == "spoken" else None,
            )
        )  # fmt: skip
    return found


def duty_of(occasion: Occasion) -> Duty:
    return Duty.objects.taken().get(slot__occasion=occasion)
