"""The one door through which a hand-over changes its status."""

from datetime import datetime
from uuid import UUID

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.projects.actions import end_with_hand_over
from laplateforme.projects.models import Project
from laplateforme.referrals.enums import ALLOWED_MOVES, EventKind, ReferralStatus
from laplateforme.referrals.models import Referral, ReferralEvent


class UnableToMoveReferral(Exception):
    """The hand-over cannot go from its present status to the one asked for: somebody was quicker, or it is over."""


def locked(referral: Referral) -> Referral:
    """The row as it stands now, held until the end of the transaction.

    The project's row first, as agreements do: a withdrawal and an answer come one after the other.
    """
    project = Referral.objects.filter(pk=referral.pk).values_list("project_id", flat=True)
    Project.objects.select_for_update().get(pk=project.get())
    found = Referral.objects.select_for_update(of=("self",))
    return found.select_related(
        "project__network", "project__commune", "need", "offer", "network", "sender", "receiver", "sent_by"
    ).get(pk=referral.pk)


def note_fact(
    referral: Referral, kind: EventKind, *, at: datetime, before: str = "", after: str = "", reason: str = "",
    organization: UUID | None = None,
) -> None:  # fmt: skip
    ReferralEvent.objects.create(
        referral=referral, kind=kind, before=before, after=after, reason=reason, organization_id=organization, at=at
    )


def let_go(referral: Referral, at: datetime) -> None:
    """It came to nothing: what its receiver read for it alone is closed, in this transaction.

    Unless another hand-over of this project to the same receiver is open, or was taken to its end there.
    """
    others = Referral.objects.filter(project=referral.project_id, receiver=referral.receiver_id)
    if not others.exclude(status__in=ReferralStatus.TO_NOTHING).exists():
        end_with_hand_over(project=referral.project, receiver=referral.receiver, at=at)


def move(
    referral: Referral, *, to: ReferralStatus, by: User | None, at: datetime, organization: UUID | None,
    reason: str = "",
) -> Referral:  # fmt: skip
    """Moves a locked row and keeps the fact; one that is passed on is let go once the next is asked.

    Raises UnableToMoveReferral.
    """
    before = ReferralStatus(referral.status)
    if to not in ALLOWED_MOVES[before]:
        raise UnableToMoveReferral(f"{before} → {to}")
    referral.status = to
    referral.version += 1
    referral.save()
    note_fact(referral, EventKind.MOVED, at=at, before=before.value, after=to.value, reason=reason,
              organization=organization)  # fmt: skip
    if to in ReferralStatus.TO_NOTHING and to != ReferralStatus.REROUTED:
        let_go(referral, at)
    journal.record(
        f"hand-over {to.value}", at=at, actor_id=by.pk if by else None, subject=referral,
        network_id=referral.network_id, before=before.value,
    )  # fmt: skip
    return referral
