"""Who acts for whom."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models.network import Network
from laplateforme.network.models.organization import Organization
from laplateforme.vocabulary.enums import Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(is_active=True, user__is_active=True)

    def of(self, user: Any, network: Network | None) -> "MembershipQuerySet":
        """What `user` does in `network`."""
        return self.active().filter(user_id=user.pk, network=network) if network else self.none()


class Membership(BaseModel):
    """A person has a role in a network, in one of its organizations or for the network itself."""

    changes_public_pages = False
    goes_with_account = ("user",)
    personal = {"user": Personal("To know who may do what", Level.PROFESSIONAL)}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    is_active = models.BooleanField(_("active"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # Two, and not one with equal nulls: SQLite has no such thing and would leave it out.
            models.UniqueConstraint(
                name="membership_of_organization_once", fields=["user", "network", "organization", "role"]
            ),
            models.UniqueConstraint(
                name="membership_of_network_once",
                fields=["user", "network", "role"],
                condition=models.Q(organization__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_has_its_organization",
                condition=models.Q(organization__isnull=False) | ~models.Q(role__in=Role.IN_ORGANIZATION),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class Invitation(BaseModel):
    """Somebody is asked by e-mail to join, with a role."""

    changes_public_pages = False
    erased_whole = True
    addressed_by = "email"
    goes_with_account = ("email",)
    personal = {
        "email": Personal("To send the invitation", Level.PROFESSIONAL, 90),
        "invited_by": Personal("To say who invites", Level.PROFESSIONAL, 90),
    }

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="invitations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                name="invitation_has_its_organization",
                condition=models.Q(organization__isnull=False) | ~models.Q(role__in=Role.IN_ORGANIZATION),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"
