"""Papers asked of the worker."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.models import BackgroundJob
from laplateforme.fairs.models import Occasion
from laplateforme.network.models import Network, Organization
from laplateforme.portal.papers import KIT
from laplateforme.portal.tasks import make_kit, make_paper


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


@transaction.atomic
def ask_kit(
    *,
    occasion: Occasion,
    by: User,
    at: datetime,
    organization: Organization | None = None,
    themes: Sequence[str] = (),
    language: str = "fr",
) -> BackgroundJob:
    """Asks the worker for the kit of an occasion; the person follows it on its page."""
    parameters = {
        "occasion": str(occasion.pk),
        "organization": str(organization.pk) if organization else "",
        "themes": list(themes),
    }
    job = BackgroundJob.objects.create(owner_id=by.pk, network_id=occasion.network_id, kind=KIT, parameters=parameters)
    make_kit.enqueue(str(job.pk), language)
    journal.record("kit asked", at=at, actor_id=by.pk, subject=job, network_id=occasion.network_id)
    return job
