"""Later work of the entrance hall."""

import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django_tasks import task

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.network.models import Network, Organization
from laplateforme.portal.papers import PAPERS, failure_words, make
from laplateforme.portal.queries.papers import network_sheet

logger = logging.getLogger(__name__)


@task()
def make_paper(job_id: str, language: str = "fr") -> None:
    """Makes one paper, step by step. Whatever stops it is said in words on the job, and told to the log."""
    job = BackgroundJob.objects.filter(pk=job_id, status__in=[JobStatus.WAITING, JobStatus.RUNNING]).first()
    if job is None:
        return
    with translation.override(language):
        try:
            _make(job, timezone.localtime())
        except Exception as error:
            logger.warning("paper %s not made", job.kind, exc_info=not isinstance(error, UnableToPrint))
            job.error = failure_words(error)
            job.finished_at = timezone.now()
            _advance(job, JobStatus.FAILED, job.done_count)


def _make(job: BackgroundJob, now: datetime) -> None:
    _advance(job, JobStatus.RUNNING, 0)
    network = Network.objects.select_related("territory", "lead_organization").get(pk=job.network_id)  # type: ignore[misc]
    wanted = job.parameters.get("organization")
    organization = Organization.objects.of_network(network).get(pk=wanted) if wanted else None
    sheet = network_sheet(network, now, organization)
    _advance(job, JobStatus.RUNNING, 1)
    content = make(job.kind, sheet, at=now)
    job.file_name = PAPERS[job.kind].file_name(organization.slug if organization else network.slug, now)
    job.file.save(f"{job.pk}.{PAPERS[job.kind].suffix}", ContentFile(content), save=False)
    job.finished_at = timezone.now()
    _advance(job, JobStatus.DONE, 3)


def _advance(job: BackgroundJob, status: JobStatus, done: int) -> None:
    job.status, job.done_count, job.total_count = status, done, 3
    job.save()
