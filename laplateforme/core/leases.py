"""Work that somebody began and did not end is taken up again, or said failed: nothing stays "in progress" for ever.

A worker holds what it does as long as it gives signs of life (core.heartbeat). The effects hold by themselves: a paper
advances only from the version at which it was taken, a message is sent by whoever moved it from "waiting" to "being
sent". So a worker that was only asleep finds its work done by another, and changes nothing.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from laplateforme.core.models import BackgroundJob, Heartbeat, JobStatus

log = logging.getLogger("laplateforme.worker")
LEASE = timedelta(minutes=2)
MOST_TRIES = 3
FORGOTTEN = timedelta(days=7)  # signs of life older than this are thrown away
OPEN = (JobStatus.WAITING, JobStatus.RUNNING)


class WorkerLost(Exception):
    """The worker disappeared each time that it did this."""


def take_up_again(*, at: datetime, gone: Collection[str] = ()) -> int:
    """Gives back to the queue what lost workers had begun; what was lost three times is said failed.

    A worker is lost without a sign of life for two minutes, or when it is named in `gone`. Returns how many pieces of
    work changed.
    """
    alive = set(Heartbeat.objects.filter(at__gt=at - LEASE).values_list("name", flat=True)) - set(gone)
    changed = 0
    for work in DBTaskResult.objects.running().order_by("started_at"):
        holder = work.worker_ids[-1] if work.worker_ids else ""
        is_young = work.started_at is not None and work.started_at > at - LEASE
        if holder in alive or (is_young and holder not in gone):
            continue
        changed += _give_back(work, at)
    Heartbeat.objects.filter(Q(name__in=gone) | Q(at__lt=at - FORGOTTEN)).delete()
    return changed


def _give_back(work: "DBTaskResult", at: datetime) -> int:
    """Conditional on nobody having changed it since it was read."""
    same = DBTaskResult.objects.filter(pk=work.pk, status=TaskResultStatus.RUNNING, started_at=work.started_at)
    if len(work.worker_ids) < MOST_TRIES:
        changed = same.update(status=TaskResultStatus.READY, started_at=None)
        log.warning("taken up again: %s", work.task_path)
        return changed
    path = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"
    changed = same.update(status=TaskResultStatus.FAILED, finished_at=at, exception_class_path=path)
    log.error("lost with its worker %d times, given up: %s", MOST_TRIES, work.task_path)
    return changed


def say_lost_jobs(*, at: datetime) -> int:
    """A job that no work stands behind any more is said failed, with what to do. Returns how many."""
    count = 0
    for job in BackgroundJob.objects.filter(status__in=OPEN, updated_at__lt=at - LEASE):
        behind = DBTaskResult.objects.filter(
            status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING], args_kwargs__args__0=str(job.pk)
        )
        if behind.exists():
            continue
        with translation.override(settings.LANGUAGE_CODE):
            words = _(
                "The work was interrupted several times. Try again; if it happens again, tell your administrator."
            )
        count += BackgroundJob.objects.filter(pk=job.pk, version=job.version, status__in=OPEN).update(
            status=JobStatus.FAILED, error=words, finished_at=at, version=job.version + 1, updated_at=at
        )
    return count


class LostJob(Exception):
    """Another worker has taken this job, or it is over: whatever this one made is not wanted."""


def take_job(job_id: str, *, at: datetime) -> BackgroundJob | None:
    """The job, held from now on by whoever calls; None when it is over. A former holder can no longer advance it."""
    with transaction.atomic():
        job = BackgroundJob.objects.select_for_update().filter(pk=job_id, status__in=OPEN).first()
        if job is None:
            return None
        job.version, job.status, job.updated_at = job.version + 1, JobStatus.RUNNING, at
        same = BackgroundJob.objects.filter(pk=job.pk)
        same.update(version=job.version, status=job.status, updated_at=at)
    return job


def advance_job(job: BackgroundJob, **changes: object) -> None:
    """Writes `changes` if the job is still held by whoever took it. Raises LostJob otherwise."""
    for name, value in changes.items():
        setattr(job, name, value)
    same = BackgroundJob.objects.filter(pk=job.pk, version=job.version, status=JobStatus.RUNNING)
    if not same.update(**changes):
        raise LostJob(str(job.pk))
