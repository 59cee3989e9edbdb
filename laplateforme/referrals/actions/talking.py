"""Questions, replies and dates between the two organizations; what could be taken, asked without a person."""

from datetime import datetime

from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.proofs import new_figures
from laplateforme.core.text import clean_text
from laplateforme.network.models import Network, Organization
from laplateforme.offers.actions import set_capacity
from laplateforme.offers.models import Offer
from laplateforme.referrals import emails
from laplateforme.referrals.actions.moves import UnableToMoveReferral, locked, move, note_fact
from laplateforme.referrals.enums import UNDER_WAY, EventKind, MessageKind, ReferralStatus
from laplateforme.referrals.models import CapacityQuestion, Referral, ReferralMessage


class UnableToAsk(Exception):
    """The same question to the same offer waits already."""


@transaction.atomic
def ask_about(*, referral: Referral, text: str, by: User | None, at: datetime) -> ReferralMessage:
    """The receiver asks before answering: the hand-over is on hold, not refused. Raises UnableToMoveReferral."""
    referral = locked(referral)
    if referral.status not in ReferralStatus.UNANSWERED:
        raise UnableToMoveReferral(referral.status)
    if referral.status != ReferralStatus.ON_HOLD:
        move(referral, to=ReferralStatus.ON_HOLD, by=by, at=at, organization=referral.receiver_id)
    return _say(referral, MessageKind.QUESTION, referral.receiver, text, by, at)


@transaction.atomic
def reply_about(*, referral: Referral, text: str, by: User, at: datetime) -> ReferralMessage:
    """The sender replies; it is the receiver's turn again. Raises UnableToMoveReferral once it is over."""
    referral = locked(referral)
    if referral.status not in ReferralStatus.OPEN:
        raise UnableToMoveReferral(referral.status)
    return _say(referral, MessageKind.REPLY, referral.sender, text, by, at)


@transaction.atomic
def propose_date(
    *, referral: Referral, starts_at: datetime, by: User | None, at: datetime, text: str = ""
) -> ReferralMessage:
    """A meeting: the person and the sender receive it for their calendars. Raises UnableToMoveReferral unless the
    receiver has said yes.
    """
    referral = locked(referral)
    if referral.status not in UNDER_WAY:
        raise UnableToMoveReferral(referral.status)
    return _say(referral, MessageKind.DATE, referral.receiver, text, by, at, starts_at)


def _say(
    referral: Referral, kind: MessageKind, organization: Organization, text: str, by: User | None, at: datetime,
    starts_at: datetime | None = None,
) -> ReferralMessage:  # fmt: skip
    message = ReferralMessage.objects.create(
        referral=referral, kind=kind, organization=organization, author=by, text=clean_text(text)[:500], said_at=at,
        starts_at=starts_at,
    )  # fmt: skip
    said = {"question": EventKind.ASKED, "reply": EventKind.REPLIED, "date": EventKind.DATED}[kind.value]
    note_fact(referral, said, at=at, organization=organization.pk)
    emails.queue_message(message)
    return message


@transaction.atomic
def new_door_code(*, referral: Referral, at: datetime) -> str:
    """Mails six figures to the organization and returns them; "" when it has no address at all."""
    code = new_figures()
    journal.record("hand-over code sent", at=at, subject=referral, network_id=referral.network_id)
    return code if emails.queue_code(referral, code) else ""


@transaction.atomic
def renew_link(*, referral: Referral, at: datetime) -> None:
    """A new link leaves to the same addresses; nothing once it is over."""
    if referral.status in ReferralStatus.OPEN:
        journal.record("hand-over link renewed", at=at, subject=referral, network_id=referral.network_id)
        emails.queue_asked(referral, again=True)


@transaction.atomic
def ask_capacity(
    *, offer: Offer, network: Network, asker: Organization, stage: str, theme: str, by: User, at: datetime
) -> CapacityQuestion:
    """ "Could you take somebody in the next weeks?": not a word about a person. Raises UnableToAsk."""
    try:
        with transaction.atomic():
            question = CapacityQuestion.objects.create(
                offer=offer, network=network, asker=asker, stage=stage, theme=theme, asked_by=by, asked_at=at
            )
    except IntegrityError:
        raise UnableToAsk(offer.pk) from None
    journal.record("capacity asked", at=at, actor_id=by.pk, subject=question, network_id=network.pk)
    emails.queue_capacity_asked(question)
    return question


@transaction.atomic
def answer_capacity(
    *, question: CapacityQuestion, capacity: str, at: datetime, by: User | None = None, weeks: int | None = None
) -> CapacityQuestion:
    """The offer is up to date for everybody, with the day and its author; a later answer renews the first.

    Raises UnableToSaveOffer (offers) for weeks out of reason.
    """
    question = CapacityQuestion.objects.select_for_update(of=("self",)).select_related(
        "offer__organization", "network", "asker", "asked_by"
    ).get(pk=question.pk)  # fmt: skip
    set_capacity(offer=question.offer, capacity=capacity, weeks=weeks, at=at, by=by)
    is_first = question.answered_at is None
    question.answered_at, question.capacity, question.weeks = at, capacity, weeks
    question.version += 1
    question.save(update_fields=["answered_at", "capacity", "weeks", "version", "updated_at"])
    journal.record(
        "capacity said", at=at, actor_id=by.pk if by else None, subject=question, network_id=question.network_id
    )
    if is_first:
        emails.queue_capacity_answered(question)
    return question
