"""Deletes files that no row knows of, left by a process that was killed. The worker does it each night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.core.files import sweep


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        count = sweep(at=timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} files deleted.")
