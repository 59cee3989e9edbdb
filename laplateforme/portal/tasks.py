"""Later work of the entrance hall."""

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django_tasks import task

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.network.models import Network, Organization
from laplateforme.portal.papers import PAPERS, make
from laplateforme.portal.queries.papers import network_sheet


@task()
def make_paper(job_id: str, language: str = "fr") -> None:
    """Makes one paper, step by step; a failure is said in words on the job."""
    job = BackgroundJob.objects.filter(pk=job_id, status__in=[JobStatus.WAITING, JobStatus.RUNNING]).first()
    if job is None:
        return
    now = timezone.localtime()
    with translation.override(language):
        _advance(job, JobStatus.RUNNING, 0)
        network = Network.objects.select_related("territory", "lead_organization").get(pk=job.network_id)  # type: ignore[misc]
        organization = Organization.objects.filter(pk=job.parameters.get("organization") or None).first()  # type: ignore[misc]
        try:
            sheet = network_sheet(network, now, organization)
            _advance(job, JobStatus.RUNNING, 1)
            content = make(job.kind, sheet, at=now)
        except UnableToPrint as error:
            job.error = str(error)[:300]
            job.finished_at = timezone.now()
            _advance(job, JobStatus.FAILED, job.done_count)
            return
    subject = organization.slug if organization else network.slug
    job.file_name = PAPERS[job.kind].file_name(subject, now)
    job.file.save(f"{job.pk}.{PAPERS[job.kind].suffix}", ContentFile(content), save=False)
    job.finished_at = timezone.now()
    _advance(job, JobStatus.DONE, 3)


def _advance(job: BackgroundJob, status: JobStatus, done: int) -> None:
    job.status, job.done_count, job.total_count = status, done, 3
    job.save()
