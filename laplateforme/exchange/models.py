"""Imports: where they come from, what was previewed, what each line did (so that it can be undone)."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.exchange.enums import BatchStatus, LineAction
from laplateforme.network.models import Network, Organization
from laplateforme.vocabulary.enums import Role


class ImportSource(BaseModel):
    """Where files come from, and how their columns read."""

    changes_public_pages = False

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    format = models.CharField(_("format"), max_length=20)
    mapping = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(name="import_source_one_per_name", fields=["network", "name"])]

    def __str__(self) -> str:
        return self.name


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """Facilitators see their networks' imports, managers those of their organization."""
        if not user.is_authenticated:
            return self.none()
        memberships = user.memberships.filter(is_active=True)
        network_wide = memberships.filter(role__in=[Role.FACILITATOR, Role.ADMINISTRATOR]).values("network")
        own = memberships.filter(role=Role.ORGANIZATION_MANAGER).values("organization")
        return self.filter(
            models.Q(source__network__in=network_wide)
            | models.Q(source__organization__isnull=False, source__organization__in=own)
        )


class ImportBatch(BaseModel):
    """One file, previewed, then confirmed or left, perhaps undone."""

    changes_public_pages = False
    personal = {"asked_by": Personal("To know who imported", Level.PROFESSIONAL)}

    source = models.ForeignKey(ImportSource, verbose_name=_("source"), on_delete=models.CASCADE, related_name="batches")
    file_name = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(_("hash of the file"), max_length=64)
    file = models.FileField(_("file kept until confirmed"), upload_to="imports/", blank=True)
    format = models.CharField(_("format"), max_length=20, blank=True)
    columns = models.JSONField(_("columns of the file"), default=list)  # [{"name", "samples"}]
    unknown = models.JSONField(_("values we do not know"), default=dict)  # field → {value: lines}
    options = models.JSONField(_("options"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus.choices, default=BatchStatus.READ)
    asked_by = models.ForeignKey(
        "accounts.User", verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:import", args=[self.pk])


class ImportLine(models.Model):
    """What one line of the file does: read when previewed, acted on when confirmed, turned back when undone."""

    changes_public_pages = False

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, verbose_name=_("import"), on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    action = models.CharField(_("effect"), max_length=10, choices=LineAction.choices)
    label = models.CharField(_("label"), max_length=200, blank=True)
    values = models.JSONField(_("values"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    messages = models.JSONField(_("messages"), default=list)
    offer_id = models.UUIDField(_("offer"), null=True, blank=True)
    offer_version = models.PositiveIntegerField(_("version written"), null=True, blank=True)
    is_done = models.BooleanField(_("done"), default=False)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        constraints = [models.UniqueConstraint(name="import_line_once", fields=["batch", "number"])]
        indexes = [models.Index(fields=["offer_id"], name="import_line_offer")]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"
