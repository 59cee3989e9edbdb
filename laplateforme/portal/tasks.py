"""Later work of the entrance hall."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django_tasks import task

from laplateforme.accounts.models import User
from laplateforme.core.leases import LostJob, advance_job, take_job
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.fairs.models import Occasion
from laplateforme.network.models import Network, Organization
from laplateforme.portal.kit import PARTS, made_parts, zipped
from laplateforme.portal.papers import PAPERS, failure_words, make
from laplateforme.portal.queries.kit import kit_sheet
from laplateforme.portal.queries.papers import network_sheet
from laplateforme.portal.rules import can_take_kit

logger = logging.getLogger(__name__)
STEPS = 3


@task()
def make_paper(job_id: str, language: str = "fr") -> None:
    """Makes one paper, step by step. Whatever stops it is said in words on the job, and told to the log.

    Begun by a worker that was lost, it is begun again by another; only the last one to take it writes (core.leases).
    """
    _run(job_id, language, _make)


@task()
def make_kit(job_id: str, language: str = "fr") -> None:
    """Makes the kit of an occasion, for whoever may still take it; the same care as for a paper."""
    _run(job_id, language, _make_kit)


def _run(job_id: str, language: str, make_it: Callable[[BackgroundJob, datetime], None]) -> None:
    job = take_job(job_id, at=timezone.now())
    if job is None:
        return
    with translation.override(language):
        try:
            make_it(job, timezone.localtime())
        except LostJob:
            logger.warning("paper %s was taken by another worker", job.kind)
        except Exception as error:
            logger.warning("paper %s not made", job.kind, exc_info=not isinstance(error, UnableToPrint))
            with suppress(LostJob):
                failed = {
                    "status": JobStatus.FAILED,
                    "error": failure_words(error, job.kind),
                    "finished_at": timezone.now(),
                }
                advance_job(job, updated_at=timezone.now(), **failed)


def _make(job: BackgroundJob, now: datetime) -> None:
    _advance(job, done_count=0)
    network = Network.objects.select_related("territory", "lead_organization").get(pk=job.network_id)  # type: ignore[misc]
    wanted = job.parameters.get("organization")
    organization = Organization.objects.of_network(network).get(pk=wanted) if wanted else None
    sheet = network_sheet(network, now, organization)
    _advance(job, done_count=1)
    content = make(job.kind, sheet, at=now)
    paper = PAPERS[job.kind]
    name = paper.file_name(organization.slug if organization else network.slug, now)
    _keep(job, content, name, now)


def _make_kit(job: BackgroundJob, now: datetime) -> None:
    """Reads, then one step a file, then the archive."""
    total = len(PARTS) + 2
    advance_job(job, total_count=total, done_count=0, updated_at=timezone.now())
    occasion = Occasion.objects.select_related("network__territory", "network__lead_organization").get(
        pk=job.parameters["occasion"], network=job.network_id
    )
    owner = User.objects.filter(is_active=True, pk=job.owner_id).first()  # type: ignore[misc]
    if owner is None or not can_take_kit(owner, occasion):
        raise PermissionError("no longer a colleague")
    wanted = job.parameters.get("organization")
    organization = Organization.objects.of_network(occasion.network).get(pk=wanted) if wanted else None
    kit = kit_sheet(occasion, now, organization=organization, themes=job.parameters.get("themes", []))
    parts = []
    for number, part in enumerate(made_parts(kit, at=now), start=1):
        parts.append(part)
        advance_job(job, total_count=total, done_count=number, step=part[0], updated_at=timezone.now())
    name = f"trousse-{occasion.code}-{now:%Y-%m-%d}"
    _keep(job, zipped(parts, name, now), f"{name}.zip", now, total)


def _keep(job: BackgroundJob, content: bytes, name: str, now: datetime, total: int = STEPS) -> None:
    """The file and who knows of it, or neither."""
    suffix = name.rpartition(".")[2]
    kept = default_storage.save(now.strftime(f"jobs/%Y/%m/{job.pk}.{suffix}"), ContentFile(content))
    try:
        advance_job(
            job, status=JobStatus.DONE, done_count=total, total_count=total, file=kept, file_name=name, step="",
            finished_at=timezone.now(), updated_at=timezone.now(),
        )  # fmt: skip
    except BaseException:
        default_storage.delete(kept)  # nobody knows of this file
        raise


def _advance(job: BackgroundJob, **changes: object) -> None:
    advance_job(job, total_count=STEPS, updated_at=timezone.now(), **changes)
