"""A structure asks to join."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.groups.enums import AdmissionMode, AdmissionStatus, Voice
from laplateforme.groups.models.group import GroupMember, WorkingGroup
from laplateforme.network.models import Organization


class Admission(BaseModel):
    """Somebody asks that their organization take part; the members agree, or not."""

    changes_public_pages = False
    personal = {
        "user": Personal("To answer whoever asked", Level.PROFESSIONAL),
        "words": Personal("What the person says to the group", Level.PROFESSIONAL),
    }

    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="admissions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.CASCADE, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    words = models.TextField(_("why"), max_length=1500, blank=True)
    mode = models.CharField(_("how it is decided"), max_length=10, choices=AdmissionMode.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=AdmissionStatus.choices, default=AdmissionStatus.ASKED
    )
    asked_at = models.DateTimeField(_("asked at"))
    closes_at = models.DateTimeField(_("decided at the latest at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = [
            models.UniqueConstraint(
                name="admission_one_open", fields=["group", "user"], condition=models.Q(status="asked")
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("groups:admission", args=[self.pk])


class AdmissionVoice(BaseModel):
    """What a member says to a newcomer."""

    changes_public_pages = False
    personal = {
        "voice": Personal("To decide together about a newcomer", Level.PROFESSIONAL),
        "reason": Personal("Why somebody objects", Level.PROFESSIONAL),
    }

    admission = models.ForeignKey(
        Admission, verbose_name=_("admission"), on_delete=models.CASCADE, related_name="voices"
    )
    member = models.ForeignKey(GroupMember, verbose_name=_("member"), on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(_("voice"), max_length=8, choices=Voice.choices)
    reason = models.CharField(_("why"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("voice about a newcomer")
        verbose_name_plural = _("voices about a newcomer")
        constraints = [models.UniqueConstraint(name="admission_voice_once", fields=["admission", "member"])]

    def __str__(self) -> str:
        return f"{self.admission_id} {self.voice}"
