"""Serves the platform and, beside it, a worker; restarts whichever falls. Stops both on Ctrl+C."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from laplateforme.core.heartbeat import PLACE
from laplateforme.core.ids import short_code
from laplateforme.core.lifeline import SUPERVISED

MOST_FALLS = 5
LONGEST_PAUSE = 10.0


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("LP_BIND", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port")
        parser.add_argument("--processes", type=int, default=int(os.environ.get("LP_PROCESSES", "1")))
        parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")
        parser.add_argument("--steady", type=float, default=10.0, help="seconds after which a program has come up")

    def handle(self, *args: Any, **options: Any) -> None:
        commands = {"web": web_command(options["host"], options["port"], options["processes"])}
        if not options["no_worker"]:
            commands["worker"] = [sys.executable, "-m", "laplateforme.config.cli", "worker"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "PORT": str(options["port"]),
            SUPERVISED: "yes",
            PLACE: short_code(8),
        }
        raise SystemExit(supervise(commands, environment, options["steady"]))


def web_command(host: str, port: int, processes: int) -> list[str]:
    """Granian where it exists, else gunicorn, else Django's own server."""
    start = [sys.executable, "-m", "laplateforme.config.web"]
    application = "laplateforme.config.wsgi:application"
    if importlib.util.find_spec("granian"):
        return [
            *(*start, "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(processes), "--blocking-threads", "4", "--respawn-failed-workers"),
            *("--log-level", "warning", application),
        ]
    if importlib.util.find_spec("gunicorn"):
        return [*start, "gunicorn", "--bind", f"{host}:{port}", "--workers", str(processes), application]
    return [*start, "django", f"{host}:{port}"]


@dataclass
class Program:
    """One command kept running. `falls`: how often in a row it fell before it had come up."""

    command: list[str]
    steady: float
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    falls: int = 0
    has_come_up: bool = False
    pauses_until: float = 0.0

    def look(self, environment: dict[str, str], now: float) -> bool:
        """Starts it when it does not run. False once it never came up and has been tried often enough."""
        if self.process is not None and self.process.poll() is None:
            if now - self.started >= self.steady:
                self.has_come_up, self.falls = True, 0
            return True
        if self.process is not None:
            self.fell(now)
        if self.falls >= MOST_FALLS and not self.has_come_up:
            return False
        if now >= self.pauses_until:
            # Its standard input is never written to: it ends when we do (see core.lifeline).
            self.process = subprocess.Popen(self.command, env=environment, stdin=subprocess.PIPE)
            self.started = now
        return True

    def fell(self, now: float) -> None:
        """The first restarts are immediate; a program that keeps falling as it starts is given more and more time."""
        assert self.process is not None
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None
        if now - self.started >= self.steady:
            self.has_come_up, self.falls = True, 0
        self.falls += 1
        self.pauses_until = now + (min(2.0 ** (self.falls - 4), LONGEST_PAUSE) if self.falls > 3 else 0.0)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def supervise(commands: dict[str, list[str]], environment: dict[str, str], steady: float = 10.0) -> int:
    """Keeps every command running until it is told to stop. Ends by 1 when one of them cannot be started at all."""
    programs = [Program(command, steady) for command in commands.values()]
    stopping: list[bool] = []
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: stopping.append(True))
    try:
        while not stopping:
            if not all(program.look(environment, time.monotonic()) for program in programs):
                return 1
            time.sleep(0.3)
    finally:
        for program in programs:
            program.stop()
        for program in programs:
            program.wait()
    return 0
