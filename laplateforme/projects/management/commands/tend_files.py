"""Closes agreements that are over, erases what nobody confirmed, tells and forgets silent people. Once a night."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.projects.actions import tend_files


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in asdict(tend_files(at=timezone.now())).items():
            self.stdout.write(f"{count:6d}  {name}")
