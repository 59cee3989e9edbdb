"""Asks owners to check the offers that nobody vouched for in time. To be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.offers.actions import ask_due_rechecks


class Command(BaseCommand):
    help = "Asks owners to check their offers that were not checked in time; never twice in the same week."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{ask_due_rechecks(at=timezone.now())} offers to check: their owners are asked.")
