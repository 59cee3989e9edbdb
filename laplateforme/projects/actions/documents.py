"""Files joined to a project and taken away."""

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.ids import short_code
from laplateforme.core.text import clean_text
from laplateforme.projects.actions.file import _touched
from laplateforme.projects.models import Project, ProjectDocument

MOST_DOCUMENTS = 20


class UnableToKeepDocument(Exception):
    """The project holds as many as it may."""


@transaction.atomic
def add_document(*, project: Project, title: str, file: Any, by: User, at: datetime) -> ProjectDocument:
    """Keeps a file under a name that says nothing; its own name is given back at the download.

    Raises UnableToKeepDocument.
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.documents.count() >= MOST_DOCUMENTS:
        raise UnableToKeepDocument(project.pk)
    name = clean_text(PurePath(file.name).name)[-160:]
    size = file.size
    file.name = f"{short_code(20)}{PurePath(name).suffix.lower()}"
    made = ProjectDocument.objects.create(
        project=project, title=clean_text(title)[:160], file=file, file_name=name, size=size, author=by, added_at=at
    )
    _touched(project, at)
    journal.record("document added", at=at, actor_id=by.pk, subject=project, network_id=project.network_id)
    return made


@transaction.atomic
def remove_document(*, document: ProjectDocument, by: User, at: datetime) -> None:
    """Takes a file away; whoever has received it keeps what they downloaded."""
    journal.record(
        "document removed", at=at, actor_id=by.pk, subject=document.project, network_id=document.project.network_id
    )
    forget_documents([document])


def forget_documents(documents: list[ProjectDocument]) -> None:
    """Rows now, files once this is saved."""
    for one in documents:
        name = one.file.name
        one.delete()
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
