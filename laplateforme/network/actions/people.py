"""Who joins, who leaves, with which role."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from laplateforme.accounts.actions import close_sessions, open_account
from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.signing import LINK_LIFE
from laplateforme.network import emails, rules
from laplateforme.network.models import Invitation, Membership, Network, Organization, Participation
from laplateforme.vocabulary.enums import Role


class UnableToInvite(Exception):
    """The inviter may not give this role, or the organization is not of this network."""


class UnableToAccept(Exception):
    """The invitation is too old (`expired`) or was withdrawn."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "revoked")
        self.expired = expired


class UnableToCloseMembership(Exception):
    """Nobody closes their own membership, nor one that they could not have opened."""


@transaction.atomic
def invite(
    *, network: Network, email: str, role: str, by: User, at: datetime, organization: Organization | None = None
) -> Invitation:
    """Asks somebody by e-mail to join; the link lives eight days and serves once. An older open one is withdrawn.

    Raises UnableToInvite when `by` may not give this role here.
    """
    if not rules.can_invite(by, network, role, organization):
        raise UnableToInvite(role)
    if role in Role.IN_ORGANIZATION and organization is None:
        raise UnableToInvite("organization")
    if organization and not Participation.objects.filter(network=network, organization=organization).exists():
        raise UnableToInvite("network")
    address = email.strip().lower()
    for former in Invitation.objects.open(at).filter(network=network, email=address, role=role):
        revoke_invitation(invitation=former, by=by, at=at)
    invitation = Invitation.objects.create(
        network=network, organization=organization, email=address, role=role, invited_by=by, expires_at=at + LINK_LIFE
    )
    emails.queue_invitation(invitation)
    journal.record("invitation sent", at=at, actor_id=by.pk, subject=invitation, network_id=network.pk, role=role)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, at: datetime) -> Membership:
    """Opens the account if there is none, and the membership. The second click gets the same membership.

    Raises UnableToAccept when the invitation is too old or was withdrawn.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        former = Membership.objects.filter(
            user__email__iexact=invitation.email, network_id=invitation.network_id, role=invitation.role,
            organization=invitation.organization,
        ).first()  # fmt: skip
        if former is None:  # taken away since
            raise UnableToAccept(expired=False)
        return former
    if invitation.revoked_at is not None:
        raise UnableToAccept(expired=False)
    if invitation.expires_at <= at:
        raise UnableToAccept(expired=True)
    user = open_account(email=invitation.email, name=name, at=at)
    membership = add_member(
        user=user,
        network=invitation.network,
        role=invitation.role,
        organization=invitation.organization,
        at=at,
        by=user,
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at", "updated_at"])
    return membership


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link of this invitation leads nowhere any more. Without effect once accepted or withdrawn."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at)
    if changed:
        journal.record(
            "invitation revoked", at=at, actor_id=by.pk, subject=invitation, network_id=invitation.network_id
        )


@transaction.atomic
def add_member(
    *, user: User, network: Network, role: str, at: datetime, organization: Organization | None = None,
    by: User | None = None,
) -> Membership:  # fmt: skip
    """The person has this role from now on; a closed membership of the same kind is opened again."""
    found: dict[str, Any] = {"user": user, "network": network, "organization": organization, "role": role}
    try:
        with transaction.atomic():
            membership, _ = Membership.objects.update_or_create(**found, defaults={"is_active": True})
    except IntegrityError:  # two at once: the other one made it
        membership = Membership.objects.get(**found)
    journal.record(
        "membership opened", at=at, actor_id=by.pk if by else None, subject=membership, network_id=network.pk, role=role
    )
    return membership


@transaction.atomic
def close_membership(*, membership: Membership, by: User, at: datetime) -> Membership:
    """The person no longer has this role. Without any role left, every session of theirs ends at once.

    Raises UnableToCloseMembership when `by` may not.
    """
    if not rules.can_close_membership(by, membership):
        raise UnableToCloseMembership(str(membership.pk))
    return end_membership(membership=membership, by=by, at=at)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> Membership:
    """What `close_membership` does once it is allowed, and what becomes of one's own when one closes one's account.

    Twice is once.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not membership.is_active:
        return membership
    membership.is_active = False
    membership.version += 1
    membership.save(update_fields=["is_active", "version", "updated_at"])
    journal.record(
        "membership closed", at=at, actor_id=by.pk, subject=membership, network_id=membership.network_id,
        role=membership.role,
    )  # fmt: skip
    if not Membership.objects.active().filter(user_id=membership.user_id).exists():
        close_sessions(user=membership.user, by=by, at=at)
    return membership
