"""Addresses that are no longer, and where they lead."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from laplateforme.core.models import BaseModel
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
