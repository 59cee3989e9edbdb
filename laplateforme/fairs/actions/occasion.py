"""Occasions: proposed, asked for by others, decided, answered, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned
from laplateforme.fairs.actions.ambassador import ask_again
from laplateforme.fairs.emails import When, queue_answer, queue_called_off, queue_moved
from laplateforme.fairs.enums import DutyStatus, OccasionKind, OccasionStatus
from laplateforme.fairs.models import Occasion, Slot
from laplateforme.fairs.queries.represented import organizations_for
from laplateforme.network.models import Network
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import Audience, Theme


class UnableToPropose(Exception):
    """`why`: dates (it ends before it begins), slots (it has begun, and people stood outside the new dates)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnableToDecide(Exception):
    """It was decided otherwise meanwhile, called off, or is not of those that can be."""


@dataclass(frozen=True)
class OccasionValues:
    """What an occasion is."""

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = OccasionKind.FAIR
    about: str = ""
    themes: Sequence[str] = ()
    audiences: Sequence[str] = ()
    place: str = ""
    commune: Commune | None = None
    organizer: str = ""
    link: str = ""
    cost: Decimal | None = None


@dataclass(frozen=True)
class Solicitation:
    """A third party asks the network to come: which body, who there, for what."""

    body: str
    what_for: str = ""
    person: str = ""
    contact: str = ""


@transaction.atomic
def propose_occasion(
    *, network: Network, values: OccasionValues, by: User | None, at: datetime, asked: Solicitation | None = None
) -> Occasion:
    """Somebody of the network, or a third party through them, proposes to go. Raises UnableToPropose."""
    occasion = Occasion(network=network, proposed_by=by)
    _fill(occasion, values)
    if asked is not None:
        _fill_asked(occasion, asked)
    occasion.save()
    _record("occasion proposed", occasion, by, at)
    return occasion


@transaction.atomic
def edit_occasion(
    *, occasion: Occasion, expected: int | None, values: OccasionValues, by: User, at: datetime,
    asked: Solicitation | None = None,
) -> Occasion:  # fmt: skip
    """Slots follow new dates; those who come or were asked are told of new dates or another place, once.

    Raises StaleVersion, UnableToPropose.
    """
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("network").get(pk=occasion.pk)
    before = When.of(fresh)
    _fill(fresh, values)
    if asked is not None:
        _fill_asked(fresh, asked)
    saved = save_versioned(fresh, expected)
    if When.of(saved) != before:
        _move_slots(saved, before, by, at)
        if saved.status == OccasionStatus.ACCEPTED and saved.ends_at > at:
            queue_moved(saved, before, by)
    _record("occasion changed", saved, by, at)
    return saved


def _move_slots(occasion: Occasion, before: When, by: User, at: datetime) -> None:
    """A slot that lies outside the new dates moves as the beginning did; whoever said yes to it is asked again, since
    they said yes to another hour.
    """
    lost = [one for one in occasion.slots.select_for_update(of=("self",)) if not _lies_within(one, occasion)]
    if lost and before.starts_at <= at:
        raise UnableToPropose("slots")
    for slot in lost:
        shift = occasion.starts_at - before.starts_at
        starts, ends = max(slot.starts_at + shift, occasion.starts_at), min(slot.ends_at + shift, occasion.ends_at)
        slot.starts_at, slot.ends_at = (starts, ends) if starts < ends else (occasion.starts_at, occasion.ends_at)
        slot.version += 1
        slot.save()
        slot.duties.taken().update(status=DutyStatus.ASKED, agreed_at=None, asked_by=by, updated_at=at)
        ask_again(slot, by, at)
        journal.record("slot moved", at=at, actor_id=by.pk, subject=slot, network_id=occasion.network_id)


def _lies_within(slot: Slot, occasion: Occasion) -> bool:
    return occasion.starts_at <= slot.starts_at and slot.ends_at <= occasion.ends_at


@transaction.atomic
def decide_occasion(*, occasion: Occasion, goes: bool, by: User, at: datetime, words: str = "") -> Occasion:
    """Writes what the network decided. The organizations that the stand will speak for are kept with it.

    The same decision twice is once. Raises UnableToDecide when it stands otherwise.
    """
    fresh = Occasion.objects.select_for_update().select_related("network").get(pk=occasion.pk)
    wanted = OccasionStatus.ACCEPTED if goes else OccasionStatus.DECLINED
    if fresh.status == wanted:
        return fresh
    if fresh.status != OccasionStatus.PROPOSED:
        raise UnableToDecide(fresh.status)
    fresh.status, fresh.decided_by, fresh.decided_at = wanted, by, at
    fresh.decision = clean_text(words)[:2000]
    fresh.version += 1
    fresh.save()
    if goes:
        fresh.represented.set(organizations_for(fresh.network, fresh.themes))
    _record(f"occasion {wanted.value}", fresh, by, at)
    return fresh


@transaction.atomic
def cancel_occasion(*, occasion: Occasion, by: User, at: datetime, words: str = "") -> Occasion:
    """We were going, and do not: those who come or were asked are told by mail.

    Twice is once. Raises UnableToDecide for one that was not accepted.
    """
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("network").get(pk=occasion.pk)
    if fresh.status == OccasionStatus.CANCELLED:
        return fresh
    if fresh.status != OccasionStatus.ACCEPTED:
        raise UnableToDecide(fresh.status)
    fresh.status = OccasionStatus.CANCELLED
    fresh.decision = clean_text(words)[:2000] or fresh.decision
    fresh.version += 1
    fresh.save()
    if fresh.ends_at > at:
        queue_called_off(fresh, by)
    _record("occasion cancelled", fresh, by, at)
    return fresh


@transaction.atomic
def answer_solicitation(*, occasion: Occasion, text: str, by: User, at: datetime, to: str = "") -> Occasion:
    """Keeps what whoever asked was told, by whom; the letter leaves to `to`, when there is such an address.

    Twice is once: the first answer stands and nothing leaves again. Raises UnableToDecide when nobody asked, or before
    the network has decided.
    """
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("network").get(pk=occasion.pk)
    if fresh.answered_at is not None:
        return fresh
    if not fresh.asked_body or fresh.status == OccasionStatus.PROPOSED:
        raise UnableToDecide(fresh.status)
    fresh.answer, fresh.answered_by, fresh.answered_at = clean_text(text)[:2000], by, at
    if to:
        fresh.answer_sent_at = at
        queue_answer(fresh, to)
    fresh.version += 1
    fresh.save()
    _record("solicitation answered", fresh, by, at)
    return fresh


def _fill(occasion: Occasion, values: OccasionValues) -> None:
    if values.ends_at <= values.starts_at:
        raise UnableToPropose("dates")
    occasion.kind = values.kind
    occasion.title = clean_text(values.title)[:200]
    occasion.about = clean_text(values.about)[:2000]
    occasion.themes = [code for code in Theme.values if code in values.themes]
    occasion.audiences = [code for code in Audience.values if code in values.audiences]
    occasion.place = clean_text(values.place)[:300]
    occasion.commune = values.commune
    occasion.starts_at, occasion.ends_at = values.starts_at, values.ends_at
    occasion.organizer = clean_text(values.organizer)[:200]
    occasion.link, occasion.cost = values.link, values.cost


def _fill_asked(occasion: Occasion, asked: Solicitation) -> None:
    occasion.asked_body = clean_text(asked.body)[:200]
    occasion.asked_for = clean_text(asked.what_for)[:2000]
    occasion.asked_by = clean_text(asked.person)[:160]
    occasion.asked_contact = clean_text(asked.contact)[:254]


def _record(verb: str, occasion: Occasion, by: User | None, at: datetime) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=occasion, network_id=occasion.network_id)
