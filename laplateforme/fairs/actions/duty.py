"""Slots opened, taken, asked, answered, left."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.fairs.enums import DutyStatus, OccasionStatus
from laplateforme.fairs.models import Ambassador, Duty, Occasion, Slot
from laplateforme.fairs.models.duty import MOST_PEOPLE
from laplateforme.fairs.queries.ambassadors import places_left
from laplateforme.network.models import Membership
from laplateforme.vocabulary.enums import Role


class UnableToOpenSlot(Exception):
    """`why`: dates, occasion, taken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnableToTakeDuty(Exception):
    """`why`: over, full, elsewhere (has another slot at that time), stranger, kind, absent, address."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def open_slot(
    *, occasion: Occasion, starts_at: datetime, ends_at: datetime, by: User, at: datetime, wanted: int = 2,
    title: str = "", for_holders: bool = False,
) -> Slot:  # fmt: skip
    """People are wanted from then to then. Raises UnableToOpenSlot: outside the occasion, or it is not accepted."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if occasion.status != OccasionStatus.ACCEPTED:
        raise UnableToOpenSlot("occasion")
    if not occasion.starts_at <= starts_at < ends_at <= occasion.ends_at:
        raise UnableToOpenSlot("dates")
    slot = Slot.objects.create(
        occasion=occasion, starts_at=starts_at, ends_at=ends_at, title=clean_text(title)[:120],
        wanted=max(1, min(wanted, MOST_PEOPLE)), for_holders=for_holders,
    )  # fmt: skip
    _record("slot opened", slot, occasion, by, at)
    return slot


@transaction.atomic
def remove_slot(*, slot: Slot, by: User, at: datetime) -> None:
    """Raises UnableToOpenSlot when somebody took it: they step back first."""
    found = Slot.objects.select_for_update(of=("self",)).select_related("occasion").filter(pk=slot.pk).first()
    if found is None:
        return
    is_taken = found.duties.filter(status__in=(DutyStatus.TAKEN, DutyStatus.ABSENT)).exists()
    if is_taken or Ambassador.objects.agreed().filter(slot=found).exists():
        raise UnableToOpenSlot("taken")
    _record("slot removed", found, found.occasion, by, at)
    found.delete()


@transaction.atomic
def take_duty(*, slot: Slot, by: User, at: datetime) -> Duty:
    """Somebody volunteers; or says yes to what they were asked. Twice is once. Raises UnableToTakeDuty."""
    slot = _locked(slot)
    membership = _membership(slot, by)
    duty = Duty.objects.filter(slot=slot, user=by).first() or Duty(slot=slot, user=by)
    if duty.status == DutyStatus.TAKEN:
        return duty
    _refuse(slot, membership, duty, at)
    _refuse_two_places(slot, by)
    duty.organization = membership.organization
    _move(duty, DutyStatus.TAKEN, by, at, agreed_at=at)
    if duty.organization is not None:
        slot.occasion.represented.add(duty.organization)
    return duty


@transaction.atomic
def ask_duty(*, slot: Slot, person: User, by: User, at: datetime) -> Duty:
    """Asks somebody; it is theirs to answer. Twice is once; whoever said no may be asked again.

    Raises UnableToTakeDuty.
    """
    slot = _locked(slot)
    membership = _membership(slot, person)
    duty = Duty.objects.filter(slot=slot, user=person).first() or Duty(slot=slot, user=person)
    if not duty._state.adding and duty.status in DutyStatus.STANDING:
        return duty
    _refuse(slot, membership, duty, at)
    duty.organization, duty.asked_by = membership.organization, by
    return _move(duty, DutyStatus.ASKED, by, at, agreed_at=None)


@transaction.atomic
def answer_duty(*, duty: Duty, comes: bool, by: User, at: datetime) -> Duty:
    """The person says yes or no; no reason is asked. Raises UnableToTakeDuty."""
    if duty.user_id != by.pk:
        raise UnableToTakeDuty("stranger")
    if comes:
        return take_duty(slot=duty.slot, by=by, at=at)
    _locked(duty.slot)
    fresh = Duty.objects.select_related("slot__occasion").get(pk=duty.pk)
    if fresh.status == DutyStatus.ASKED:
        _move(fresh, DutyStatus.DECLINED, by, at, agreed_at=None)
    return fresh


@transaction.atomic
def leave_duty(*, duty: Duty, by: User, at: datetime) -> Duty:
    """Steps back from a slot that has not ended. Twice is once. Raises UnableToTakeDuty."""
    slot = _locked(duty.slot)
    fresh = Duty.objects.select_related("slot__occasion").get(pk=duty.pk)
    if fresh.user_id != by.pk:
        raise UnableToTakeDuty("stranger")
    if fresh.status != DutyStatus.TAKEN:
        return fresh
    if slot.ends_at <= at:
        raise UnableToTakeDuty("over")
    return _move(fresh, DutyStatus.LEFT, by, at, agreed_at=None)


@transaction.atomic
def mark_absent(*, duty: Duty, by: User, at: datetime, is_absent: bool = True) -> Duty:
    """Notes afterwards that somebody did not come, or came after all. Raises UnableToTakeDuty before it begins."""
    slot = _locked(duty.slot)
    fresh = Duty.objects.select_related("slot__occasion").get(pk=duty.pk)
    if slot.starts_at > at or fresh.status not in (DutyStatus.TAKEN, DutyStatus.ABSENT):
        raise UnableToTakeDuty("over")
    wanted = DutyStatus.ABSENT if is_absent else DutyStatus.TAKEN
    return fresh if fresh.status == wanted else _move(fresh, wanted, by, at, agreed_at=fresh.agreed_at)


def _locked(slot: Slot) -> Slot:
    """The slot's row first: places are counted by one deed at a time."""
    return Slot.objects.select_for_update(of=("self",)).select_related("occasion").get(pk=slot.pk)


def _membership(slot: Slot, person: User) -> Membership:
    """As whom somebody comes: for their organization rather than for nobody. People with a project come for theirs."""
    found = list(
        Membership.objects.of(person, slot.occasion.network).exclude(role=Role.FUNDER).select_related("organization")
    )
    if not found:
        raise UnableToTakeDuty("stranger")
    return min(found, key=lambda one: (one.organization_id is None, one.role == Role.HOLDER, str(one.pk)))


def _refuse(slot: Slot, membership: Membership, duty: Duty, at: datetime) -> None:
    if slot.occasion.status != OccasionStatus.ACCEPTED or slot.ends_at <= at:
        raise UnableToTakeDuty("over")
    if duty.status == DutyStatus.ABSENT:
        raise UnableToTakeDuty("absent")
    if membership.role == Role.HOLDER and not slot.for_holders:
        raise UnableToTakeDuty("kind")
    if not places_left(slot):
        raise UnableToTakeDuty("full")


def _refuse_two_places(slot: Slot, person: User) -> None:
    """Locks the person too, so that two slots of the same hour cannot be taken in the same instant."""
    User.objects.select_for_update().get(pk=person.pk)
    same_time = Duty.objects.taken().filter(
        user=person, slot__starts_at__lt=slot.ends_at, slot__ends_at__gt=slot.starts_at,
        slot__occasion__status=OccasionStatus.ACCEPTED,
    )  # fmt: skip
    if same_time.exclude(slot=slot).exists():
        raise UnableToTakeDuty("elsewhere")


def _move(duty: Duty, to: DutyStatus, by: User, at: datetime, *, agreed_at: datetime | None) -> Duty:
    duty.status, duty.agreed_at = to, agreed_at
    duty.version += not duty._state.adding
    duty.save()
    _record(f"duty {to.value}", duty, duty.slot.occasion, by, at)
    return duty


def _record(verb: str, subject: Slot | Duty, occasion: Occasion, by: User, at: datetime) -> None:
    journal.record(verb, at=at, actor_id=by.pk, subject=subject, network_id=occasion.network_id)
