"""Organizations, how they take part, how they practise, whom they hand on to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.enums import ParticipationStatus
from laplateforme.network.models.network import Network
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import Role, SupportFunction


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def of_network(self, network: Network | None) -> "OrganizationQuerySet":
        """Those who take part in `network`; none without a network."""
        if network is None:
            return self.none()
        return self.filter(participations__network=network).distinct()

    def editable_by(self, user: Any) -> "OrganizationQuerySet":
        """Those that `user` may change: managed by them, or of a network that they facilitate."""
        if user.is_superuser:
            return self
        active = models.Q(memberships__user=user, memberships__is_active=True)
        managed = active & models.Q(
            memberships__role__in=[Role.ORGANIZATION_MANAGER, Role.ADVISER, Role.NURSERY_MANAGER]
        )
        facilitated = models.Q(
            participations__network__memberships__user=user,
            participations__network__memberships__is_active=True,
            participations__network__memberships__role__in=[Role.FACILITATOR, Role.ADMINISTRATOR],
        )
        return self.filter(managed | facilitated).distinct()


class Organization(BaseModel):
    """A body that supports people with projects."""

    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    functions = models.JSONField(_("functions in the chain"), default=list, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    rna = models.CharField(_("RNA"), max_length=10, blank=True)
    coverage = models.JSONField(_("territory"), default=list, blank=True)

    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:organization", args=[self.slug])

    @property
    def called(self) -> str:
        """The name people use."""
        return self.short_name or self.name


class Participation(BaseModel):
    """An organization takes part in a network."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="participations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="participations"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ParticipationStatus.choices, default=ParticipationStatus.MEMBER
    )
    since_date = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(name="participation_once", fields=["network", "organization"])]

    def __str__(self) -> str:
        return f"{self.organization} / {self.network}"


class PracticeCard(BaseModel):
    """How an organization treats what is specific to the social and solidarity economy, for one function."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="practice_cards"
    )
    function = models.CharField(_("function"), max_length=20, choices=SupportFunction.choices)

    class Meta:
        verbose_name = _("practice card")
        verbose_name_plural = _("practice cards")
        constraints = [models.UniqueConstraint(name="practice_card_once", fields=["organization", "function"])]

    def __str__(self) -> str:
        return f"{self.organization} / {self.get_function_display()}"

    def get_absolute_url(self) -> str:
        return reverse("network:practice_card", args=[self.pk])


class PracticeVersion(BaseModel):
    """One version of a practice card; the last number is in force, the others are the memory."""

    personal = {"author": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL)}

    card = models.ForeignKey(PracticeCard, verbose_name=_("card"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    collective = models.TextField(_("the collective"), max_length=1000, blank=True)
    cooperation = models.TextField(_("cooperation"), max_length=1000, blank=True)
    governance = models.TextField(pgettext_lazy("aspect", "governance"), max_length=1000, blank=True)
    utility = models.TextField(_("social utility"), max_length=1000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a practice card")
        verbose_name_plural = _("versions of practice cards")
        constraints = [models.UniqueConstraint(name="practice_version_once", fields=["card", "number"])]

    def __str__(self) -> str:
        return f"{self.card} {self.number}"


class PracticeComment(BaseModel):
    """A colleague of the network says something about a practice card."""

    changes_public_pages = False
    personal = {"author": Personal("So that colleagues know who speaks", Level.PROFESSIONAL)}

    card = models.ForeignKey(PracticeCard, verbose_name=_("card"), on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment on a practice card")
        verbose_name_plural = _("comments on practice cards")

    def __str__(self) -> str:
        return f"{self.card} {self.created_at:%Y-%m-%d}"


class DeclaredLink(BaseModel):
    """One usually hands people on to the other. Each of the two may say so, with its own terms; both sides show."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="declared_links"
    )
    from_organization = models.ForeignKey(
        Organization, verbose_name=_("from"), on_delete=models.CASCADE, related_name="links_out"
    )
    to_organization = models.ForeignKey(
        Organization, verbose_name=_("to"), on_delete=models.CASCADE, related_name="links_in"
    )
    functions = models.JSONField(_("functions"), default=list, blank=True)
    terms = models.CharField(_("terms"), max_length=300, blank=True)
    receiver_terms = models.CharField(_("terms said by the receiver"), max_length=300, blank=True)
    said_by_giver = models.BooleanField(_("said by the giver"), default=True)
    said_by_receiver = models.BooleanField(_("said by the receiver"), default=False)

    class Meta:
        verbose_name = _("declared link")
        verbose_name_plural = _("declared links")
        constraints = [
            models.UniqueConstraint(
                name="declared_link_once", fields=["network", "from_organization", "to_organization"]
            ),
            models.CheckConstraint(
                name="declared_link_not_to_oneself",
                condition=~models.Q(from_organization=models.F("to_organization")),
            ),
            models.CheckConstraint(
                name="declared_link_said_by_somebody",
                condition=models.Q(said_by_giver=True) | models.Q(said_by_receiver=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_organization} → {self.to_organization}"

    @property
    def said_terms(self) -> str:
        """On what terms, for whoever reads one sentence: the giver's, else the receiver's."""
        return self.terms or self.receiver_terms
