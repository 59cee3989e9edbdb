"""What a group decided, and what its members said they would do."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.groups.enums import PromiseStatus
from laplateforme.groups.models.group import GroupMember, WorkingGroup
from laplateforme.groups.models.meeting import AgendaItem, Meeting


class Promise(BaseModel):
    """Words, who carries them, until when; carried from agenda to agenda until closed."""

    personal = {"bearer": Personal("So that everybody knows who carries it", Level.PROFESSIONAL)}

    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="%(class)ss"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.SET_NULL, null=True, blank=True, related_name="%(class)ss"
    )
    item = models.ForeignKey(
        AgendaItem, verbose_name=_("point"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="%(class)ss",
    )  # fmt: skip
    text = models.CharField(_("what"), max_length=600)
    bearer = models.ForeignKey(
        GroupMember, verbose_name=_("carried by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    bearer_name = models.CharField(_("carried by, in words"), max_length=160, blank=True)
    due_date = models.DateField(_("by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=PromiseStatus.choices, default=PromiseStatus.OPEN)
    closed_date = models.DateField(_("closed on"), null=True, blank=True)
    about_path = models.CharField(_("page that it is about"), max_length=300, blank=True)
    is_from_notes = models.BooleanField(_("made by a line of the notes"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    def is_late(self, day: date) -> bool:
        return self.status == PromiseStatus.OPEN and self.due_date is not None and self.due_date < day


class Decision(Promise):
    """Something that the group decided; open until it is carried out or given up."""

    class Meta(Promise.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["group", "status"], name="decision_open")]


class Action(Promise):
    """Something that somebody said they would do."""

    reminded_date = models.DateField(_("reminded on"), null=True, blank=True)

    class Meta(Promise.Meta):
        abstract = False
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["group", "status", "due_date"], name="action_open")]
