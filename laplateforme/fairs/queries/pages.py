"""Occasions as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from laplateforme.core.dates import hours_in_words, in_words
from laplateforme.fairs.enums import DutyStatus, OccasionKind, OccasionStatus
from laplateforme.fairs.models import Ambassador, Duty, Occasion, Slot
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Audience, Theme

SHAPES = {
    OccasionStatus.PROPOSED: ("wait", "half"),
    OccasionStatus.ACCEPTED: ("ok", "check"),
    OccasionStatus.DECLINED: ("plain", "ring"),
    OccasionStatus.CANCELLED: ("no", "cross"),
}
MOST_PAST = 30


@dataclass(frozen=True)
class OccasionLine:
    occasion: Occasion
    when: str
    kind: str
    status: tuple[str, str, str]


@dataclass(frozen=True)
class DutyLine:
    duty: Duty
    name: str
    status: tuple[str, str, str]
    is_mine: bool


@dataclass(frozen=True)
class SlotLine:
    slot: Slot
    when: str
    places: int
    duties: list[DutyLine]
    mine: Duty | None
    is_over: bool
    may_be_removed: bool
    tellers: list[tuple[str, str]]  # people with a project: the name and the sentence that they chose
    tellers_count: int


def when_words(starts_at: datetime, ends_at: datetime) -> str:
    """One day with its hours, or from a day to another."""
    if timezone.localdate(starts_at) == timezone.localdate(ends_at):
        return f"{in_words(starts_at)}, {hours_in_words(starts_at, ends_at)}"
    return _("from %(start)s to %(end)s") % {"start": in_words(starts_at), "end": in_words(ends_at)}


def line_of(occasion: Occasion) -> OccasionLine:
    kind, shape = SHAPES[OccasionStatus(occasion.status)]
    status = (kind, str(occasion.get_status_display()).capitalize(), shape)
    kind_words = str(occasion.get_kind_display()).capitalize()
    return OccasionLine(occasion, when_words(occasion.starts_at, occasion.ends_at), kind_words, status)


def occasions_of(user: Any, network: Network, at: datetime) -> tuple[list[OccasionLine], list[OccasionLine]]:
    """Those to come by date, and the last past ones. Two queries."""
    rows = Occasion.objects.of_network(network).visible_to(user)
    coming = rows.filter(ends_at__gte=at).order_by("starts_at", "pk")
    past = rows.filter(ends_at__lt=at).order_by("-starts_at", "pk")[:MOST_PAST]
    return [line_of(one) for one in coming], [line_of(one) for one in past]


def find_occasion(code: str, network: Network | None, user: Any) -> Occasion | None:
    rows = Occasion.objects.of_network(network).visible_to(user).filter(code=code)
    return rows.select_related("network", "commune", "proposed_by", "decided_by", "answered_by").first()


def find_announced(code: str, network: Network | None) -> Occasion | None:
    """One that anybody may read about, or that was and is called off."""
    rows = Occasion.objects.of_network(network).exclude(kind=OccasionKind.LEAFLETS)
    rows = rows.filter(code=code, status__in=(OccasionStatus.ACCEPTED, OccasionStatus.CANCELLED))
    return rows.select_related("network").first()


def slot_lines(occasion: Occasion, user: Any, at: datetime, *, shows_names: bool) -> list[SlotLine]:
    """Who stands when. Three queries. `shows_names`: of people with a project, who agreed that colleagues read them."""
    slots = list(occasion.slots.all())
    tellers: dict[Any, list[Ambassador]] = {slot.pk: [] for slot in slots}
    for one in Ambassador.objects.agreed().filter(slot__in=slots).order_by("agreed_at", "pk"):
        tellers[one.slot_id].append(one)
    by_slot: dict[Any, list[Duty]] = {slot.pk: [] for slot in slots}
    shown = (DutyStatus.TAKEN, DutyStatus.ASKED, DutyStatus.ABSENT)
    duties = Duty.objects.filter(slot__in=slots, status__in=shown).select_related("user", "organization")
    for duty in duties.order_by("created_at", "pk"):
        by_slot[duty.slot_id].append(duty)
    return [_slot_line(slot, by_slot[slot.pk], tellers[slot.pk], user, at, shows_names) for slot in slots]


def _slot_line(
    slot: Slot, duties: list[Duty], tellers: list[Ambassador], user: Any, at: datetime, shows_names: bool
) -> SlotLine:  # fmt: skip
    taken = sum(duty.status == DutyStatus.TAKEN for duty in duties) + len(tellers)
    told = [(one.called or _("Somebody with a project"), one.tells) for one in tellers] if shows_names else []
    return SlotLine(
        slot, when_words(slot.starts_at, slot.ends_at), max(0, slot.wanted - taken),
        [_duty_line(slot, duty, user, shows_names) for duty in duties],
        next((duty for duty in duties if duty.user_id == user.pk), None), slot.ends_at <= at,
        not tellers and all(duty.status == DutyStatus.ASKED for duty in duties), told, len(tellers),
    )  # fmt: skip


def _duty_line(slot: Slot, duty: Duty, user: Any, shows_names: bool) -> DutyLine:
    name = duty.user.get_full_name() if duty.user and duty.user.is_active else _("Somebody who left")
    is_said = duty.status != DutyStatus.ASKED and shows_names
    if slot.for_holders and duty.user_id != user.pk and not is_said:
        name = _("Somebody with a project")  # nobody reads a name before its owner says yes
    elif duty.organization:
        name = f"{name} ({duty.organization.called})"
    kind, shape = {DutyStatus.TAKEN: ("ok", "check"), DutyStatus.ASKED: ("wait", "half")}.get(
        DutyStatus(duty.status), ("no", "cross")
    )
    words = str(duty.get_status_display()).capitalize()
    return DutyLine(duty, name, (kind, words, shape), duty.user_id == user.pk)


def facts_of(occasion: Occasion) -> list[tuple[str, str]]:
    """In brief; empty ones are left out by the component."""
    themes = ", ".join(str(Theme(code).label) for code in occasion.themes if code in Theme.values)
    audiences = ", ".join(str(Audience(code).label) for code in occasion.audiences if code in Audience.values)
    cost = ""
    if occasion.cost is not None:
        figure = number_format(occasion.cost, 0 if occasion.cost == int(occasion.cost) else 2)
        cost = _("%(cost)s euros") % {"cost": figure} if occasion.cost else _("free of charge")
    proposer = occasion.proposed_by
    return [
        (_("Place"), occasion.place), (_("Organizer"), occasion.organizer), (_("What it costs"), cost),
        (_("Themes"), themes), (_("Audience"), audiences),
        (_("Proposed by"), proposer.get_full_name() if proposer and proposer.is_active else ""),
    ]  # fmt: skip


COMPARED = (
    "kind", "title", "starts_at", "ends_at", "place", "commune", "about", "organizer", "link", "cost", "themes",
    "audiences",
)  # fmt: skip


def words_by_field(occasion: Occasion) -> dict[str, Any]:
    """How it stands, as its form would hold it: to be compared with what somebody typed meanwhile."""
    moments = {
        name: f"{timezone.localtime(getattr(occasion, name)):%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")
    }
    commune = occasion.commune.label if occasion.commune else ""
    return {**{name: getattr(occasion, name) for name in COMPARED}, **moments, "commune": commune}


@dataclass(frozen=True)
class Waiting:
    """One line of "À faire"."""

    title: str
    text: str
    url: str


def asked_of(user: Any, network: Network, at: datetime) -> list[Waiting]:
    """What somebody was asked and has not answered. One query."""
    rows = Duty.objects.waiting_for(user, network, at).filter(slot__occasion__status=OccasionStatus.ACCEPTED)
    return [
        Waiting(
            duty.slot.occasion.title,
            when_words(duty.slot.starts_at, duty.slot.ends_at),
            duty.slot.occasion.get_absolute_url(),
        )
        for duty in rows.select_related("slot__occasion").order_by("slot__starts_at")[:20]
    ]


def to_decide(network: Network, at: datetime) -> list[Waiting]:
    """Proposals that wait for the network and are still to come. One query."""
    rows = Occasion.objects.of_network(network).filter(status=OccasionStatus.PROPOSED, ends_at__gt=at)
    return [
        Waiting(one.title, when_words(one.starts_at, one.ends_at), one.get_absolute_url())
        for one in rows.order_by("starts_at")[:20]
    ]
