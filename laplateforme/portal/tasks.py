"""Later work of the entrance hall."""

import logging
from contextlib import suppress
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django_tasks import task

from laplateforme.core.leases import LostJob, advance_job, take_job
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.network.models import Network, Organization
from laplateforme.portal.papers import PAPERS, failure_words, make
from laplateforme.portal.queries.papers import network_sheet

logger = logging.getLogger(__name__)
STEPS = 3


@task()
def make_paper(job_id: str, language: str = "fr") -> None:
    """Makes one paper, step by step. Whatever stops it is said in words on the job, and told to the log.

    Begun by a worker that was lost, it is begun again by another; only the last one to take it writes (core.leases).
    """
    job = take_job(job_id, at=timezone.now())
    if job is None:
        return
    with translation.override(language):
        try:
            _make(job, timezone.localtime())
        except LostJob:
            logger.warning("paper %s was taken by another worker", job.kind)
        except Exception as error:
            logger.warning("paper %s not made", job.kind, exc_info=not isinstance(error, UnableToPrint))
            with suppress(LostJob):
                _advance(job, status=JobStatus.FAILED, error=failure_words(error), finished_at=timezone.now())


def _make(job: BackgroundJob, now: datetime) -> None:
    _advance(job, done_count=0)
    network = Network.objects.select_related("territory", "lead_organization").get(pk=job.network_id)  # type: ignore[misc]
    wanted = job.parameters.get("organization")
    organization = Organization.objects.of_network(network).get(pk=wanted) if wanted else None
    sheet = network_sheet(network, now, organization)
    _advance(job, done_count=1)
    content = make(job.kind, sheet, at=now)
    paper = PAPERS[job.kind]
    kept = default_storage.save(now.strftime(f"jobs/%Y/%m/{job.pk}.{paper.suffix}"), ContentFile(content))
    name = paper.file_name(organization.slug if organization else network.slug, now)
    try:
        _advance(
            job, status=JobStatus.DONE, done_count=STEPS, file=kept, file_name=name, finished_at=timezone.now()
        )  # fmt: skip
    except BaseException:
        default_storage.delete(kept)  # nobody knows of this file
        raise


def _advance(job: BackgroundJob, **changes: object) -> None:
    advance_job(job, total_count=STEPS, updated_at=timezone.now(), **changes)
