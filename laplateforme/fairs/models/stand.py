"""The stand of an occasion: its keys, the phones that hold it, the envelopes that came."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.enums import EnvelopeState, KeyState
from laplateforme.fairs.models.occasion import KEPT_DAYS, Occasion


class StandKey(BaseModel):
    """The public half of a key of a stand. The private half is a file outside the database (LP_STAND_KEYS_DIR).

    A retired key seals no more and still opens what was sealed for it.
    """

    changes_public_pages = False

    occasion = models.ForeignKey(
        Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="stand_keys"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    public_key = models.CharField(_("public key"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=KeyState.choices, default=KeyState.CURRENT)

    class Meta:
        verbose_name = _("key of a stand")
        verbose_name_plural = _("keys of stands")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="stand_key_number_once", fields=["occasion", "number"]),
            models.UniqueConstraint(
                name="stand_key_one_current", fields=["occasion"], condition=models.Q(state=KeyState.CURRENT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id} {self.number}"


class StandDevice(BaseModel):
    """A phone that holds the stand, prepared by somebody of the network; its own key may be revoked alone."""

    changes_public_pages = False
    personal = {
        "user": Personal("To know who noted a contact at a stand", Level.PROFESSIONAL, KEPT_DAYS, "occasion__ends_at")
    }

    occasion = models.ForeignKey(
        Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="stand_devices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    secret_hash = models.CharField(_("fingerprint of its key"), max_length=64)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("phone of a stand")
        verbose_name_plural = _("phones of stands")

    def __str__(self) -> str:
        return str(self.pk)


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def aside(self) -> "EnvelopeQuerySet":
        return self.filter(state=EnvelopeState.ASIDE)


class Envelope(BaseModel):
    """That an envelope came, once: its number and its fingerprint. What could not be opened stays aside, sealed.

    The row outlives the contact: an envelope that comes again makes nobody known again.
    """

    changes_public_pages = False
    personal = {"sealed": Personal("To open later what could not be opened", Level.SECRET, 30)}

    occasion = models.ForeignKey(
        Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="envelopes"
    )
    device = models.ForeignKey(
        StandDevice, verbose_name=_("phone"), on_delete=models.SET_NULL, null=True, blank=True, related_name="envelopes"
    )
    envelope_id = models.UUIDField(_("envelope"))
    digest = models.CharField(_("fingerprint"), max_length=64)
    serial = models.PositiveIntegerField(_("number on the phone"), default=0)
    said_at = models.CharField(_("hour that the phone says"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=EnvelopeState.choices)
    replaces = models.UUIDField(_("envelope that it corrects"), null=True, blank=True, db_index=True)
    edition = models.PositiveSmallIntegerField(_("how many times it was corrected"), default=0)
    why = models.CharField(_("why it is aside"), max_length=20, blank=True)
    sealed: Any = models.JSONField(_("sealed"), default=dict, blank=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed envelope")
        verbose_name_plural = _("sealed envelopes")
        constraints = [
            models.UniqueConstraint(
                name="envelope_opened_once",
                fields=["envelope_id"],
                condition=models.Q(state=EnvelopeState.OPENED),
            ),
            models.UniqueConstraint(name="envelope_digest_once", fields=["envelope_id", "digest"]),
            models.CheckConstraint(
                name="envelope_aside_says_why", condition=~models.Q(state=EnvelopeState.ASIDE) | ~models.Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.state}"
