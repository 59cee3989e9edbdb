"""Addresses that are no longer, and where they lead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.editorial.models.words import Keyword
from laplateforme.network.models import Network


class OldAddress(BaseModel):
    """Somebody kept this address: it leads to a page, to a keyword, or to another path of the network."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    path = models.CharField(_("old address, without host"), max_length=400)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    keyword = models.ForeignKey(
        Keyword, verbose_name=_("keyword"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    target = models.CharField(_("path of the network"), max_length=400, blank=True)
    origin = models.CharField(_("where it came from"), max_length=120, blank=True, db_index=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(name="old_address_once", fields=["network", "path"]),
            models.CheckConstraint(
                name="old_address_leads_somewhere",
                condition=Q(page__isnull=False) | Q(keyword__isnull=False) | ~Q(target=""),
            ),
        ]

    def __str__(self) -> str:
        return self.path


class OldImport(BaseModel):
    """One time that an old site was brought over, so that it can be taken back."""

    changes_public_pages = False
    personal = {
        "by": Personal("To know whom to ask about what was brought over", Level.PROFESSIONAL),
        "undone_by": Personal("To know whom to ask about what was taken back", Level.PROFESSIONAL),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("old site"), max_length=40)
    at = models.DateTimeField(_("brought over on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brought over by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("import of an old site")
        verbose_name_plural = _("imports of old sites")

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class OldThing(models.Model):
    """A row that an import made, and how it stood then (`stamp`): whatever has changed since is not taken back."""

    brought = models.ForeignKey(
        OldImport, verbose_name=_("import of an old site"), on_delete=models.CASCADE, related_name="things"
    )
    origin = models.CharField(_("where it came from"), max_length=120, db_index=True)
    key = models.CharField(_("key"), max_length=80)
    stamp = models.CharField(_("how it stood"), max_length=64)

    class Meta:
        verbose_name = _("thing of an old site")
        verbose_name_plural = _("things of an old site")

    def __str__(self) -> str:
        return self.origin
