"""A hand-over leaves, with the person's agreement; it is taken back, or passed to somebody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.network.models import Organization, Participation
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.projects.enums import Light
from laplateforme.projects.models import Need, Project
from laplateforme.referrals.actions.moves import locked, move, note_fact
from laplateforme.referrals.enums import EventKind, ReferralStatus
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries import agreement_for


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
    return referral


def send_waiting(*, at: datetime) -> int:
    """Sends the hand-overs whose person has said yes meanwhile. Returns how many left."""
    count = 0
    for pk in Referral.objects.filter(status=ReferralStatus.CONSENT_PENDING).values_list("pk", flat=True):
        with transaction.atomic():
            referral = locked(Referral(pk=pk))
            agreed = agreement_for(referral.project, referral.receiver, at) == Light.OPEN
            if referral.status == ReferralStatus.CONSENT_PENDING and agreed:
                referral.sent_at = at
                move(referral, to=ReferralStatus.SENT, by=None, at=at, organization=referral.sender_id)
                count += 1
    return count


@transaction.atomic
def cancel_referral(*, referral: Referral, by: User | None, at: datetime) -> Referral:
    """Takes it back; within ten seconds, and unseen, as if it had never left. Raises UnableToMoveReferral."""
    referral = locked(referral)
    undo = timedelta(seconds=settings.LP_REFERRAL_UNDO_SECONDS)
    fresh = referral.status == ReferralStatus.SENT and referral.sent_at is not None and at - referral.sent_at <= undo
    to = ReferralStatus.ENTERED_IN_ERROR if fresh else ReferralStatus.CANCELLED
    referral.closed_at = at
    return move(referral, to=to, by=by, at=at, organization=referral.sender_id)


@transaction.atomic
def reroute_referral(*, referral: Referral, asked: Asked, by: User | None, at: datetime) -> Referral:
    """Asks somebody else and ends this one, both or neither; a declined or expired one simply has a follower.

    Raises UnableToRefer, UnableToMoveReferral.
    """
    referral = locked(referral)
    if referral.status in ReferralStatus.OPEN:
        referral.closed_at = at
        move(referral, to=ReferralStatus.REROUTED, by=by, at=at, organization=referral.sender_id)
    return send_referral(project=referral.project, asked=asked, by=by, at=at, replaces=referral)


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
