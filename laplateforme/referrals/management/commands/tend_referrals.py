"""Sends hand-overs that waited for an agreement, reminds, warns and ends those without an answer. Once a day."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.referrals.actions import tend_referrals


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in asdict(tend_referrals(at=timezone.now())).items():
            self.stdout.write(f"{count:6d}  {name}")
