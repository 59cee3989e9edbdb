"""The account of a meeting, from a draft to the site, and minutes brought in from a text."""

from django.conf import settings
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import OTHERS, Level, Personal
from laplateforme.groups.enums import CorrectionStatus, ImportStatus, MinutesStatus
from laplateforme.groups.models.group import WorkingGroup
from laplateforme.groups.models.meeting import AgendaItem, Meeting


class Minutes(BaseModel):
    """What a meeting leaves. Its points are those of the agenda; it becomes the group's word once approved."""

    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="minutes")
    status = models.CharField(_("status"), max_length=12, choices=MinutesStatus.choices, default=MinutesStatus.DRAFT)
    introduction = models.TextField(_("introduction"), max_length=6000, blank=True)
    past = models.TextField(_("since the last time"), max_length=4000, blank=True)
    present = models.TextField(_("today"), max_length=4000, blank=True)
    future = models.TextField(_("until the next time"), max_length=4000, blank=True)
    annexes = models.TextField(_("annexes"), max_length=40_000, blank=True)
    objectives = models.TextField(_("objectives of the group on that day"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    origin = models.JSONField(_("where they were before: section, day, sister pages"), default=dict, blank=True)
    circulated_at = models.DateTimeField(_("sent to the members at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting, verbose_name=_("approved in"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    place = models.CharField(_("address of the article"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("groups:minutes", args=[self.meeting.code])

    @property
    def article_address(self) -> str:
        """Where the site has its article; "" without one."""
        return f"{get_script_prefix().rstrip('/')}{self.place}" if self.place else ""


class Correction(BaseModel):
    """A member says what should be said otherwise in minutes that were sent."""

    changes_public_pages = False
    personal = {
        "author": Personal("So that whoever holds the pen may ask", Level.PROFESSIONAL),
        "text": Personal("What the member wants changed", Level.PROFESSIONAL, of="author"),
        "decided_by": Personal("So that the group knows who decided", Level.PROFESSIONAL),
    }

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("minutes"), on_delete=models.CASCADE, related_name="corrections"
    )
    item = models.ForeignKey(
        AgendaItem, verbose_name=_("point"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("what should be said"), max_length=4000)
    status = models.CharField(
        _("status"), max_length=10, choices=CorrectionStatus.choices, default=CorrectionStatus.PROPOSED
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.status}"


class MinutesImport(BaseModel):
    """A text read into the structure of minutes: nothing else is written until somebody has looked and confirmed."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "author": Personal("To give the preview back to whoever brought the text", Level.PROFESSIONAL, 90),
        "source": Personal("To compare what was read with what was written", Level.PROFESSIONAL, 90, of=OTHERS),
        "content": Personal("What was read, until it is confirmed", Level.PROFESSIONAL, 90, of=OTHERS),
    }

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="imports")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brought by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(_("name of the file"), max_length=160, blank=True)
    source = models.TextField(_("text"))
    content = models.JSONField(_("what was read"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=ImportStatus.choices, default=ImportStatus.PREVIEW)
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("import of minutes")
        verbose_name_plural = _("imports of minutes")

    def __str__(self) -> str:
        return f"{self.group_id} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("groups:preview", args=[self.pk])
