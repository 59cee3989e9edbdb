"""Freezes the counts of occasions, three, thirty and ninety days after their end. Once a night, before erasure."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.fairs.actions import tend_reports


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tend_reports(at=timezone.now()):6d}  frozen")
