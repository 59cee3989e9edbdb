"""A hand-over leaves, with the person's agreement; it is taken back, or passed to somebody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.network.models import Organization, Participation
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.projects.enums import Light
from laplateforme.projects.models import Consent, Need, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.referrals import emails
from laplateforme.referrals.actions.moves import let_go, locked, move, note_fact
from laplateforme.referrals.enums import EventKind, ReferralStatus
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries import agreement_for
from laplateforme.referrals.tasks import tell_later


class UnableToRefer(Exception):
    """`why`: oneself, elsewhere, offer, need, agreement, twice."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Asked:
    """Who is asked, for which need, by which offer, and why in one sentence."""

    receiver: Organization
    need: Need
    why: str = ""
    offer: Offer | None = None


@transaction.atomic
def send_referral(
    *, project: Project, asked: Asked, by: User | None, at: datetime, replaces: Referral | None = None
) -> Referral:
    """Asks `asked.receiver` to help. Without an answer from the person yet, it waits and leaves with their yes.

    Raises UnableToRefer; nothing is written then.
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    light = _refuse(project, asked, at)
    waits = light == Light.ASKED
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                network_id=project.network_id, project=project, need=asked.need, sender_id=project.organization_id,
                receiver=asked.receiver, offer=asked.offer, why=clean_text(asked.why)[:300], sent_by=by, asked_at=at,
                status=ReferralStatus.CONSENT_PENDING if waits else ReferralStatus.SENT, replaces=replaces,
                sent_at=None if waits else at,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToRefer("twice") from None
    note_fact(referral, EventKind.MOVED, at=at, after=referral.status, organization=project.organization_id)
    journal.record(
        "hand-over asked", at=at, actor_id=by.pk if by else None, subject=referral, network_id=project.network_id,
        receiver=str(asked.receiver.pk),
    )  # fmt: skip
    if referral.sent_at is not None:
        tell_later(referral)
    return referral


def send_waiting(*, at: datetime) -> int:
    """Sends the hand-overs whose person has said yes meanwhile. Returns how many left."""
    rows = Referral.objects.filter(status=ReferralStatus.CONSENT_PENDING)
    return sum(_send_agreed(pk, at) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _send_agreed(pk: UUID, at: datetime) -> bool:
    referral = locked(Referral(pk=pk))
    agreed = agreement_for(referral.project, referral.receiver, at) in (Light.OPEN, Light.MASKED)
    if referral.status != ReferralStatus.CONSENT_PENDING or not agreed:
        return False
    referral.sent_at = at
    move(referral, to=ReferralStatus.SENT, by=None, at=at, organization=referral.sender_id)
    tell_later(referral)
    return True


def follow_agreement(consent: Consent, at: datetime) -> None:
    """An agreement was given or is over: what waited for it leaves, what rested on it alone ends, in that transaction.

    What the receiver has accepted stays: it says itself how it ends, and reads nothing meanwhile.
    """
    rows = Referral.objects.filter(project=consent.project_id, receiver=consent.receiver_id)
    waiting = list(rows.filter(status__in=[ReferralStatus.CONSENT_PENDING, *ReferralStatus.UNANSWERED]))
    if not waiting:
        return
    light = agreement_for(waiting[0].project, waiting[0].receiver, at)
    for referral in waiting:
        if light == Light.DARK:
            cancel_referral(referral=referral, by=None, at=at, may_undo=False)
        elif referral.status == ReferralStatus.CONSENT_PENDING:
            _send_agreed(referral.pk, at)


def follow_lead(project: Project, former: User | None, at: datetime) -> None:
    """Somebody else leads the project: open hand-overs of the former lead, or of nobody who keeps files there any
    more, are theirs, in that transaction. The answers come to them.
    """
    rows = Referral.objects.open().filter(project=project, sender=project.organization_id)
    for referral in rows.select_for_update(of=("self",)).select_related("sent_by").order_by("pk"):
        by = referral.sent_by
        desks = by and desks_of(by).filter(network=project.network_id, organization=project.organization_id)
        if by == project.lead_adviser or (by != former and desks and desks.exists()):
            continue
        Referral.objects.filter(pk=referral.pk).update(sent_by=project.lead_adviser, updated_at=at)
        note_fact(referral, EventKind.REOWNED, at=at, organization=referral.sender_id)


@transaction.atomic
def cancel_referral(*, referral: Referral, by: User | None, at: datetime, may_undo: bool = True) -> Referral:
    """Takes it back; within ten seconds, and unseen, as if it had never left. Raises UnableToMoveReferral.

    `may_undo=False`: it did leave, and ends for another reason.
    """
    referral = locked(referral)
    undo = timedelta(seconds=settings.LP_REFERRAL_UNDO_SECONDS)
    is_new = referral.sent_at is not None and at - referral.sent_at <= undo
    fresh = may_undo and is_new and referral.status == ReferralStatus.SENT and referral.told_at is None
    to = ReferralStatus.ENTERED_IN_ERROR if fresh else ReferralStatus.CANCELLED
    referral.closed_at = at
    move(referral, to=to, by=by, at=at, organization=referral.sender_id)
    if referral.told_at is not None:
        emails.queue_taken_back(referral)
    return referral


@transaction.atomic
def reroute_referral(*, referral: Referral, asked: Asked, by: User | None, at: datetime) -> Referral:
    """Asks somebody else and ends this one, both or neither; a declined or expired one simply has a follower.

    Raises UnableToRefer, UnableToMoveReferral.
    """
    referral = locked(referral)
    if referral.status in ReferralStatus.OPEN:
        referral.closed_at = at
        move(referral, to=ReferralStatus.REROUTED, by=by, at=at, organization=referral.sender_id)
    follower = send_referral(project=referral.project, asked=asked, by=by, at=at, replaces=referral)
    let_go(referral, at)
    return follower


def _refuse(project: Project, asked: Asked, at: datetime) -> Light:
    if asked.receiver.pk == project.organization_id:
        raise UnableToRefer("oneself")
    if not Participation.objects.filter(network=project.network_id, organization=asked.receiver).exists():
        raise UnableToRefer("elsewhere")
    if asked.need.project_id != project.pk or asked.need.met_at is not None:
        raise UnableToRefer("need")
    offer = asked.offer
    if offer and (offer.organization_id != asked.receiver.pk or offer.status != OfferStatus.PUBLISHED):
        raise UnableToRefer("offer")
    light = agreement_for(project, asked.receiver, at)
    if light == Light.DARK:
        raise UnableToRefer("agreement")
    return light
