"""Does the work that waits: mail, papers, index; and once a day what is periodic. Stops cleanly on Ctrl+C."""

import logging
import signal
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from laplateforme.core.delivery import deliver_waiting, give_back_lost
from laplateforme.core.heartbeat import beat, former_at, keep_beating, new_name, take_daily
from laplateforme.core.leases import say_lost_jobs, take_up_again
from laplateforme.core.lifeline import end_at_once, hold_supervisor

log = logging.getLogger("laplateforme.worker")
LAST_SECONDS = 10.0  # what is left to a worker whose supervisor is gone
LONGEST_PAUSE = 30.0  # between two tries while the database does not answer


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # `prepare` makes them; they would load every page into a process that shows none

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then stop (for a cron line)")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        self.running = True
        self.turn: Worker | None = None
        for name in ("SIGINT", "SIGTERM"):
            signal.signal(getattr(signal, name), self.stop)
        hold_supervisor(self.abandoned)
        self.name = new_name()
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        if not options["once"]:
            keep_beating(self.name)
        next_minute, failures = 0.0, 0
        while self.running:
            try:
                if time.monotonic() >= next_minute:
                    self.each_minute()
                    next_minute = time.monotonic() + 60
                self.work()
                failures = 0
            except DatabaseError:
                log.exception("the database did not answer")
                connection.close()
                failures += 1
                time.sleep(min(2**failures, LONGEST_PAUSE))
            if options["once"]:
                return
            if self.running:
                time.sleep(options["interval"])

    def stop(self, *args: Any) -> None:
        """Ends what was begun, begins nothing more."""
        self.running = False
        if self.turn is not None:
            self.turn.running = False

    def abandoned(self) -> None:
        """`serve` is gone: what was begun may be ended, if that does not take long."""
        self.stop()
        time.sleep(LAST_SECONDS)
        end_at_once()

    def work(self) -> None:
        self.turn = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=50,
            worker_id=self.name,
            excluded_queue_names=[],
        )
        self.turn.run()

    def each_minute(self) -> None:
        now = timezone.localtime()
        # Between two pieces of work: what is still held in our own name is what the database did not let us end.
        take_up_again(at=now, gone=[*former_at(self.name), self.name])
        beat(now, self.name)
        say_lost_jobs(at=now)
        give_back_lost(at=now)
        deliver_waiting()
        known = get_commands()
        for command in settings.LP_EACH_MINUTE:
            if command in known:
                try:
                    call_command(command, verbosity=0)
                except Exception:
                    log.exception("a deed of each minute failed: %s", command)
        for hour, command in settings.LP_DAILY:
            if now.hour >= hour and command in known and take_daily(command, now.date()):
                try:
                    call_command(command)
                except Exception:
                    log.exception("a daily deed failed: %s", command)
