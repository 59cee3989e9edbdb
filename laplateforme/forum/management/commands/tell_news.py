"""Tells people what is new in what they follow. To be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.forum.actions import tell_news


class Command(BaseCommand):
    help = "One mail a person and network for all that is new in what they follow; never twice in the same day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_news(at=timezone.now())} people are told what is new.")
