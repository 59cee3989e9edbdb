"""An import taken back: what nobody has touched since goes, the rest stays as it is."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.leases import LostJob, advance_job, take_job
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.editorial.actions.spip_import import UnableToBringOver
from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    KeywordGroup,
    OldAddress,
    OldImport,
    Picture,
    SectionPage,
)
from laplateforme.editorial.queries.old_sites import UNDO
from laplateforme.editorial.queries.old_stamps import key_of
from laplateforme.editorial.queries.old_undo import Undo, undo_of
from laplateforme.forum.actions import take_messages_back
from laplateforme.forum.models import Board, Post, Topic
from laplateforme.network.models import Network

logger = logging.getLogger(__name__)
AFTER_PAGES: tuple[type[Any], ...] = (Keyword, KeywordGroup, Author, Picture, AttachedFile, OldAddress, Topic, Board)


@transaction.atomic
def take_old_site_back(*, brought: OldImport, at: datetime, by: User | None = None) -> Undo | None:
    """Deletes what an import made and nobody changed since. Once: a second time does nothing and returns None.

    Raises UnableToBringOver when something else of the network holds what should go.
    """
    Network.objects.select_for_update(of=("self",)).get(pk=brought.network_id)
    brought = OldImport.objects.select_for_update(of=("self",)).select_related("network__site_root").get(pk=brought.pk)
    if brought.undone_at is not None:
        return None
    undo = undo_of(brought)
    take_messages_back(keys=undo.going[Post], at=at, by=by)
    try:
        _delete_pages(undo)
        for model in AFTER_PAGES:
            for row in model.objects.filter(pk__in=undo.going[model]):
                row.delete()
    except ProtectedError as error:
        raise UnableToBringOver(_("Something else of the network needs what should go.")) from error
    gone = [key_of(model, key) for model, keys in undo.going.items() for key in keys]
    brought.things.filter(key__in=gone).delete()
    brought.undone_at, brought.undone_by = at, by
    brought.save(update_fields=["undone_at", "undone_by", "updated_at"])
    journal.record(
        "old site taken back", at=at, actor_id=by.pk if by else None, subject=brought, network_id=brought.network_id,
        source=brought.source, counts=undo.counts(),
    )  # fmt: skip
    return undo


def _delete_pages(undo: Undo) -> None:
    for key in sorted(undo.going[ArticlePage], key=int):
        ArticlePage.objects.get(pk=key).delete()
    sections = SectionPage.objects.filter(pk__in=undo.going[SectionPage]).order_by("-depth")
    for key in list(sections.values_list("pk", flat=True)):
        SectionPage.objects.get(pk=key).delete()


@transaction.atomic
def ask_to_take_back(*, brought: OldImport, by: User, at: datetime, language: str = "fr") -> BackgroundJob | None:
    """Asks a worker to take an import back. None when it is done already; a second press changes nothing."""
    brought = OldImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if brought.undone_at is not None:
        return None
    same = BackgroundJob.objects.filter(kind=UNDO, network_id=brought.network_id, parameters__brought=str(brought.pk))
    running = same.filter(status__in=[JobStatus.WAITING, JobStatus.RUNNING]).first()
    if running is not None:
        return running
    job = BackgroundJob.objects.create(
        owner_id=by.pk, network_id=brought.network_id, kind=UNDO, parameters={"brought": str(brought.pk)}
    )
    work_on_taking_back.enqueue(str(job.pk), language)
    journal.record("old site to be taken back", at=at, actor_id=by.pk, subject=brought, network_id=brought.network_id)
    return job


@task(priority=10)
def work_on_taking_back(job_id: str, language: str = "fr") -> None:
    """All of it or nothing; whatever stops it is said in words on the job."""
    job = take_job(job_id, at=timezone.now())
    if job is None or job.kind != UNDO:
        return
    with translation.override(language):
        try:
            with transaction.atomic():
                _take_back(job)
        except LostJob:
            logger.warning("an import was taken back by another worker")
        except UnableToBringOver as error:
            _fail(job, str(error))
        except Exception:
            logger.exception("old site not taken back")
            _fail(job, _("Something unexpected stopped the work. Nothing was taken back. Try again, or tell us."))


def _take_back(job: BackgroundJob) -> None:
    by = User.objects.filter(pk=job.owner_id).first() if job.owner_id else None
    brought = OldImport.objects.get(pk=job.parameters["brought"])
    undo = take_old_site_back(brought=brought, at=timezone.now(), by=by)
    now = timezone.now()
    report = {"rows": undo.rows(), "lines": [vars(one) for one in undo.lines()]} if undo is not None else {}
    parameters = {**job.parameters, "report": report}
    advance_job(job, parameters=parameters, status=JobStatus.DONE, finished_at=now, updated_at=now)


def _fail(job: BackgroundJob, words: str) -> None:
    now = timezone.now()
    with suppress(LostJob):
        advance_job(job, status=JobStatus.FAILED, error=words[:300], finished_at=now, updated_at=now)
