"""A person with a project."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Network, Organization
from laplateforme.places.models import Commune
from laplateforme.projects.models.consent import readable_by
from laplateforme.projects.models.desks import own_desk
from laplateforme.projects.models.lead import led_by

FILE_DAYS = settings.LP_FILE_DAYS
SINCE = "last_activity_at"


class HolderQuerySet(models.QuerySet["Holder"]):
    def known(self) -> "HolderQuerySet":
        """Those who are still somebody: not erased."""
        return self.filter(erased_at__isnull=True)

    def visible_to(self, user: Any, at: datetime | None = None) -> "HolderQuerySet":
        """One's own row, those of one's organization, those who agreed that one's organization reads something, and
        those of a file that one led not long ago.

        Nobody else, whatever their role: not even that the person exists.
        """
        if not user.is_authenticated:
            return self.none()
        now = at or timezone.now()
        agreed = models.Exists(readable_by(user, now).filter(holder=models.OuterRef("pk")))
        led = models.Exists(led_by(user, now).filter(project__holders=models.OuterRef("pk")))
        return self.known().filter(models.Q(user_id=user.pk) | own_desk(user) | agreed | led)


class Holder(BaseModel):
    """A person who carries a project, alone or with others. `organization` keeps the file and answers for it."""

    changes_public_pages = False
    personal = {
        "user": Personal("So that the person finds their own page", Level.PERSONAL, FILE_DAYS, SINCE),
        "first_name": Personal("To know whom one is helping", Level.PERSONAL, FILE_DAYS, SINCE),
        "last_name": Personal("To know whom one is helping", Level.PERSONAL, FILE_DAYS, SINCE),
        "email": Personal(
            "To reach the person; erased after 30 days when an agreement given by word of mouth is not confirmed",
            Level.PERSONAL, FILE_DAYS, SINCE,
        ),
        "phone": Personal(
            "To reach the person; erased after 30 days when an agreement given by word of mouth is not confirmed",
            Level.PERSONAL, FILE_DAYS, SINCE,
        ),
        "commune": Personal("To propose help nearby", Level.PERSONAL, FILE_DAYS, SINCE),
    }  # fmt: skip

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization that keeps the file"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_activity_at = models.DateTimeField(_("last activity at"))
    warned_at = models.DateTimeField(_("told that the file will go, at"), null=True, blank=True)
    unconfirmed_since = models.DateTimeField(_("known by word of mouth only, since"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("joined with"), on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    objects = HolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("person with a project")
        verbose_name_plural = _("people with a project")
        indexes = [models.Index(fields=["organization", "network"], name="holder_of_organization")]
        constraints = [
            models.CheckConstraint(
                name="holder_erased_is_nobody",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(first_name="", last_name="", email="", phone="", user__isnull=True, commune__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def called(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
