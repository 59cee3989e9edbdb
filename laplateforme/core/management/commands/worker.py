"""Does the work that waits: mail, papers, index; and once a day what is periodic. Stops cleanly on Ctrl+C."""

import logging
import signal
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from laplateforme.core.heartbeat import beat, take_daily
from laplateforme.core.ids import short_code
from laplateforme.core.models import MailStatus, OutgoingMail
from laplateforme.core.tasks import deliver_mail

log = logging.getLogger("laplateforme.worker")
MAIL_AGAIN_AFTER = timedelta(minutes=5)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then stop (for a cron line)")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        self.running = True
        for name in ("SIGINT", "SIGTERM"):
            signal.signal(getattr(signal, name), self.stop)
        identifier = f"worker-{short_code(8)}"
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        next_minute = 0.0
        while self.running:
            try:
                if time.monotonic() >= next_minute:
                    next_minute = time.monotonic() + 60
                    self.each_minute()
                self.work(identifier)
            except DatabaseError:
                log.exception("the database did not answer")
                close_old_connections()
                time.sleep(2)
            if options["once"]:
                return
            if self.running:
                time.sleep(options["interval"])

    def stop(self, *args: Any) -> None:
        self.running = False

    def work(self, identifier: str) -> None:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=50,
            worker_id=identifier,
            excluded_queue_names=[],
        ).run()

    def each_minute(self) -> None:
        now = timezone.localtime()
        beat(now)
        waiting = OutgoingMail.objects.filter(status=MailStatus.WAITING, updated_at__lt=now - MAIL_AGAIN_AFTER)
        for mail in waiting.order_by("created_at")[:200]:
            OutgoingMail.objects.filter(pk=mail.pk).update(updated_at=now)
            deliver_mail.enqueue(str(mail.pk))
        known = get_commands()
        for hour, command in settings.LP_DAILY:
            if now.hour >= hour and command in known and take_daily(command, now.date()):
                try:
                    call_command(command)
                except Exception:
                    log.exception("a daily deed failed: %s", command)
