"""An old site given on a page: kept, read by a worker into a preview, then brought over by a worker once confirmed."""

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.leases import LostJob, advance_job, take_job
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial.actions.spip_import import UnableToBringOver, bring_old_site
from laplateforme.editorial.queries.old_archive import PICTURES, opened_old_site
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.queries.old_plan import Plan, plan_of, read_old_site, source_name
from laplateforme.editorial.queries.old_report import MOST_KEPT, Report, refusal
from laplateforme.editorial.queries.old_sites import DONE, KIND, PREVIEW, RUNNING
from laplateforme.editorial.spip.dumps import NAMES, UnableToReadDump
from laplateforme.network.models import Network

ENDINGS = (".zip", *(name.removeprefix("*") for name in NAMES))
logger = logging.getLogger(__name__)


@transaction.atomic
def give_old_site(
    *, network: Network, file: File, name: str, by: User, at: datetime, is_named: bool = False, language: str = "fr",
    pictures: File | None = None,
) -> BackgroundJob:  # fmt: skip
    """Keeps a backup until it is brought over or thrown away; a worker reads it. Nothing of the site changes.

    `file`: the backup, or a zip archive that holds it, with its folder IMG or not. `pictures`: a zip of that folder.
    """
    job = BackgroundJob(owner_id=by.pk, network_id=network.pk, kind=KIND, file_name=Path(name).name[:120])
    job.parameters = {"phase": PREVIEW, "is_named": is_named, "backup": Path(name).name[:120], "language": language}
    job.file.save(f"{job.pk}.bin", file if pictures is None else _together(file, name, pictures), save=False)
    job.save()
    work_on_old_site.enqueue(str(job.pk), language)
    journal.record("old site given", at=at, actor_id=by.pk, subject=job, network_id=network.pk)
    return job


def _together(file: File, name: str, pictures: File) -> File:
    """One archive with the backup and the zip of its pictures, as they came: nothing is unfolded here."""
    out = TemporaryFile()  # noqa: SIM115  the request ends with it
    with ZipFile(out, "w") as archive:
        for content, called in ((file, _plain(name)), (pictures, PICTURES)):
            with archive.open(called, "w", force_zip64=True) as entry:
                for chunk in content.chunks():
                    entry.write(chunk)
    out.seek(0)
    return File(out, "together.zip")


def _plain(name: str) -> str:
    """The name of a backup that no archive minds; its ending says of which form it is."""
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in Path(name).name[-100:])
    return kept.lstrip(".") if kept.lower().endswith(ENDINGS) else f"{kept.lstrip('.')}.xml"


@transaction.atomic
def confirm_old_site(*, job: BackgroundJob, by: User, at: datetime, language: str = "fr") -> BackgroundJob:
    """Asks a worker to write what the preview says. A second time changes nothing. Raises UnableToBringOver."""
    job = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if job.parameters.get("phase") in {RUNNING, DONE} and job.status != JobStatus.FAILED:
        return job
    if not job.file or not (job.status == JobStatus.DONE or job.parameters.get("phase") == RUNNING):
        raise UnableToBringOver(_("The preview is not ready yet."))
    job.parameters = {**job.parameters, "phase": RUNNING}
    job.status, job.error, job.finished_at = JobStatus.WAITING, "", None
    job.version += 1
    job.save()
    work_on_old_site.enqueue(str(job.pk), language)
    journal.record("old site confirmed", at=at, actor_id=by.pk, subject=job, network_id=job.network_id)
    return job


@transaction.atomic
def discard_old_site(*, job: BackgroundJob, by: User, at: datetime) -> None:
    """Throws a backup and its preview away. Raises UnableToBringOver while it is being written."""
    job = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if job.parameters.get("phase") == RUNNING and job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        raise UnableToBringOver(_("It is being brought over: wait until it is done."))
    journal.record("old site thrown away", at=at, actor_id=by.pk, subject=job, network_id=job.network_id)
    if job.file:
        transaction.on_commit(partial(default_storage.delete, str(job.file.name)))
    job.delete()


@task(priority=10)  # a person looks at the page; what Wagtail notes after each save may wait
def work_on_old_site(job_id: str, language: str = "fr") -> None:
    """Reads the backup, and writes what was confirmed. Whatever stops it is said in words on the job.

    Only the last worker to take the job writes (core.leases): what another has begun goes back with its transaction.
    """
    job = take_job(job_id, at=timezone.now())
    if job is None or job.kind != KIND:
        return
    with translation.override(language):
        try:
            _work(job, timezone.now())
        except LostJob:
            logger.warning("an old site was taken by another worker")
        except (UnableToReadDump, UnableToBringOver) as error:
            words = refusal(error.reason) if isinstance(error, UnableToReadDump) else str(error)
            _fail(job, words)
        except Exception:
            logger.exception("old site not brought over")
            _fail(job, _("Something unexpected stopped the work. Nothing was written. Try again, or tell us."))


def _fail(job: BackgroundJob, words: str) -> None:
    now = timezone.now()
    with suppress(LostJob):
        advance_job(job, status=JobStatus.FAILED, error=words[:300], finished_at=now, updated_at=now)


def _work(job: BackgroundJob, now: datetime) -> None:
    with opened_old_site(Path(default_storage.path(str(job.file.name))), OldFiles()) as (dump, files):
        _work_with(job, _plan(job, dump, files, now), now)


def _work_with(job: BackgroundJob, plan: Plan, now: datetime) -> None:
    if job.parameters["phase"] == PREVIEW:
        _end(job, plan.report, phase=PREVIEW)
        return
    by = User.objects.filter(pk=job.owner_id).first() if job.owner_id else None
    name = str(job.file.name)
    bring_old_site(plan=plan, at=now, by=by, then=partial(_end, job, phase=DONE, file=""))
    if plan.report.changes_nothing():
        _end(job, plan.report, phase=DONE, file="")
    default_storage.delete(name)


def _plan(job: BackgroundJob, dump: Path, files: OldFiles, now: datetime) -> Plan:
    network = Network.objects.get(pk=job.network_id)  # type: ignore[misc]
    old = read_old_site(dump)
    if old.is_empty():
        raise UnableToReadDump("empty", job.file_name)
    given = Path(
        job.parameters.get("backup") or job.file_name
    )  # an archive may be called anything: its backup names the site
    source = source_name(dump if given.suffix.lower() == ".zip" else given)
    return plan_of(
        network=network, old=old, source=source, files=files, at=now, is_named=bool(job.parameters["is_named"])
    )


def _end(job: BackgroundJob, report: Report, *, phase: str, **changes: Any) -> None:
    now = timezone.now()
    parameters = {**job.parameters, "phase": phase, "report": report.as_object(most=MOST_KEPT)}
    advance_job(job, parameters=parameters, status=JobStatus.DONE, finished_at=now, updated_at=now, **changes)
