"""Reminds those who can answer that a request for contact is late. To be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.guidance.actions.request import remind_late_requests


class Command(BaseCommand):
    help = "Reminds those who can answer the requests for contact that are late; every two working days at most."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_late_requests(at=timezone.now())} late requests: those who can answer are told.")
