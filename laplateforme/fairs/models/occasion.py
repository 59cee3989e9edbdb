"""A fair, a meeting, an open day, a leaflet round where some represent all."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.ids import short_code
from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import OTHERS, Level, Personal
from laplateforme.fairs.enums import DutyStatus, OccasionKind, OccasionStatus
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.network.rules import PROFESSIONALS
from laplateforme.places.models import Commune

KEPT_DAYS = settings.LP_FAIR_DAYS


def occasion_code() -> str:
    return short_code(8)


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def of_network(self, network: Network | None) -> "OccasionQuerySet":
        return self.filter(network=network) if network else self.none()

    def visible_to(self, user: Any) -> "OccasionQuerySet":
        """Colleagues of the network read all; anybody else what they proposed and where they are asked to stand."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        colleague = Membership.objects.active().filter(
            user_id=user.pk, network=models.OuterRef("network"), role__in=PROFESSIONALS
        )
        member = Membership.objects.active().filter(user_id=user.pk, network=models.OuterRef("network"))
        mine = models.Q(proposed_by_id=user.pk) | models.Q(
            pk__in=user.duties.filter(status__in=DutyStatus.STANDING).values("slot__occasion")
        )
        return self.filter(models.Exists(colleague) | (models.Exists(member) & mine))

    def unanswered(self) -> "OccasionQuerySet":
        """Decided, asked for by a third party who has no answer yet."""
        decided = self.filter(status__in=(OccasionStatus.ACCEPTED, OccasionStatus.DECLINED))
        return decided.exclude(asked_body="").filter(answered_at__isnull=True)

    def accepted(self) -> "OccasionQuerySet":
        return self.filter(status=OccasionStatus.ACCEPTED)

    def announced(self) -> "OccasionQuerySet":
        """Where the network goes and people may come and meet it; nobody comes to a round of leaflets."""
        return self.accepted().exclude(kind=OccasionKind.LEAFLETS)


class Occasion(BaseModel):
    """Where and when the network is represented, who asked for it, what was decided.

    `represented`: the organizations that the stand speaks for, kept on the day of the decision.
    """

    personal = {
        "proposed_by": Personal("So that members know whom to ask", Level.PROFESSIONAL, KEPT_DAYS, "ends_at"),
        "asked_by": Personal(
            "To answer whoever asks the network to come", Level.PROFESSIONAL, KEPT_DAYS, "ends_at", of=OTHERS
        ),
        "asked_contact": Personal(
            "To answer whoever asks the network to come", Level.PROFESSIONAL, KEPT_DAYS, "ends_at", of=OTHERS
        ),
        "answered_by": Personal("So that members know who answered", Level.PROFESSIONAL, KEPT_DAYS, "ends_at"),
        "decided_by": Personal("So that members know who wrote the decision", Level.PROFESSIONAL, KEPT_DAYS, "ends_at"),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=12, unique=True, default=occasion_code, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OccasionKind.choices, default=OccasionKind.FAIR)
    status = models.CharField(
        _("status"), max_length=10, choices=OccasionStatus.choices, default=OccasionStatus.PROPOSED
    )
    title = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("why we would go"), max_length=2000, blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    audiences = models.JSONField(_("audiences"), default=list, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    organizer = models.CharField(_("organizer"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    cost = models.DecimalField(_("cost in euros"), max_digits=8, decimal_places=2, null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_body = models.CharField(_("who asks the network to come"), max_length=200, blank=True)
    asked_by = models.CharField(_("person who asks"), max_length=160, blank=True)
    asked_contact = models.CharField(_("telephone or e-mail of the person who asks"), max_length=254, blank=True)
    asked_for = models.TextField(_("what they ask for"), max_length=2000, blank=True)
    answer = models.TextField(_("what was answered"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer_sent_at = models.DateTimeField(_("answer sent by e-mail at"), null=True, blank=True)
    decision = models.TextField(_("decision"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    represented = models.ManyToManyField(
        Organization, verbose_name=_("organizations that the stand speaks for"), blank=True, related_name="+"
    )

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        indexes = [models.Index(fields=["network", "-starts_at"], name="occasion_of_network")]
        constraints = [
            models.CheckConstraint(
                name="occasion_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="occasion_decided_has_its_date",
                condition=models.Q(status=OccasionStatus.PROPOSED) | models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("fairs:occasion", args=[self.code])
