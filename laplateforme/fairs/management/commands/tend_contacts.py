"""Erases contacts of fairs that were spoken and that nobody confirmed. Once a night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.fairs.actions import tend_contacts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tend_contacts(at=timezone.now()):6d}  erased")
