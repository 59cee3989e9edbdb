"""Serves the platform and, beside it, a worker; restarts whichever falls. Stops both on Ctrl+C."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("LP_BIND", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port")
        parser.add_argument("--processes", type=int, default=int(os.environ.get("LP_PROCESSES", "1")))
        parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        commands = {"web": web_command(options["host"], options["port"], options["processes"])}
        if not options["no_worker"]:
            commands["worker"] = [sys.executable, "-m", "laplateforme.config.cli", "worker"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PORT": str(options["port"])}
        raise SystemExit(supervise(commands, environment))


def web_command(host: str, port: int, processes: int) -> list[str]:
    """Granian where it exists, else gunicorn, else Django's own server."""
    application = "laplateforme.config.wsgi:application"
    if importlib.util.find_spec("granian"):
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(processes), "--blocking-threads", "4", "--log-level", "warning", application),
        ]
    if importlib.util.find_spec("gunicorn"):
        workers = str(processes)
        return [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", workers, application]
    return [sys.executable, "-m", "laplateforme.config.cli", "runserver", "--noreload", f"{host}:{port}"]


def supervise(commands: dict[str, list[str]], environment: dict[str, str]) -> int:
    """Keeps every command running until it is told to stop. A program that falls five times in a minute ends all."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    falls: list[float] = []
    stopping: list[bool] = []
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: stopping.append(True))
    try:
        while not stopping:
            for name, command in commands.items():
                process = running.get(name)
                if process is not None and process.poll() is not None:
                    falls = [moment for moment in falls if moment > time.monotonic() - 60] + [time.monotonic()]
                    if len(falls) >= 5:
                        return 1
                if process is None or process.poll() is not None:
                    running[name] = subprocess.Popen(command, env=environment)
            time.sleep(0.3)
    finally:
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        for process in running.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
    return 0
