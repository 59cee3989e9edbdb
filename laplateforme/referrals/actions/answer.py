"""The receiver answers; a refusal never ends a path."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core.text import clean_text
from laplateforme.guidance.actions import note_gaps
from laplateforme.guidance.queries.route import NotedGap
from laplateforme.offers.actions import record_answer_time
from laplateforme.projects.enums import Light
from laplateforme.projects.queries import present_of
from laplateforme.referrals import emails
from laplateforme.referrals.actions.moves import UnableToMoveReferral, locked, move, note_fact
from laplateforme.referrals.enums import EventKind, Outcome, ReferralStatus, RefusalReason
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries import agreement_for, next_offer


@transaction.atomic
def see_referral(*, referral: Referral, by: User | None, at: datetime) -> Referral:
    """Somebody of the receiver says that they look at it. Twice is once."""
    referral = locked(referral)
    if referral.status != ReferralStatus.SENT:
        return referral
    return move(referral, to=ReferralStatus.SEEN, by=by, at=at, organization=referral.receiver_id)


@transaction.atomic
def hold_referral(*, referral: Referral, by: User | None, at: datetime, words: str = "") -> Referral:
    """Not now, not no. Raises UnableToMoveReferral."""
    referral = locked(referral)
    referral.answer_words = clean_text(words)[:300]
    return move(referral, to=ReferralStatus.ON_HOLD, by=by, at=at, organization=referral.receiver_id)


@transaction.atomic
def accept_referral(*, referral: Referral, by: User | None, at: datetime, words: str = "") -> Referral:
    """The receiver takes the project on. Raises UnableToMoveReferral: one answer counts, and none without agreement."""
    referral = locked(referral)
    if agreement_for(referral.project, referral.receiver, at) not in (Light.OPEN, Light.MASKED):
        raise UnableToMoveReferral("agreement")
    referral.answered_at, referral.answer_words = at, clean_text(words)[:300]
    move(referral, to=ReferralStatus.ACCEPTED, by=by, at=at, organization=referral.receiver_id)
    _observed(referral, at)
    emails.queue_answered(referral)
    return referral


@transaction.atomic
def decline_referral(*, referral: Referral, reason: str, by: User | None, at: datetime, words: str = "") -> Referral:
    """Not us, and why. The path goes on: somebody else is proposed, or the need is counted as a gap, without a person.

    Raises UnableToMoveReferral.
    """
    referral = locked(referral)
    referral.answered_at = referral.closed_at = at
    referral.refusal, referral.answer_words = RefusalReason(reason).value, clean_text(words)[:300]
    move(referral, to=ReferralStatus.DECLINED, by=by, at=at, organization=referral.receiver_id, reason=reason)
    _observed(referral, at)
    propose_next(referral, at)
    emails.queue_answered(referral)
    return referral


def propose_next(referral: Referral, at: datetime) -> None:
    """A refusal or a silence never ends a path: the next proposal of the engine, or a gap of the network."""
    offer = next_offer(referral, at)
    if offer is None:
        note_gap_of(referral, at)
        note_fact(referral, EventKind.GAP, at=at)
        return
    referral.next_offer = offer
    Referral.objects.filter(pk=referral.pk).update(next_offer=offer)
    note_fact(referral, EventKind.PROPOSED, at=at, organization=offer.organization_id)


@transaction.atomic
def start_referral(*, referral: Referral, by: User | None, at: datetime) -> Referral:
    """The work has begun. Raises UnableToMoveReferral."""
    return move(locked(referral), to=ReferralStatus.IN_PROGRESS, by=by, at=at, organization=referral.receiver_id)


@transaction.atomic
def close_referral(*, referral: Referral, outcome: str, by: User | None, at: datetime) -> Referral:
    """It ends, and the receiver says what came of it. Raises UnableToMoveReferral."""
    referral = locked(referral)
    referral.closed_at, referral.outcome_receiver = at, Outcome(outcome).value
    move(referral, to=ReferralStatus.CLOSED, by=by, at=at, organization=referral.receiver_id, reason=outcome)
    note_fact(referral, EventKind.OUTCOME_RECEIVER, at=at, after=outcome, organization=referral.receiver_id)
    return referral


@transaction.atomic
def say_outcome(*, referral: Referral, outcome: str, at: datetime) -> Referral:
    """The person says what came of it; it stays beside what the receiver said. Said again, it is renewed.

    Raises UnableToMoveReferral while it is not over.
    """
    referral = locked(referral)
    if referral.status in ReferralStatus.OPEN:
        raise UnableToMoveReferral(referral.status)
    before = referral.outcome_person
    referral.outcome_person = Outcome(outcome).value
    referral.version += 1
    referral.save(update_fields=["outcome_person", "version", "updated_at"])
    note_fact(referral, EventKind.OUTCOME_PERSON, at=at, before=before, after=outcome)
    return referral


def note_gap_of(referral: Referral, at: datetime) -> None:
    """Nobody today for this need at this stage: counted, without a person."""
    present = present_of(referral.project)
    gap = NotedGap(stage=present.stage if present else "", theme=referral.need.theme, question="")
    commune = referral.project.commune
    note_gaps(
        network=referral.network, gaps=[gap], commune_code=commune.code if commune else "",
        department_code=commune.department_id if commune else "", form_key=str(referral.pk), at=at,
    )  # fmt: skip


def _observed(referral: Referral, at: datetime) -> None:
    """The offer shows the median of the delays that were really seen."""
    if referral.offer is None:
        return
    answered = Referral.objects.filter(offer=referral.offer, answered_at__isnull=False, sent_at__isnull=False)
    pairs = answered.values_list("sent_at", "answered_at")
    seconds = [(end - start).total_seconds() for start, end in pairs if start and end]
    record_answer_time(offer=referral.offer, days=[Decimal(max(one, 0)) / 86400 for one in seconds], at=at)
