"""Who followed a project before: a time of reading to hand the file over well, then nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Membership

FORMER_LEAD_DAYS = settings.LP_FORMER_LEAD_DAYS


class FormerLeadQuerySet(models.QuerySet["FormerLead"]):
    def reading(self, at: datetime) -> "FormerLeadQuerySet":
        """Those who may still read at `at`: not for long, and only as long as they are of the organization that keeps
        the file, whatever they do there. Whoever has left it reads nothing.
        """
        still = Membership.objects.active().filter(
            user=models.OuterRef("adviser"),
            network=models.OuterRef("project__network"),
            organization=models.OuterRef("project__organization"),
        )
        since = at - timedelta(days=settings.LP_FORMER_LEAD_DAYS)
        return self.filter(models.Exists(still), left_at__gt=since, left_at__lte=at)


class FormerLead(BaseModel):
    """Somebody led a project until `left_at`."""

    changes_public_pages = False
    erased_whole = True
    goes_with_account = ("adviser",)
    personal = {
        "adviser": Personal(
            "To hand a file over well: the former lead adviser still reads it, and the person knows",
            Level.PROFESSIONAL, FORMER_LEAD_DAYS, "left_at",
        ),
    }  # fmt: skip

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.CASCADE, related_name="former_leads"
    )
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("former lead adviser"), on_delete=models.CASCADE, related_name="+"
    )
    left_at = models.DateTimeField(_("lead until"))

    objects = FormerLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("former lead adviser")
        verbose_name_plural = _("former lead advisers")
        constraints = [models.UniqueConstraint(name="former_lead_once", fields=["project", "adviser"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.left_at:%Y-%m-%d}"

    @property
    def reads_until(self) -> datetime:
        return self.left_at + timedelta(days=settings.LP_FORMER_LEAD_DAYS)


def led_by(user: Any, at: datetime) -> FormerLeadQuerySet:
    """What `user` led not long ago and may still read."""
    return FormerLead.objects.reading(at).filter(adviser=user.pk)
