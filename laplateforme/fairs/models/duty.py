"""Slots of an occasion and the people who take them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.enums import DutyStatus
from laplateforme.fairs.models.occasion import KEPT_DAYS, Occasion
from laplateforme.network.models import Network, Organization

MOST_PEOPLE = 20


class Slot(BaseModel):
    """A stretch of time that people are wanted for. `for_holders`: one where people with a project tell their own."""

    changes_public_pages = False

    occasion = models.ForeignKey(Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="slots")
    title = models.CharField(_("what is done"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    wanted = models.PositiveSmallIntegerField(_("people wanted"), default=2)
    for_holders = models.BooleanField(_("for people with a project, who tell their own"), default=False)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="slot_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="slot_wants_somebody", condition=models.Q(wanted__gte=1, wanted__lte=MOST_PEOPLE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class DutyQuerySet(models.QuerySet["Duty"]):
    def taken(self) -> "DutyQuerySet":
        return self.filter(status=DutyStatus.TAKEN)

    def standing(self) -> "DutyQuerySet":
        return self.filter(status__in=DutyStatus.STANDING)

    def waiting_for(self, user: Any, network: Network, at: datetime) -> "DutyQuerySet":
        """What `user` was asked and has not answered yet."""
        rows = self.filter(user_id=user.pk, status=DutyStatus.ASKED, slot__occasion__network=network)
        return rows.filter(slot__ends_at__gt=at)


class Duty(BaseModel):
    """Somebody takes a slot, for all and for their organization. `agreed_at`: when they said yes themselves.

    When the person goes from here (their account, or after the delay) the hours of their organization stay.
    """

    changes_public_pages = False
    personal = {
        "user": Personal("To know who stands where; then only the hours of each structure stay", Level.PROFESSIONAL,
                         KEPT_DAYS, "slot__ends_at"),
        "asked_by": Personal("So that the person knows who asks", Level.PROFESSIONAL, KEPT_DAYS, "slot__ends_at"),
    }  # fmt: skip

    slot = models.ForeignKey(Slot, verbose_name=_("slot"), on_delete=models.CASCADE, related_name="duties")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.SET_NULL, null=True, related_name="duties"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=DutyStatus.choices, default=DutyStatus.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(name="duty_once", fields=["slot", "user"]),
            models.CheckConstraint(
                name="duty_taken_was_agreed",
                condition=~models.Q(status=DutyStatus.TAKEN) | models.Q(agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.status}"
