"""From a question to a route: questions, what was really asked, gaps, routes kept, requests, fair exposure."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.forum.models import Topic
from laplateforme.guidance.enums import Means, RequestStatus
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Role, Stage, Theme


class KeyQuestionQuerySet(models.QuerySet["KeyQuestion"]):
    def published(self) -> "KeyQuestionQuerySet":
        return self.filter(is_published=True)

    def of_network(self, network: Network | None) -> "KeyQuestionQuerySet":
        return self.filter(network=network) if network else self.none()


class KeyQuestion(BaseModel):
    """A need in people's own words, with a short answer and the offers that respond."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="key_questions"
    )
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    text = models.CharField(_("question, in people's words"), max_length=200)
    short_answer = models.TextField(_("short answer"), max_length=1500, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    lay_words = models.JSONField(_("everyday words"), default=list, blank=True)
    picture = models.ImageField(_("picture"), upload_to="questions/", blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    figure = models.CharField(_("a figure and what it means"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_start = models.BooleanField(_("supplied as a start"), default=False)
    is_published = models.BooleanField(pgettext_lazy("question", "published"), default=True)
    offers = models.ManyToManyField(
        Offer, verbose_name=_("offers that respond"), blank=True, related_name="key_questions"
    )

    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])
    objects = KeyQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("key question")
        verbose_name_plural = _("key questions")
        constraints = [
            models.UniqueConstraint(name="key_question_one_per_slug", fields=["network", "slug"]),
            models.CheckConstraint(
                name="key_question_picture_is_told", condition=models.Q(picture="") | ~models.Q(picture_alt="")
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("guidance:key_question", args=[self.slug])


class QuestionThread(BaseModel):
    """What people say about a key question."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField(
        KeyQuestion, verbose_name=_("key question"), on_delete=models.CASCADE, related_name="thread"
    )
    topic = models.OneToOneField(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("thread of a key question")
        verbose_name_plural = _("threads of key questions")

    def __str__(self) -> str:
        return f"{self.question_id}"


class AskedQuestion(BaseModel):
    """Free words that somebody let the network keep: scrubbed, without identifier, erased after six months."""

    changes_public_pages = False
    erased_whole = True
    personal = {"words": Personal("To answer better what people ask", Level.PERSONAL, 183)}

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("words"), max_length=300)
    group_key = models.CharField(_("words that make it alike"), max_length=300, db_index=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices, blank=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    asked_date = models.DateField(_("asked on"))

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")

    def __str__(self) -> str:
        return self.group_key


class Gap(BaseModel):
    """A need without an offer. No person."""

    changes_public_pages = False

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="gaps")
    key_question = models.ForeignKey(
        KeyQuestion, verbose_name=_("question"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices, blank=True)
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    noted_date = models.DateField(_("noted on"))

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")

    def __str__(self) -> str:
        return f"{self.stage} {self.theme} {self.noted_date}"


class RouteSnapshot(BaseModel):
    """A route as it was proposed on a day, kept under a code that people can read aloud."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "profile": Personal("To draw the same route again; codes only, no name", Level.PERSONAL, 365),
        "content": Personal("The route as it was", Level.PERSONAL, 365),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=30, unique=True)
    profile = models.JSONField(_("answers"))
    content = models.JSONField(_("route"))

    class Meta:
        verbose_name = _("route kept")
        verbose_name_plural = _("routes kept")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("guidance:kept_route", args=[self.code])


class ContactRequestQuerySet(models.QuerySet["ContactRequest"]):
    def open(self) -> "ContactRequestQuerySet":
        return self.filter(status__in=RequestStatus.OPEN)

    def visible_to(self, user: Any) -> "ContactRequestQuerySet":
        """Facilitators see their networks' requests; advisers and managers those passed to their organization."""
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(user=user, is_active=True)
        memberships = user.memberships.filter(mine)
        network_wide = memberships.filter(role__in=[Role.FACILITATOR, Role.ADMINISTRATOR]).values("network")
        own = memberships.filter(role__in=[Role.ADVISER, Role.ORGANIZATION_MANAGER])
        passed = models.Exists(
            own.filter(organization=models.OuterRef("organization"), network=models.OuterRef("network"))
        )
        return self.filter(models.Q(network__in=network_wide) | models.Q(passed))


class ContactRequest(BaseModel):
    """Somebody asks the network to be contacted: a name, one means of contact, and who must answer by when."""

    changes_public_pages = False
    personal = {
        "name": Personal("To call the person back", Level.PERSONAL, 90),
        "contact": Personal("To call the person back", Level.PERSONAL, 90),
        "message": Personal("To understand the need before calling", Level.PERSONAL, 90),
        "answer_note": Personal("To remember what was answered", Level.PERSONAL, 90),
        "answered_by": Personal("So that colleagues know who answered", Level.PROFESSIONAL, 365),
    }

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(
        RouteSnapshot, verbose_name=_("route"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    means = models.CharField(_("means"), max_length=5, choices=Means.choices)
    contact = models.CharField(_("telephone or e-mail"), max_length=254)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=RequestStatus.choices, default=RequestStatus.NEW)
    organization = models.ForeignKey(
        Organization, verbose_name=_("passed to"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(_("answer promised before"))
    routed_at = models.DateTimeField(_("passed at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", verbose_name=_("answered by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer_note = models.TextField(_("note"), max_length=1000, blank=True)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for contact")
        verbose_name_plural = _("requests for contact")
        constraints = [
            models.CheckConstraint(
                name="request_routed_has_organization",
                condition=~models.Q(status=RequestStatus.ROUTED) | models.Q(organization__isnull=False),
            ),
            models.CheckConstraint(
                name="request_answered_has_date",
                condition=~models.Q(status=RequestStatus.ANSWERED) | models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("guidance:request", args=[self.pk])


class ExposureCount(BaseModel):
    """How often an organization could have been shown on routes, was shown, and was first, on a day."""

    changes_public_pages = False

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(_("day"))
    eligible = models.PositiveIntegerField(_("could have been shown"), default=0)
    shown = models.PositiveIntegerField(_("shown"), default=0)
    first = models.PositiveIntegerField(_("shown first"), default=0)

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [models.UniqueConstraint(name="exposure_once_a_day", fields=["network", "organization", "day"])]

    def __str__(self) -> str:
        return f"{self.organization} {self.day}"
