"""Erases what has been kept long enough. Says what it would do with --dry-run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from laplateforme.core.retention import erase_expired


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = erase_expired(at=timezone.now(), dry_run=options["dry_run"])
        for label, count in sorted(counts.items()):
            self.stdout.write(f"{count:6d}  {label}")
        if not counts:
            self.stdout.write("Nothing has expired.")
