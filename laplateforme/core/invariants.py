"""What must always be true of the data. Each room registers its own; `laplateforme verify` asks them all."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection

from laplateforme.core.models import BackgroundJob, Generation, JobStatus, MailStatus, OutgoingMail

Check = Callable[[], str]
_checks: dict[str, Check] = {}


def register(name: str) -> Callable[[Check], Check]:
    """A function that returns "" when all is well, else a sentence without personal data."""

    def decorator(check: Check) -> Check:
        _checks[name] = check
        return check

    return decorator


def broken() -> list[tuple[str, str]]:
    """The promises that are broken now, with the sentence of each."""
    return [(name, sentence) for name, check in sorted(_checks.items()) if (sentence := check())]


@register("core.generation")
def one_generation() -> str:
    return "" if Generation.objects.filter(pk=1).exists() else "the generation of public pages has no row"


@register("core.mail")
def sent_mail_has_its_date() -> str:
    count = OutgoingMail.objects.filter(status=MailStatus.SENT, sent_at__isnull=True).count()
    return f"{count} messages sent without a date" if count else ""


@register("core.jobs")
def done_jobs_have_their_file() -> str:
    jobs = BackgroundJob.objects.filter(status=JobStatus.DONE).exclude(file="")
    count = sum(not Path(job.file.path).exists() for job in jobs.iterator() if hasattr(job.file.storage, "location"))
    return f"{count} finished jobs have lost their file" if count else ""


@register("core.database")
def database_is_whole() -> str:
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        answer = cursor.fetchone()[0]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = len(cursor.fetchall())
    return "" if answer == "ok" and not orphans else f"SQLite says {answer}, {orphans} broken references"
