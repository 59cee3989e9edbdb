"""The occasions of one side: one that is proposed, one to which people go."""

from datetime import UTC, datetime, timedelta
from typing import Any

from laplateforme.fairs.models import Duty, Occasion, Slot
from laplateforme.network.models import Organization
from laplateforme.vocabulary.enums import Role

NOW = datetime.now(UTC)


def build_fairs(side: Any, organization: Organization) -> None:
    low = side.letter.lower()
    for status in ("proposed", "accepted"):
        starts = NOW + timedelta(days=9)
        occasion = Occasion(network=side.network, code=f"oc{status[:3]}{low}", status=status, starts_at=starts)
        occasion.ends_at, occasion.decided_at = starts + timedelta(hours=8), NOW
        occasion.proposed_by = side.people[Role.ADVISER]
        side.keep(occasion)
        occasion.represented.add(organization)
    slot = side.keep(Slot(occasion=occasion, starts_at=starts, ends_at=starts + timedelta(hours=3)))
    duty = Duty(slot=slot, user=side.people[Role.AMBASSADOR], organization=organization, status="taken", agreed_at=NOW)
    side.keep(duty)
