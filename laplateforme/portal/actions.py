"""Deeds of the entrance hall."""

from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.models import BackgroundJob
from laplateforme.network.models import Network, Organization
from laplateforme.portal.tasks import make_paper


@transaction.atomic
def ask_paper(
    *,
    network: Network,
    kind: str,
    by: User,
    at: datetime,
    organization: Organization | None = None,
    language: str = "fr",
) -> BackgroundJob:
    """Asks the worker for one paper; the person follows it on its page."""
    parameters = {"organization": str(organization.pk)} if organization else {}
    job = BackgroundJob.objects.create(owner_id=by.pk, network_id=network.pk, kind=kind, parameters=parameters)
    make_paper.enqueue(str(job.pk), language)
    journal.record("paper asked", at=at, actor_id=by.pk, subject=job, network_id=network.pk, kind=kind)
    return job
