"""Files joined to a project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.projects.models.holder import FILE_DAYS
from laplateforme.projects.models.project import Project

PURPOSE = gettext_noop("To work on the project with the person, and to share its papers with whom they agree")
SINCE_PROJECT = "project__last_activity_at"


class ProjectDocument(BaseModel):
    """A paper of the project. Other organizations read it under the bundle "documents" only (`queries.sheet_for`)."""

    changes_public_pages = False
    erased_whole = True
    personal = {
        "title": Personal(PURPOSE, Level.PERSONAL, FILE_DAYS, SINCE_PROJECT),
        "file": Personal(PURPOSE, Level.PERSONAL, FILE_DAYS, SINCE_PROJECT),
        "file_name": Personal(PURPOSE, Level.PERSONAL, FILE_DAYS, SINCE_PROJECT),
        "author": Personal("So that colleagues know whom to ask", Level.PROFESSIONAL, FILE_DAYS, SINCE_PROJECT),
    }

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to="projects/%Y/%m/")
    file_name = models.CharField(_("name of the file"), max_length=160)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")

    def __str__(self) -> str:
        return str(self.pk)
