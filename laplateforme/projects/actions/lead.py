"""Who is asked first about a project; whoever was before keeps a time of reading."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.projects import emails
from laplateforme.projects.actions.file import UnableToKeepFile
from laplateforme.projects.models import FormerLead, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries.parts import lead_changed


@transaction.atomic
def set_lead(*, project: Project, adviser: User, by: User | None, at: datetime) -> Project:
    """Who is asked first, in the organization that keeps the file. What the former one had under way goes on with the
    new one, in this transaction; both are told, and the person reads on their page who still reads. Twice is once.

    Raises UnableToKeepFile for anybody who keeps no file there.
    """
    rows = Project.objects.select_for_update(of=("self",)).select_related("network", "lead_adviser")
    project = rows.get(pk=project.pk)
    desks = desks_of(adviser).filter(network=project.network_id, organization=project.organization_id)
    if not desks.exists():
        raise UnableToKeepFile(adviser.pk)
    former = project.lead_adviser
    if former == adviser:
        return project
    project.lead_adviser = adviser
    project.version += 1
    project.save(update_fields=["lead_adviser", "version", "updated_at"])
    FormerLead.objects.filter(project=project, adviser=adviser).delete()
    if former is not None:
        FormerLead.objects.update_or_create(project=project, adviser=former, defaults={"left_at": at})
    lead_changed(project, former, at)
    journal.record(
        "lead changed", at=at, actor_id=by.pk if by else None, subject=project, network_id=project.network_id,
        before=str(former.pk) if former else "", after=str(adviser.pk),
    )  # fmt: skip
    if by != adviser:
        emails.queue_lead(project, adviser)
    if former is not None and by != former and former.is_active:
        emails.queue_lead_left(project, former)
    return project
