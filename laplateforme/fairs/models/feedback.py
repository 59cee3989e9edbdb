"""What an occasion leaves: counts that outlive its contacts, what ambassadors say of it, words that were heard."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.enums import HeardState
from laplateforme.fairs.models.contact import CONTACT_DAYS, Contact
from laplateforme.fairs.models.occasion import KEPT_DAYS, Occasion
from laplateforme.guidance.models import KeyQuestion

SINCE = "occasion__ends_at"
MOST_SIGNS = 300


class Feedback(BaseModel):
    """Counts of an occasion, frozen three, thirty and ninety days after its end: nobody is in them, so they stay when
    contacts are erased. And the same fair the time before: `previous` when somebody said which, None with `compares`
    when it is found by its name.
    """

    changes_public_pages = False

    occasion = models.OneToOneField(
        Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="feedback"
    )
    previous = models.ForeignKey(
        Occasion, verbose_name=_("the same fair, the time before"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    compares = models.BooleanField(_("is compared with the time before"), default=True)
    figures = models.JSONField(_("counts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("counts of an occasion")
        verbose_name_plural = _("counts of occasions")
        constraints = [
            models.CheckConstraint(
                name="feedback_not_compared_with_itself",
                condition=models.Q(previous__isnull=True) | ~models.Q(previous=models.F("occasion")),
            )
        ]

    def __str__(self) -> str:
        return str(self.occasion_id)


class AmbassadorAnswer(BaseModel):
    """Three short questions to whoever stood there; unsigned on the report. `question`: what became of `missing`."""

    changes_public_pages = False
    personal = {
        "user": Personal("So that whoever stood there may correct their own words", Level.PROFESSIONAL, KEPT_DAYS,
                         SINCE),
        "worked": Personal("To do better the next time", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
        "missing": Personal("To add the questions that people really ask", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
        "change": Personal("To do better the next time", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
    }  # fmt: skip

    occasion = models.ForeignKey(Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="answers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    worked = models.CharField(_("what worked"), max_length=MOST_SIGNS, blank=True)
    missing = models.CharField(_("a question without an answer"), max_length=200, blank=True)
    change = models.CharField(_("what to change"), max_length=MOST_SIGNS, blank=True)
    question = models.ForeignKey(
        KeyQuestion, verbose_name=_("question of the bank"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("proposed to those who run the network, at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer of an ambassador")
        verbose_name_plural = _("answers of ambassadors")
        constraints = [models.UniqueConstraint(name="ambassador_answers_once", fields=["occasion", "user"])]

    def __str__(self) -> str:
        return str(self.pk)


class HeardQuerySet(models.QuerySet["HeardWords"]):
    def released(self) -> "HeardQuerySet":
        return self.filter(state=HeardState.RELEASED).exclude(text="")

    def waiting(self) -> "HeardQuerySet":
        return self.filter(state=HeardState.KEPT).exclude(text="")


class HeardWords(BaseModel):
    """A need in the person's own words, without what tells who they are: kept by whoever noted it, shown once somebody
    who runs the network has read it again. Goes with the contact when it is erased.
    """

    changes_public_pages = False
    personal = {
        "contact": Personal("So that these words go when the person takes all back", Level.PERSONAL, CONTACT_DAYS,
                            SINCE),
        "text": Personal("To let members hear what people ask; without names nor means of contact", Level.PERSONAL,
                         KEPT_DAYS, SINCE),
        "kept_by": Personal("To know who kept these words", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
        "released_by": Personal("To know who read these words again", Level.PROFESSIONAL, KEPT_DAYS, SINCE),
    }  # fmt: skip

    occasion = models.ForeignKey(Occasion, verbose_name=_("occasion"), on_delete=models.CASCADE, related_name="heard")
    contact = models.OneToOneField(
        Contact, verbose_name=_("contact"), on_delete=models.SET_NULL, null=True, blank=True, related_name="heard"
    )
    text = models.CharField(_("words"), max_length=MOST_SIGNS, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=HeardState.choices, default=HeardState.KEPT)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kept by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("read again by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    released_at = models.DateTimeField(_("read again at"), null=True, blank=True)

    objects = HeardQuerySet.as_manager()

    class Meta:
        verbose_name = _("words that were heard")
        verbose_name_plural = _("words that were heard")
        constraints = [
            models.CheckConstraint(
                name="heard_words_read_before_shown",
                condition=~models.Q(state=HeardState.RELEASED) | models.Q(released_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
