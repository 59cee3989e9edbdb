"""What a person agreed that one named organization reads, for what, until when."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Organization, Participation
from laplateforme.projects.enums import Channel, Closing, Light
from laplateforme.projects.models.desks import desks_of

PROOF_DAYS = settings.LP_CONSENT_PROOF_DAYS


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Neither withdrawn, refused, replaced nor otherwise closed; its dates may be over all the same."""
        return self.filter(closed_at__isnull=True)

    def live(self, at: datetime) -> "ConsentQuerySet":
        """Those that give something to read at `at`: within their dates, confirmed or freshly spoken, to an
        organization that still takes part in the network. What each gives is said by its `light`.
        """
        fresh = models.Q(channel=Channel.SPOKEN, starts_at__gt=at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS))
        takes_part = Participation.objects.filter(
            organization=models.OuterRef("receiver"), network=models.OuterRef("project__network")
        )
        return self.standing().filter(
            models.Q(confirmed_at__isnull=False) | fresh,
            models.Exists(takes_part),
            starts_at__lte=at,
            ends_at__gt=at,
            holder__erased_at__isnull=True,
        )


def readable_by(user: Any, at: datetime) -> ConsentQuerySet:
    """The agreements by which `user` may read something, as somebody who keeps the files of the receiver."""
    mine = desks_of(user).filter(organization=models.OuterRef("receiver"), network=models.OuterRef("project__network"))
    bodies = desks_of(user).values("organization")  # says no more than `mine`, but lets the index find the rows
    return Consent.objects.live(at).filter(models.Exists(mine), receiver__in=bodies)


class Consent(BaseModel):
    """One person, one project, one named receiver. The row is the proof: it stays five years after its end."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "holder": Personal("To prove who agreed", Level.PERSONAL, PROOF_DAYS, "ends_at"),
        "purpose": Personal("To prove what the person agreed to", Level.PERSONAL, PROOF_DAYS, "ends_at"),
        "text": Personal("To prove what the person agreed to", Level.PERSONAL, PROOF_DAYS, "ends_at"),
        "taken_by": Personal("To prove who asked for the agreement", Level.PROFESSIONAL, PROOF_DAYS, "ends_at"),
    }

    holder = models.ForeignKey(
        "projects.Holder", verbose_name=_("person"), on_delete=models.CASCADE, related_name="consents"
    )
    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.CASCADE, related_name="consents"
    )
    sender = models.ForeignKey(
        Organization, verbose_name=_("organization that shares"), on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.ForeignKey(
        Organization, verbose_name=_("organization that reads"), on_delete=models.PROTECT, related_name="+"
    )
    bundles = models.JSONField(_("what may be read"), default=list)
    purpose = models.CharField(_("what for"), max_length=200)
    text = models.TextField(_("words that were read"))
    text_version = models.CharField(_("version of the words"), max_length=20)
    text_hash = models.CharField(_("fingerprint of the words"), max_length=64)
    channel = models.CharField(_("how it was given"), max_length=8, choices=Channel.choices)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    lasts_days = models.PositiveSmallIntegerField(_("days"))
    with_hand_over = models.BooleanField(_("given for a hand-over: ends with it if it comes to nothing"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing = models.CharField(_("why it is closed"), max_length=10, choices=Closing.choices, blank=True)
    closing_words = models.CharField(_("words about the end"), max_length=200, blank=True)
    copies_erased_at = models.DateTimeField(_("receiver says that its copies are erased, at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement to share")
        verbose_name_plural = _("agreements to share")
        constraints = [
            models.UniqueConstraint(
                name="consent_one_given_per_receiver",
                fields=["holder", "project", "receiver"],
                condition=models.Q(closed_at__isnull=True, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="consent_one_waiting_per_receiver",
                fields=["holder", "project", "receiver"],
                condition=models.Q(closed_at__isnull=True, confirmed_at__isnull=True),
            ),
            models.CheckConstraint(name="consent_not_to_oneself", condition=~models.Q(sender=models.F("receiver"))),
            models.CheckConstraint(
                name="consent_ends_within_twelve_months",
                condition=models.Q(ends_at__gt=models.F("starts_at"), lasts_days__gte=1, lasts_days__lte=366),
            ),
            models.CheckConstraint(name="consent_says_its_words", condition=~models.Q(text_hash="")),
            models.CheckConstraint(
                name="consent_closed_says_why",
                condition=models.Q(closed_at__isnull=True, closing="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(closing="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} → {self.receiver_id}"

    def light(self, at: datetime) -> Light:
        """What it gives at `at`, whoever reads; that the receiver takes part is asked by `live`."""
        if self.closed_at is not None or not self.starts_at <= at < self.ends_at:
            return Light.DARK
        if self.confirmed_at is not None:
            return Light.OPEN
        if self.starts_at <= at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS):
            return Light.DARK
        return {Channel.SPOKEN: Light.MASKED, Channel.LINK: Light.ASKED}.get(Channel(self.channel), Light.DARK)
