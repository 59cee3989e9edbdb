"""What groups have left to the calendar: silence that approves, newcomers whose last day has come, reminders."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from laplateforme.groups.actions import approve_in_silence, close_admissions, remind


class Command(BaseCommand):
    help = "Approves minutes that nobody objected to, decides about newcomers, reminds of promises. Once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        approved, decided, reminded = approve_in_silence(at=at), close_admissions(at=at), remind(at=at)
        self.stdout.write(f"{approved} minutes approved, {decided} newcomers decided, {reminded} people reminded.")
