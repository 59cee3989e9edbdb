"""What somebody wants to do."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import OTHERS, Level, Personal
from laplateforme.network.models import Network, Organization
from laplateforme.places.models import Commune
from laplateforme.projects.models.consent import readable_by
from laplateforme.projects.models.desks import desks_of, own_desk
from laplateforme.projects.models.holder import FILE_DAYS, SINCE, Holder
from laplateforme.projects.models.lead import led_by
from laplateforme.vocabulary.enums import LegalForm


class ProjectQuerySet(models.QuerySet["Project"]):
    def of_network(self, network: Network | None) -> "ProjectQuerySet":
        return self.filter(network=network) if network else self.none()

    def kept_by(self, user: Any) -> "ProjectQuerySet":
        """Those of the organizations whose files `user` keeps."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(own_desk(user), organization__in=desks_of(user).values("organization"))

    def visible_to(self, user: Any, at: datetime | None = None) -> "ProjectQuerySet":
        """One's organization's own, those shared with it now by at least one person, those that one led not long ago,
        and one's own project.

        What of each may be read is said by `queries.sheet_for`. Strangers find nothing.
        """
        if not user.is_authenticated:
            return self.none()
        now = at or timezone.now()
        agreed = models.Exists(readable_by(user, now).filter(project=models.OuterRef("pk")))
        led = models.Exists(led_by(user, now).filter(project=models.OuterRef("pk")))
        carried = models.Exists(
            Holder.objects.known().filter(user_id=user.pk, projects=models.OuterRef("pk")),
        )
        return self.filter(own_desk(user) | agreed | led | carried)


class Project(BaseModel):
    """No legal entity is needed. `organization` leads the file, `lead_adviser` is the person to ask there."""

    changes_public_pages = False
    personal = {
        "name": Personal("To recognize the project", Level.PERSONAL, FILE_DAYS, SINCE),
        "summary": Personal("To understand the project before helping", Level.PERSONAL, FILE_DAYS, SINCE),
        "holders": Personal("To know who carries the project", Level.PERSONAL),
        "lead_adviser": Personal("So that everybody knows whom to ask", Level.PROFESSIONAL),
        "siret": Personal(
            "To recognize the enterprise once there is one", Level.PROFESSIONAL, FILE_DAYS, SINCE, of=OTHERS
        ),
        "rna": Personal(
            "To recognize the enterprise once there is one", Level.PROFESSIONAL, FILE_DAYS, SINCE, of=OTHERS
        ),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization that keeps the file"), on_delete=models.CASCADE, related_name="+"
    )
    holders = models.ManyToManyField(Holder, verbose_name=_("people"), related_name="projects")
    lead_adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lead adviser"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    name = models.CharField(_("name of the project"), max_length=120, blank=True)
    summary = models.TextField(_("the project in a few words"), max_length=1000, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    legal_form = models.CharField(_("legal form"), max_length=24, choices=LegalForm.choices, default=LegalForm.NONE)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    rna = models.CharField(_("RNA"), max_length=10, blank=True)
    last_activity_at = models.DateTimeField(_("last activity at"))

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            models.Index(fields=["organization", "network", "-last_activity_at"], name="project_of_organization")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("projects:sheet", args=[self.pk])
