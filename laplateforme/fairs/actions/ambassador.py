"""A person with a project tells it at a stand: asked, agreed to by the person, taken back at once."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.core.text import clean_text
from laplateforme.fairs import emails
from laplateforme.fairs.actions.duty import UnableToTakeDuty
from laplateforme.fairs.enums import AmbassadorClosing, OccasionStatus
from laplateforme.fairs.models import Ambassador, Slot
from laplateforme.fairs.queries.ambassadors import AMBASSADOR_VERSION, places_left, words_for_ambassadors
from laplateforme.fairs.queries.stand_words import fingerprint
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Holder

ASKED_WAYS = (Channel.SCREEN, Channel.LINK)


@transaction.atomic
def ask_ambassador(
    *, slot: Slot, holder: Holder, called: str, tells: str, channel: str, by: User | None, at: datetime
) -> Ambassador:
    """On the screen, with the person there, it counts at once; by a link when they say so on their page. Twice is once.

    Raises UnableToTakeDuty: over, full, kind (not a slot for people with a project), stranger, address.
    """
    slot = _locked(slot)
    before = Ambassador.objects.standing().filter(slot=slot, holder=holder).first()
    if before is not None and (before.agreed_at is not None or channel == Channel.LINK):
        return before
    holder = Holder.objects.select_related("network", "organization").get(pk=holder.pk)
    _refuse(slot, holder, channel, at)
    if before is not None:
        return _agree(before, at)
    words = words_for_ambassadors(slot.occasion.network)
    made = Ambassador.objects.create(
        slot=slot, holder=holder, called=clean_text(called)[:80], tells=clean_text(tells)[:200], channel=channel,
        text=words, text_version=AMBASSADOR_VERSION, text_hash=fingerprint(words), asked_by=by, asked_at=at,
        agreed_at=at if channel == Channel.SCREEN else None,
    )  # fmt: skip
    emails.queue_ambassador(made)
    _record("ambassador agreed" if made.agreed_at else "ambassador asked", made, by, at)
    return made


@transaction.atomic
def agree_ambassador(*, ambassador: Ambassador, at: datetime) -> Ambassador:
    """The person says yes, on their own page. Twice is once. Raises UnableToTakeDuty: over, full."""
    slot = _locked(ambassador.slot)
    fresh = _fresh(ambassador)
    if fresh.agreed_at is not None and fresh.closed_at is None:
        return fresh
    if fresh.closed_at is not None or fresh.holder is None:
        raise UnableToTakeDuty("over")
    _refuse(slot, fresh.holder, Channel.SCREEN, at)
    return _agree(fresh, at)


@transaction.atomic
def end_ambassador(*, ambassador: Ambassador, at: datetime, by: User | None = None) -> Ambassador:
    """The person says no, or takes their yes back: from the next page on nobody reads their name. Twice is once."""
    _locked(ambassador.slot)
    fresh = _fresh(ambassador)
    if fresh.closed_at is not None:
        return fresh
    was_agreed = fresh.agreed_at is not None
    _close(fresh, AmbassadorClosing.WITHDRAWN if was_agreed else AmbassadorClosing.REFUSED, at)
    tombstones.note(fresh, at=at)
    if was_agreed:
        emails.queue_place_free(fresh)
    _record(f"ambassador {fresh.closing}", fresh, by, at)
    return fresh


def ask_again(slot: Slot, by: User, at: datetime) -> None:
    """The hour has changed: what was agreed to another one counts no more, and the person is asked by a link."""
    for one in Ambassador.objects.standing().filter(slot=slot).select_related("holder", "slot__occasion__network"):
        called, tells, holder = one.called, one.tells, one.holder
        _close(one, AmbassadorClosing.MOVED, at)
        _record("ambassador moved", one, by, at)
        if holder is not None and holder.erased_at is None and holder.email:
            ask_ambassador(slot=slot, holder=holder, called=called, tells=tells, channel=Channel.LINK, by=by, at=at)


def forget_ambassador(holder: Holder, at: datetime) -> None:
    """The person erased everything."""
    for one in Ambassador.objects.standing().filter(holder=holder).select_related("slot__occasion"):
        _close(one, AmbassadorClosing.ERASED, at)
        _record("ambassador erased", one, None, at)


def _locked(slot: Slot) -> Slot:
    """The slot's row first: places are counted by one deed at a time."""
    return Slot.objects.select_for_update(of=("self",)).select_related("occasion__network").get(pk=slot.pk)


def _fresh(ambassador: Ambassador) -> Ambassador:
    return Ambassador.objects.select_related("slot__occasion__network", "holder", "asked_by").get(pk=ambassador.pk)


def _refuse(slot: Slot, holder: Holder, channel: str, at: datetime) -> None:
    if slot.occasion.status != OccasionStatus.ACCEPTED or slot.ends_at <= at:
        raise UnableToTakeDuty("over")
    if not slot.for_holders:
        raise UnableToTakeDuty("kind")
    if holder.erased_at is not None or holder.network_id != slot.occasion.network_id or channel not in ASKED_WAYS:
        raise UnableToTakeDuty("stranger")
    if channel == Channel.LINK and not holder.email:
        raise UnableToTakeDuty("address")
    if not places_left(slot):
        raise UnableToTakeDuty("full")


def _agree(fresh: Ambassador, at: datetime) -> Ambassador:
    fresh.agreed_at = at
    fresh.version += 1
    fresh.save()
    _record("ambassador agreed", fresh, None, at)
    return fresh


def _close(fresh: Ambassador, closing: AmbassadorClosing, at: datetime) -> None:
    fresh.closed_at, fresh.closing, fresh.called, fresh.tells = at, closing, "", ""
    fresh.version += 1
    fresh.save()


def _record(verb: str, ambassador: Ambassador, by: User | None, at: datetime) -> None:
    journal.record(
        verb, at=at, actor_id=by.pk if by else None, subject=ambassador,
        network_id=ambassador.slot.occasion.network_id,
    )  # fmt: skip
