"""Hand-overs and the dated facts about them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import AppendOnly, BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.projects.models import Need, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.referrals.enums import DateAnswer, EventKind, MessageKind, Outcome, ReferralStatus, RefusalReason
from laplateforme.vocabulary.enums import Capacity, Stage, Theme

FILE_DAYS = settings.LP_FILE_DAYS
SINCE = "project__last_activity_at"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> "ReferralQuerySet":
        return self.filter(status__in=ReferralStatus.OPEN)

    def unanswered(self) -> "ReferralQuerySet":
        """Those that the receiver has not accepted nor declined."""
        return self.filter(status__in=ReferralStatus.UNANSWERED)

    def sent_before(self, moment: datetime) -> "ReferralQuerySet":
        return self.filter(sent_at__lte=moment)

    def visible_to(self, user: Any) -> "ReferralQuerySet":
        """The people of the organization that sends, and those of the receiver once it is sent.

        It says that something was sent; what of the project may be read is said by the agreements (projects).
        """
        if not user.is_authenticated:
            return self.none()
        desks = desks_of(user).filter(network=models.OuterRef("network"))
        sent = models.Exists(desks.filter(organization=models.OuterRef("sender")))
        received = models.Exists(desks.filter(organization=models.OuterRef("receiver")))
        hidden = [ReferralStatus.CONSENT_PENDING, ReferralStatus.ENTERED_IN_ERROR]
        return self.filter(sent | (models.Q(received) & models.Q(sent_at__isnull=False) & ~models.Q(status__in=hidden)))


class Referral(BaseModel):
    """One organization asks another to help a project with a need."""

    changes_public_pages = False
    personal = {
        "why": Personal("So that the receiver knows why it is asked", Level.PERSONAL, FILE_DAYS, SINCE),
        "answer_words": Personal("To tell the person why, and what comes next", Level.PERSONAL, FILE_DAYS, SINCE),
        "sent_by": Personal("So that the receiver knows whom to ask", Level.PROFESSIONAL, FILE_DAYS, SINCE),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="referrals")
    need = models.ForeignKey(Need, verbose_name=_("need"), on_delete=models.CASCADE, related_name="+")
    sender = models.ForeignKey(
        Organization, verbose_name=_("organization that sends"), on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.ForeignKey(
        Organization, verbose_name=_("organization that receives"), on_delete=models.PROTECT, related_name="+"
    )
    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    why = models.CharField(_("why, in one sentence"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=ReferralStatus.choices)
    asked_at = models.DateTimeField(_("asked at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    refusal = models.CharField(_("reason of refusal"), max_length=20, choices=RefusalReason.choices, blank=True)
    answer_words = models.CharField(_("words for the person"), max_length=300, blank=True)
    outcome_receiver = models.CharField(
        _("outcome said by the receiver"), max_length=20, choices=Outcome.choices, blank=True
    )
    outcome_person = models.CharField(
        _("outcome said by the person"), max_length=20, choices=Outcome.choices, blank=True
    )
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    told_at = models.DateTimeField(_("receiver told at"), null=True, blank=True)
    next_offer = models.ForeignKey(
        Offer, verbose_name=_("proposed next"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person_asked_at = models.DateTimeField(_("person asked what came of it, at"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [
            models.Index(fields=["status", "sent_at"], name="referral_waiting"),
            models.Index(fields=["sender", "network", "-asked_at"], name="referral_of_sender"),
            models.Index(fields=["receiver", "network", "-asked_at"], name="referral_of_receiver"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="referral_one_open_per_need",
                fields=["project", "need", "receiver"],
                condition=models.Q(status__in=ReferralStatus.OPEN),
                violation_error_message=_("This organization has already been asked about this need."),
            ),
            models.CheckConstraint(name="referral_not_to_oneself", condition=~models.Q(sender=models.F("receiver"))),
            models.CheckConstraint(
                name="referral_sent_has_date",
                condition=models.Q(status__in=["consent_pending", "cancelled", "expired", "rerouted"])
                | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_declined_says_why",
                condition=~models.Q(status=ReferralStatus.DECLINED) | ~models.Q(refusal=""),
            ),
            models.CheckConstraint(
                name="referral_closed_has_outcome",
                condition=~models.Q(status=ReferralStatus.CLOSED)
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome_receiver="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral", args=[self.pk])

    @property
    def came_to_nothing(self) -> bool:
        return self.status in ReferralStatus.TO_NOTHING

    @property
    def reference(self) -> str:
        """What the two sides call it: it names nobody."""
        return f"R-{self.pk.hex[-5:].upper()}"


class ReferralEvent(models.Model):
    """What, from, to, when, why, which organization. Added, never changed: a correction is a newer fact."""

    changes_public_pages = False

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(Referral, verbose_name=_("hand-over"), on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    before = models.CharField(_("before"), max_length=20, blank=True)
    after = models.CharField(_("after"), max_length=20, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    at = models.DateTimeField(_("at"))

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("fact about a hand-over")
        verbose_name_plural = _("facts about hand-overs")
        indexes = [models.Index(fields=["referral", "at"], name="referral_event_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind} {self.after}"


class ReferralMessage(BaseModel):
    """A question, a reply or a date between the two organizations; the person reads it too."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "text": Personal("So that both organizations understand each other", Level.PERSONAL, FILE_DAYS,
                         "referral__project__last_activity_at"),
        "author": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL, FILE_DAYS,
                           "referral__project__last_activity_at"),
    }  # fmt: skip

    referral = models.ForeignKey(
        Referral, verbose_name=_("hand-over"), on_delete=models.CASCADE, related_name="messages"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind.choices)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.CharField(_("words"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("date proposed"), null=True, blank=True)
    answer = models.CharField(_("answer to the date"), max_length=10, choices=DateAnswer.choices, blank=True)
    answered_at = models.DateTimeField(_("date answered at"), null=True, blank=True)
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("message about a hand-over")
        verbose_name_plural = _("messages about hand-overs")
        constraints = [
            models.CheckConstraint(
                name="referral_message_date_has_date",
                condition=~models.Q(kind=MessageKind.DATE) | models.Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_message_only_dates_are_answered",
                condition=models.Q(answer="", answered_at__isnull=True)
                | (models.Q(kind=MessageKind.DATE, answered_at__isnull=False) & ~models.Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_at:%Y-%m-%d} {self.kind}"


class CapacityQuestionQuerySet(models.QuerySet["CapacityQuestion"]):
    def open(self) -> "CapacityQuestionQuerySet":
        return self.filter(answered_at__isnull=True)

    def visible_to(self, user: Any) -> "CapacityQuestionQuerySet":
        """The people of the organization that asks, and those of the organization whose offer it is."""
        if not user.is_authenticated:
            return self.none()
        desks = desks_of(user).filter(network=models.OuterRef("network"))
        asks = models.Exists(desks.filter(organization=models.OuterRef("asker")))
        asked = models.Exists(desks.filter(organization=models.OuterRef("offer__organization")))
        return self.filter(asks | asked)


class CapacityQuestion(BaseModel):
    """ "Could you take somebody at this stage with this need, in the next weeks?" Not a word about a person."""

    changes_public_pages = False
    personal = {"asked_by": Personal("So that the answer reaches whoever asked", Level.PROFESSIONAL, 365)}

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, verbose_name=_("offer"), on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(
        Organization, verbose_name=_("organization that asks"), on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity.choices, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks of waiting"), null=True, blank=True)

    objects = CapacityQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about capacity")
        verbose_name_plural = _("questions about capacity")
        constraints = [
            models.UniqueConstraint(
                name="capacity_asked_once", fields=["offer", "asker"], condition=models.Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(
                name="capacity_answer_is_said",
                condition=models.Q(answered_at__isnull=True) | ~models.Q(capacity=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.offer_id}"
