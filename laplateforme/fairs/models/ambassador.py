"""A person with a project who tells it at a stand, with their agreement."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.enums import AmbassadorClosing, OccasionStatus
from laplateforme.fairs.models.duty import Slot
from laplateforme.network.models import Network
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Holder
from laplateforme.projects.models.consent import PROOF_DAYS

SHOWN_DAYS = 30  # after the slot: then the name goes


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    def standing(self) -> "AmbassadorQuerySet":
        """Neither refused, taken back nor otherwise closed."""
        return self.filter(closed_at__isnull=True)

    def agreed(self) -> "AmbassadorQuerySet":
        """Those whose name may be read: the person said yes themselves, and stands by it."""
        return self.standing().filter(agreed_at__isnull=False, holder__erased_at__isnull=True)

    def ahead(self, at: datetime) -> "AmbassadorQuerySet":
        """Those of a slot to come, where the network goes."""
        return self.filter(slot__ends_at__gt=at, slot__occasion__status=OccasionStatus.ACCEPTED)


class Ambassador(BaseModel):
    """One person, one slot: under the name and with the sentence that they chose. It opens nothing of their file.

    Until they say yes themselves, and from the moment they take it back, their name stands nowhere. The row is the
    proof of what was agreed.
    """

    changes_public_pages = False
    personal = {
        "holder": Personal("To prove who agreed", Level.PERSONAL, PROOF_DAYS, "slot__ends_at"),
        "called": Personal("To know whom one meets at the stand", Level.PERSONAL, SHOWN_DAYS, "slot__ends_at"),
        "tells": Personal("To know what is told at the stand", Level.PERSONAL, SHOWN_DAYS, "slot__ends_at"),
        "text": Personal("To prove what the person agreed to", Level.PERSONAL, PROOF_DAYS, "slot__ends_at"),
        "asked_by": Personal("To prove who asked for the agreement", Level.PROFESSIONAL, PROOF_DAYS, "slot__ends_at"),
    }

    slot = models.ForeignKey(Slot, verbose_name=_("slot"), on_delete=models.CASCADE, related_name="ambassadors")
    holder = models.ForeignKey(Holder, verbose_name=_("person"), on_delete=models.SET_NULL, null=True, related_name="+")
    called = models.CharField(_("name that is said"), max_length=80, blank=True)
    tells = models.CharField(_("what the person tells"), max_length=200, blank=True)
    channel = models.CharField(_("how it was given"), max_length=8, choices=Channel.choices)
    text = models.TextField(_("words that were read"), blank=True)
    text_version = models.CharField(_("version of the words"), max_length=20)
    text_hash = models.CharField(_("fingerprint of the words"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing = models.CharField(_("why it is closed"), max_length=10, choices=AmbassadorClosing.choices, blank=True)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambassador with a project")
        verbose_name_plural = _("ambassadors with a project")
        constraints = [
            models.UniqueConstraint(
                name="ambassador_once", fields=["slot", "holder"], condition=models.Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(name="ambassador_says_its_words", condition=~models.Q(text_hash="")),
            models.CheckConstraint(
                name="ambassador_closed_says_why",
                condition=models.Q(closed_at__isnull=True, closing="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(closing="")),
            ),
            models.CheckConstraint(
                name="ambassador_closed_is_nobody",
                condition=models.Q(closed_at__isnull=True) | models.Q(called="", tells=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def network(self) -> Network:
        return self.slot.occasion.network


def standing_of(holder: Holder, at: datetime) -> Any:
    """What a person was asked or agreed to, still to come."""
    rows = Ambassador.objects.standing().ahead(at).filter(holder=holder)
    return rows.select_related("slot__occasion__network").order_by("slot__starts_at", "pk")
