"""A date to meet: proposed by the receiver, answered by the person or by whoever sent them, told to the other sides."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.projects.enums import Light
from laplateforme.referrals import emails
from laplateforme.referrals.actions.moves import UnableToMoveReferral, locked, note_fact
from laplateforme.referrals.enums import UNDER_WAY, DateAnswer, EventKind
from laplateforme.referrals.models import ReferralMessage
from laplateforme.referrals.queries import agreement_for
from laplateforme.referrals.queries.dates import date_of


@transaction.atomic
def answer_date(*, message: ReferralMessage, answer: str, by: User | None, at: datetime) -> ReferralMessage:
    """It suits, or not; `by` is None for the person. The receiver and the third side are told, with the calendar entry.

    The same answer again changes nothing; another one is a newer fact. Raises UnableToMoveReferral when another date
    was proposed since ("newer"), when the day is past ("past"), when the hand-over is over, or when it would suit
    though the person shares nothing any more ("agreement").
    """
    referral = locked(message.referral)
    found = date_of(referral)
    if found is None or found.pk != message.pk:
        raise UnableToMoveReferral("newer")
    said = DateAnswer(answer)
    if found.answer == said:
        return found
    if referral.status not in UNDER_WAY:
        raise UnableToMoveReferral(referral.status)
    if found.starts_at is None or found.starts_at <= at:
        raise UnableToMoveReferral("past")
    if said == DateAnswer.SUITS and agreement_for(referral.project, referral.receiver, at) == Light.DARK:
        raise UnableToMoveReferral("agreement")
    before = found.answer
    found.referral, found.answer, found.answered_at = referral, said.value, at
    found.version += 1
    found.save(update_fields=["answer", "answered_at", "version", "updated_at"])
    kind = EventKind.DATE_SUITS if said == DateAnswer.SUITS else EventKind.DATE_DECLINED
    note_fact(referral, kind, at=at, before=before, after=said, organization=referral.sender_id if by else None)
    journal.record(
        "date answered", at=at, actor_id=by.pk if by else None, subject=referral, network_id=referral.network_id
    )
    emails.queue_date_answered(found, by_person=by is None)
    return found
