"""What is written in a project's file: stages, milestones, needs, interviews."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lead
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.network.models import Organization
from laplateforme.projects.enums import Standing
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.models.holder import FILE_DAYS
from laplateforme.projects.models.lead import led_by
from laplateforme.projects.models.project import Project
from laplateforme.vocabulary.enums import Stage, Theme

SINCE_PROJECT = "project__last_activity_at"


class StageIntervalQuerySet(models.QuerySet["StageInterval"]):
    def with_ends(self) -> "StageIntervalQuerySet":
        """`ends_at`: the beginning of the next one of the same project; None for the present one."""
        window = models.Window(Lead("starts_at"), partition_by="project_id", order_by="starts_at")
        return self.annotate(ends_at=window).order_by("project_id", "starts_at")


class StageInterval(BaseModel):
    """From `starts_at` until the next one begins, a project is at this stage and stands so.

    An interval has no end of its own: two of them cannot overlap and leave no hole, whatever writes them. A project may
    go back. Rows are facts: a mistake is mended by a newer one.
    """

    changes_public_pages = False
    personal = {
        "why": Personal("To understand the path of the project", Level.PERSONAL, FILE_DAYS, SINCE_PROJECT),
        "noted_by": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL, FILE_DAYS, SINCE_PROJECT),
    }

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="intervals")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.ACTIVE)
    starts_at = models.DateTimeField(_("from"))
    why = models.CharField(_("why"), max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noted by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = StageIntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a project")
        verbose_name_plural = _("stages of projects")
        constraints = [models.UniqueConstraint(name="stage_interval_once", fields=["project", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.stage} {self.standing} {self.starts_at:%Y-%m-%d}"


class Milestone(BaseModel):
    """Something that counted, in the person's own words."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "words": Personal("To tell the path of the project in the person’s words", Level.PERSONAL, FILE_DAYS,
                          SINCE_PROJECT),
        "noted_by": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL, FILE_DAYS, SINCE_PROJECT),
    }  # fmt: skip

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="milestones")
    words = models.CharField(_("in the person’s words"), max_length=200)
    happened_date = models.DateField(_("day"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noted by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return f"{self.project_id} {self.happened_date}"


class Need(BaseModel):
    """What the project needs, by theme; it is met or given up one day."""

    changes_public_pages = False
    personal = {"words": Personal("To understand what is needed", Level.PERSONAL, FILE_DAYS, SINCE_PROJECT)}

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="needs")
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    words = models.CharField(_("in a few words"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)

    class Meta:
        verbose_name = _("need of a project")
        verbose_name_plural = _("needs of projects")
        constraints = [
            models.UniqueConstraint(
                name="need_open_once", fields=["project", "theme"], condition=models.Q(met_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.theme}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Any, at: datetime | None = None) -> "NoteQuerySet":
        """Notes of interviews stay in the organization that wrote them; no agreement shares them. Whoever led the
        project not long ago still reads those of the organization that keeps its file.
        """
        if not user.is_authenticated:
            return self.none()
        mine = desks_of(user).filter(
            organization=models.OuterRef("organization"), network=models.OuterRef("project__network")
        )
        led = led_by(user, at or timezone.now()).filter(
            project=models.OuterRef("project"), project__organization=models.OuterRef("organization")
        )
        return self.filter(models.Exists(mine) | models.Exists(led))


class Note(BaseModel):
    """What an adviser keeps of an interview. The person may read it on their own page."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "text": Personal("To remember what was said, so that the person tells it once", Level.PERSONAL, FILE_DAYS,
                         SINCE_PROJECT),
        "author": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL, FILE_DAYS, SINCE_PROJECT),
    }  # fmt: skip

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="notes")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("note"), max_length=4000)
    written_at = models.DateTimeField(_("written at"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of an interview")
        verbose_name_plural = _("notes of interviews")
        indexes = [models.Index(fields=["project", "-written_at"], name="note_of_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.written_at:%Y-%m-%d}"
