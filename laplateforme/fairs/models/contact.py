"""Somebody met at an occasion who wishes to be called back."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.enums import ContactState, GivenBy, Spoken
from laplateforme.fairs.models.occasion import KEPT_DAYS, Occasion
from laplateforme.fairs.models.stand import Envelope
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Membership, Organization
from laplateforme.network.rules import LEADS
from laplateforme.offers.models import Offer
from laplateforme.projects.models import Project
from laplateforme.projects.models.desks import desks_of

CONTACT_DAYS = settings.LP_FAIR_CONTACT_DAYS
SINCE = "last_activity_at"


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: Any) -> "ContactQuerySet":
        """That the contact exists: for facilitators of the network, for those who keep the files of the organization
        that calls back, and for whoever noted it. What each reads is said by `queries.contacts.card_of`.
        """
        if not user.is_authenticated:
            return self.none()
        lead = Membership.objects.active().filter(
            user_id=user.pk, network=models.OuterRef("occasion__network"), role__in=LEADS
        )
        desk = desks_of(user).filter(
            organization=models.OuterRef("organization"), network=models.OuterRef("occasion__network")
        )
        member = Membership.objects.active().filter(user_id=user.pk, network=models.OuterRef("occasion__network"))
        mine = models.Q(taken_by_id=user.pk) & models.Exists(member)
        return self.filter(models.Exists(lead) | models.Exists(desk) | mine)

    def known(self) -> "ContactQuerySet":
        return self.filter(erased_at__isnull=True)

    def open(self) -> "ContactQuerySet":
        return self.known().filter(state=ContactState.OPEN)


class Contact(BaseModel):
    """First name, one means of contact, a need. Spoken, the agreement waits for the person's own yes.

    Once erased the row stays for the figures of the occasion: nobody is in it any more.
    """

    changes_public_pages = False
    personal = {
        "first_name": Personal("To know whom one is talking to", Level.PERSONAL, CONTACT_DAYS, SINCE),
        "email": Personal("To call the person back; erased after 30 days unless they confirm", Level.PERSONAL,
                          CONTACT_DAYS, SINCE),
        "phone": Personal("To call the person back; erased after 30 days unless they confirm", Level.PERSONAL,
                          CONTACT_DAYS, SINCE),
        "words": Personal("To understand the need before calling", Level.PERSONAL, CONTACT_DAYS, SINCE),
        "next_step": Personal("So that nobody is forgotten", Level.PERSONAL, CONTACT_DAYS, SINCE),
        "taken_by": Personal("To know who met the person", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
        "bearer": Personal("So that nobody is forgotten", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
    }  # fmt: skip

    occasion = models.ForeignKey(
        Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="contacts"
    )
    envelope = models.OneToOneField(
        Envelope, verbose_name=_("envelope"), on_delete=models.PROTECT, null=True, blank=True, related_name="contact"
    )
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    key_question = models.ForeignKey(
        KeyQuestion, verbose_name=_("need"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(_("need, in free words"), max_length=600, blank=True)
    offers = models.ManyToManyField(Offer, verbose_name=_("suggested offers"), blank=True, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("who calls back"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noted by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    given_by = models.CharField(_("how it was given"), max_length=6, choices=GivenBy.choices, default=GivenBy.SPOKEN)
    text_version = models.CharField(_("version of the words"), max_length=20)
    text_hash = models.CharField(_("fingerprint of the words"), max_length=64)
    agreed_at = models.DateTimeField(_("received at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("last activity at"))
    state = models.CharField(_("state"), max_length=6, choices=ContactState.choices, default=ContactState.OPEN)
    bearer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who follows"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_date = models.DateField(_("on"), null=True, blank=True)
    same_as = models.ForeignKey(
        "self", verbose_name=_("same person as"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_apart_at = models.DateTimeField(_("said to be somebody else, at"), null=True, blank=True)
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["occasion", "-agreed_at"], name="contact_of_occasion")]
        constraints = [
            models.CheckConstraint(
                name="contact_erased_is_nobody",
                condition=models.Q(erased_at__isnull=True) | models.Q(first_name="", email="", phone="", words=""),
            ),
            models.CheckConstraint(name="contact_says_its_words", condition=~models.Q(text_hash="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("fairs:contact", args=[self.pk])

    def spoken(self, at: datetime) -> Spoken:
        """What the agreement is worth at `at`."""
        if self.erased_at is not None:
            return Spoken.ERASED
        if self.confirmed_at is not None:
            return Spoken.OPEN
        fresh = self.agreed_at > at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS)
        return Spoken.MASKED if fresh else Spoken.LAPSED
