"""Is all well? One light a part, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from laplateforme.core.delivery import silence
from laplateforme.core.heartbeat import last_beat
from laplateforme.core.models import MailStatus, OutgoingMail

WORKER_MAY_SLEEP = timedelta(minutes=15)
BACKUP_MAY_BE_OLD = timedelta(days=2)


@dataclass(frozen=True)
class Light:
    """`kind` for status_tag: ok, wait or no."""

    name: str
    kind: str
    words: str
    advice: str = ""


def lights(at: datetime) -> list[Light]:
    return [database_light(), worker_light(at), mail_light(at), backup_light(at)]


def database_light() -> Light:
    return Light(_("Database"), "ok", _("%(name)s answers") % {"name": connection.display_name})


def worker_light(at: datetime) -> Light:
    """Green with a sign of life in the last quarter of an hour; otherwise nothing is lost, but it waits."""
    beat = last_beat()
    waiting = DBTaskResult.objects.ready().count()
    words = ngettext("%(count)d piece of work waits", "%(count)d pieces of work wait", waiting) % {"count": waiting}
    if beat is not None and at - beat <= WORKER_MAY_SLEEP:
        return Light(_("Work behind the pages"), "ok", words if waiting else _("Nothing waits"))
    advice = _("No worker gives a sign of life. Nothing is lost: it waits. Start “laplateforme worker”.")
    return Light(_("Work behind the pages"), "no", words, advice)


def mail_light(at: datetime) -> Light:
    """Red when a message was refused for good or has waited a quarter of an hour; says when the server is silent."""
    failed = OutgoingMail.objects.filter(status=MailStatus.FAILED).count()
    waiting = OutgoingMail.objects.filter(status__in=[MailStatus.WAITING, MailStatus.SENDING])
    old = waiting.filter(created_at__lt=at - WORKER_MAY_SLEEP).count()
    quiet = silence()
    if quiet is not None and old:
        words = ngettext("%(count)d message waits", "%(count)d messages wait", old) % {"count": old}
        advice = _(
            "The mail server has not answered since %(when)s. Nothing is lost: we try again. Check LP_EMAIL_URL."
        )
        return Light(_("Mail"), "no", words, advice % {"when": date_format(timezone.localtime(quiet.since), "j F H:i")})
    if failed or old:
        words = ngettext("%(count)d message has not left", "%(count)d messages have not left", failed + old)
        return Light(_("Mail"), "no", words % {"count": failed + old}, _("Check LP_EMAIL_URL and the worker."))
    return Light(_("Mail"), "ok", _("Everything has left"))


def backup_light(at: datetime) -> Light:
    """The age of the last backup that was proven readable (the command proves each one)."""
    folder = Path(settings.LP_DATA_DIR) / "backups"
    moments = [path.stat().st_mtime for path in folder.glob("laplateforme-*.tar.gz")] if folder.exists() else []
    if not moments:
        return Light(_("Backup"), "wait", _("None here yet"), _("Start “laplateforme backup”, each night."))
    age = timedelta(seconds=at.timestamp() - max(moments))
    words = ngettext("Proven %(count)d day ago", "Proven %(count)d days ago", age.days) % {"count": age.days}
    if age > BACKUP_MAY_BE_OLD:
        return Light(_("Backup"), "no", words, _("Start “laplateforme backup”, each night."))
    return Light(_("Backup"), "ok", words if age.days else _("Proven today"))
