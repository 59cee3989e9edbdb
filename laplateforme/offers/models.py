"""What organizations propose."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from laplateforme.core.ids import short_code
from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network, Organization, Participation
from laplateforme.offers.enums import DAYS_A_MONTH, RECHECK_RHYTHMS, STALE_AFTER_RHYTHMS, OfferStatus
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import Capacity, Fee, Freshness, OfferForm, Selection


def public_offers(network: Network | None, path: str = "") -> models.Q:
    """What anybody may read in `network`: published offers of those who take part in it; without a network, of those
    who take part in one that is open to the public. `path`: how to go to the offer from another table ("offer__").
    """
    shown = (
        Participation.objects.filter(network=network)
        if network
        else Participation.objects.filter(network__is_published=True)
    )
    return models.Q(**{f"{path}status": OfferStatus.PUBLISHED, f"{path}organization__in": shown.values("organization")})


class OfferQuerySet(models.QuerySet["Offer"]):
    def published(self) -> "OfferQuerySet":
        return self.filter(status=OfferStatus.PUBLISHED)

    def of_network(self, network: Network | None) -> "OfferQuerySet":
        """Offers of the organizations that take part in `network`; none without a network."""
        if network is None:
            return self.none()
        return self.filter(organization__in=Participation.objects.filter(network=network).values("organization"))

    def among(self, keys: Iterable[Any], *, of: Network) -> "OfferQuerySet":
        """Those of `keys` that are offers of the network `of`.

        Each key is looked up, then asked whether it takes part. Written with `of_network`, SQLite walks the offers of
        every organization of the network to find twenty keys.
        """
        takes_part = Participation.objects.filter(network=of, organization=models.OuterRef("organization"))
        return self.filter(models.Exists(takes_part), pk__in=list(keys))

    def public_in(self, network: Network | None) -> "OfferQuerySet":
        """Published offers that anybody may read there; on the common page, those of networks open to the public."""
        return self.filter(public_offers(network))

    def visible_to(self, user: Any) -> "OfferQuerySet":
        """Published ones, and those of the organizations that `user` may edit."""
        if not user.is_authenticated:
            return self.published()
        editable = Organization.objects.editable_by(user).values("pk")
        return self.filter(models.Q(status=OfferStatus.PUBLISHED) | models.Q(organization__in=editable))

    def editable_by(self, user: Any) -> "OfferQuerySet":
        return self.filter(organization__in=Organization.objects.editable_by(user).values("pk"))

    def overdue(self, at: datetime) -> "OfferQuerySet":
        """Those that nobody has checked within the rhythm their owners chose."""
        late = models.Q(checked_at__isnull=True)
        for months in RECHECK_RHYTHMS:
            late |= models.Q(recheck_months=months, checked_at__lt=at - rhythm(months))
        return self.filter(late)


def rhythm(months: int) -> timedelta:
    """How long a check holds."""
    return timedelta(days=DAYS_A_MONTH * months)


def freshness_of(checked_at: datetime | None, recheck_months: int, at: datetime) -> Freshness:
    """Fresh within the rhythm the owners chose, aging after, stale after twice the rhythm or never checked."""
    if checked_at is None:
        return Freshness.STALE
    age = at - checked_at
    if age <= rhythm(recheck_months):
        return Freshness.FRESH
    return Freshness.AGING if age <= rhythm(recheck_months) * STALE_AFTER_RHYTHMS else Freshness.STALE


def offer_code() -> str:
    return short_code(6)


class Offer(BaseModel):
    """One thing that an organization proposes: functions × stages × themes × territory."""

    personal = {
        "checked_by_name": Personal("Shown beside the date, so that readers know who vouches for it", Level.PUBLIC),
        "contact_phone": Personal("Shown so that people can ask", Level.PUBLIC),
        "contact_email": Personal("Shown so that people can ask", Level.PUBLIC),
    }

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="offers"
    )
    code = models.CharField(_("code"), max_length=12, unique=True, default=offer_code, editable=False)
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=6000, blank=True)
    audience_words = models.CharField(_("who it is for, in plain words"), max_length=300, blank=True)
    functions = models.JSONField(_("functions"), default=list, blank=True)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    audiences = models.JSONField(_("audiences"), default=list, blank=True)
    holder_types = models.JSONField(_("who carries the project"), default=list, blank=True)
    legal_forms = models.JSONField(_("legal forms"), default=list, blank=True)
    receptions = models.JSONField(_("where it happens"), default=list, blank=True)
    settings = models.JSONField(_("alone or in a group"), default=list, blank=True)
    reach = models.JSONField(_("ways to ask"), default=list, blank=True)
    open_to = models.JSONField(_("who may ask"), default=list, blank=True)
    lay_words = models.JSONField(_("everyday words"), default=list, blank=True)
    selection = models.CharField(_("selection"), max_length=10, choices=Selection.choices, default=Selection.OPEN)
    form = models.CharField(_("form"), max_length=10, choices=OfferForm.choices, default=OfferForm.ONE_OFF)
    duration_note = models.CharField(_("duration"), max_length=160, blank=True)
    fee = models.CharField(_("price"), max_length=12, choices=Fee.choices, default=Fee.FREE)
    fee_note = models.CharField(_("about the price"), max_length=200, blank=True)
    price_from = models.DecimalField(_("price from"), max_digits=8, decimal_places=2, null=True, blank=True)
    price_to = models.DecimalField(_("price to"), max_digits=8, decimal_places=2, null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=1000, blank=True)
    documents_to_bring = models.TextField(_("what to bring"), max_length=600, blank=True)
    how_to_ask = models.TextField(_("how to ask"), max_length=600, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_link = models.URLField(_("link"), blank=True)
    coverage = models.JSONField(_("territory"), default=list, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    observed_answer_days = models.DecimalField(
        _("observed days to answer"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    observed_answer_count = models.PositiveIntegerField(_("answers observed"), default=0)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity.choices, default=Capacity.OPEN)
    waitlist_weeks = models.PositiveSmallIntegerField(_("weeks of waiting"), null=True, blank=True)
    capacity_at = models.DateTimeField(_("capacity said at"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by_name = models.CharField(_("checked by"), max_length=160, blank=True)
    recheck_months = models.PositiveSmallIntegerField(
        _("check again every"),
        choices=[(months, str(months)) for months in RECHECK_RHYTHMS],
        default=6,
    )
    recheck_asked_at = models.DateTimeField(_("check asked at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=OfferStatus.choices, default=OfferStatus.DRAFT)
    source = models.CharField(_("source"), max_length=80, blank=True)
    external_id = models.CharField(_("identifier at the source"), max_length=160, blank=True)
    units_count = models.PositiveSmallIntegerField(_("number of offices or places"), null=True, blank=True)
    included_services = models.TextField(_("services included"), max_length=600, blank=True)
    max_stay_months = models.PositiveSmallIntegerField(_("longest stay, in months"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])
    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                name="offer_once_per_source",
                fields=["organization", "source", "external_id"],
                condition=~models.Q(external_id=""),
            ),
            models.CheckConstraint(
                name="offer_weeks_only_when_waiting",
                condition=models.Q(waitlist_weeks__isnull=True) | models.Q(capacity=Capacity.WAITLIST),
            ),
            models.CheckConstraint(
                name="offer_prices_in_order",
                condition=models.Q(price_to__isnull=True) | models.Q(price_to__gte=models.F("price_from")),
            ),
            models.CheckConstraint(
                name="offer_rechecked_at_a_known_rhythm", condition=models.Q(recheck_months__in=RECHECK_RHYTHMS)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("offers:offer", args=[self.code])

    def freshness(self, at: datetime) -> Freshness:
        return freshness_of(self.checked_at, self.recheck_months, at)


class OfferThread(BaseModel):
    """What people of a network say about an offer: a thread a network, since its moderators differ."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, verbose_name=_("offer"), on_delete=models.CASCADE, related_name="threads")
    topic = models.OneToOneField(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("thread of an offer")
        verbose_name_plural = _("threads of offers")
        constraints = [models.UniqueConstraint(name="offer_thread_once_a_network", fields=["network", "offer"])]

    def __str__(self) -> str:
        return f"{self.offer_id}"


class SessionQuerySet(models.QuerySet["Session"]):
    def coming(self, at: datetime) -> "SessionQuerySet":
        return self.filter(starts_at__gte=at).order_by("starts_at", "pk")

    def public_in(self, network: Network | None) -> "SessionQuerySet":
        """Those of the offers that anybody may read there."""
        return self.filter(public_offers(network, "offer__"))


class Session(BaseModel):
    """A date at which an offer takes place."""

    offer = models.ForeignKey(Offer, verbose_name=_("offer"), on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    places_left = models.PositiveSmallIntegerField(_("places left"), null=True, blank=True)
    url = models.URLField(_("link"), blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer} {self.starts_at:%Y-%m-%d}"

    @property
    def day(self) -> date:
        return self.starts_at.date()


class PriceStep(BaseModel):
    """For a place to work: the price from a given month of the stay."""

    offer = models.ForeignKey(Offer, verbose_name=_("offer"), on_delete=models.CASCADE, related_name="price_steps")
    from_month = models.PositiveSmallIntegerField(_("from month"))
    amount = models.DecimalField(_("price in euros"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("for"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("price step")
        verbose_name_plural = _("price steps")
        constraints = [models.UniqueConstraint(name="price_step_once_per_month", fields=["offer", "from_month"])]

    def __str__(self) -> str:
        return f"{self.offer} {self.from_month}"
