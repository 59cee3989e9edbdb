"""People with a project who tell it: the words they agree to, what each page shows of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.models import Ambassador, Slot
from laplateforme.fairs.models.ambassador import SHOWN_DAYS, standing_of
from laplateforme.fairs.queries.pages import when_words
from laplateforme.network.models import Network
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries.parts import Part

AMBASSADOR_VERSION = "2026-11"  # changes whenever a word of `words_for_ambassadors` does
LANGUAGE = "fr"


def words_for_ambassadors(network: Network) -> str:
    """What the person reads before they say yes. It names nobody."""
    with translation.override(LANGUAGE):
        return _(
            "The professionals of %(network)s read the name and the sentence that you chose, with your slot, in order "
            "to welcome you at the stand. Nobody else: neither the Internet nor a paper shows them, and your file "
            "stays closed to all. You may take it back at any moment, on your page: your name disappears at once. "
            "%(days)s days after the slot it disappears by itself. If you refuse, we help you just the same."
        ) % {"network": network.name, "days": SHOWN_DAYS}


def places_left(slot: Slot) -> int:
    """Places of a slot that nobody has said yes to. Two queries."""
    taken = slot.duties.taken().count() + Ambassador.objects.agreed().filter(slot=slot).count()
    return max(0, slot.wanted - taken)


def open_slots(network: Network, at: datetime) -> Any:
    """Slots for people with a project, still to come."""
    rows = Slot.objects.filter(
        for_holders=True, ends_at__gt=at, occasion__network=network, occasion__status=OccasionStatus.ACCEPTED
    )  # fmt: skip
    return rows.select_related("occasion").order_by("starts_at", "pk")


@dataclass(frozen=True)
class OwnLine:
    """One slot on the person's page, or on the sheet of their adviser."""

    ambassador: Ambassador
    title: str
    when: str
    place: str
    is_agreed: bool


def _line(one: Ambassador) -> OwnLine:
    slot = one.slot
    when = when_words(slot.starts_at, slot.ends_at)
    return OwnLine(one, slot.occasion.title, when, slot.occasion.place, one.agreed_at is not None)


def own_part(holder: Holder, token: str, at: datetime) -> Part | None:
    """On the person's page; nothing when they were asked nothing. One query."""
    lines = [_line(one) for one in standing_of(holder, at)]
    return Part("fairs/_on_own_page.html", {"lines": lines, "token": token}) if lines else None


def sheet_part(project: Project, user: Any, at: datetime) -> Part | None:
    """On the sheet of whoever keeps the file, while a slot waits for people with a project or somebody was asked."""
    mine = desks_of(user).filter(network=project.network_id, organization=project.organization_id)
    if not mine.exists():
        return None
    people = list(project.holders.known())
    rows = Ambassador.objects.standing().ahead(at).filter(holder__in=people).select_related("slot__occasion", "holder")
    lines = [_line(one) for one in rows.order_by("slot__starts_at", "pk")]
    is_open = open_slots(project.network, at).exists()
    if not lines and not is_open:
        return None
    return Part("fairs/_on_sheet.html", {"lines": lines, "people": people if is_open else [], "project": project})


def data_of(project: Project) -> dict[str, Any]:
    """What the person downloads."""
    rows = Ambassador.objects.filter(holder__in=project.holders.all()).select_related("slot__occasion")
    return {
        "stands": [
            {
                "occasion": one.slot.occasion.title,
                "starts_at": timezone.localtime(one.slot.starts_at).isoformat(),
                "called": one.called,
                "tells": one.tells,
                "words_read": one.text,
                "agreed_at": one.agreed_at.isoformat() if one.agreed_at else None,
                "closed_at": one.closed_at.isoformat() if one.closed_at else None,
            }
            for one in rows.order_by("asked_at", "pk")
        ]
    }
