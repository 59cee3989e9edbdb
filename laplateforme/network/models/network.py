"""A network, what it says of itself, who answers for it."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.places.models import Territory


class NetworkQuerySet(models.QuerySet["Network"]):
    def published(self) -> "NetworkQuerySet":
        return self.filter(is_published=True)


class Network(BaseModel):
    """Organizations that present themselves together on a territory, with their own door, words and colour."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=40, unique=True)
    host = models.CharField(_("own host name"), max_length=120, unique=True, null=True, blank=True)
    territory = models.ForeignKey(Territory, verbose_name=_("territory"), on_delete=models.PROTECT, related_name="+")
    lead_organization = models.ForeignKey(
        "network.Organization",
        verbose_name=_("lead organization"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    claim = models.CharField(_("claim"), max_length=160, blank=True)
    welcome_title = models.CharField(_("title of the first page"), max_length=160, blank=True)
    welcome_text = models.TextField(_("text of the first page"), max_length=600, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    legal_notice = models.TextField(_("legal notice"), blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write the colour as # and six signs, for example #1B6B78."))
        ],
    )
    promised_days = models.PositiveSmallIntegerField(_("working days to answer"), default=3)
    is_demo = models.BooleanField(_("fictitious"), default=False)
    is_published = models.BooleanField(_("open to the public"), default=True)
    exposure_published = models.BooleanField(_("the page of fair exposure is public"), default=False)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [models.CheckConstraint(condition=~models.Q(host=""), name="network_host_not_empty")]

    def __str__(self) -> str:
        return self.name

    def base_address(self) -> str:
        """The address of this network's first page, without a slash at the end."""
        if self.host:
            scheme = settings.LP_ADDRESS.split("://", 1)[0]
            return f"{scheme}://{self.host}"
        return f"{settings.LP_ADDRESS}/r/{self.slug}"


class PositioningText(BaseModel):
    """What the support of this network has in common. Versions are kept; the last signed one is shown."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="positionings"
    )
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), max_length=1200)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    signed_date = models.DateField(_("signed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("positioning text")
        verbose_name_plural = _("positioning texts")
        constraints = [models.UniqueConstraint(name="positioning_one_per_number", fields=["network", "number"])]

    def __str__(self) -> str:
        return f"{self.network} {self.number}"


class DutyPersonQuerySet(models.QuerySet["DutyPerson"]):
    def on(self, day: date) -> "DutyPersonQuerySet":
        """On duty that day, the one who began last first."""
        return self.filter(
            models.Q(ends_date__isnull=True) | models.Q(ends_date__gt=day), starts_date__lte=day
        ).order_by("-starts_date", "name")


class DutyPerson(BaseModel):
    """Somebody whom people may call: a name, hours and a delay of answer that the network promises."""

    goes_with_account = ("user",)
    personal = {
        "name": Personal("Shown to the public while on duty, with the person's agreement", Level.PUBLIC, names=True),
        "phone": Personal("Shown to the public while on duty", Level.PUBLIC, names=True),
        "user": Personal("So that the requests reach the person on duty", Level.PROFESSIONAL),
    }

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="duty_people"
    )
    name = models.CharField(_("name"), max_length=120)
    organization = models.ForeignKey(
        "network.Organization", verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    hours = models.CharField(_("hours"), max_length=160)
    starts_date = models.DateField(_("from"))
    ends_date = models.DateField(_("until (not included)"), null=True, blank=True)
    promised_days = models.PositiveSmallIntegerField(_("working days to answer"), default=3)

    objects = DutyPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on duty")
        verbose_name_plural = _("people on duty")
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_start",
                condition=models.Q(ends_date__isnull=True) | models.Q(ends_date__gt=models.F("starts_date")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:duty")

    @property
    def last_date(self) -> date | None:
        """The last day of the turn, as people say it."""
        return self.ends_date - timedelta(days=1) if self.ends_date else None
