"""Loads the places of France that the product ships."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laplateforme.places.actions import load_places


class Command(BaseCommand):
    help = "Loads the communes, EPCI, départements and regions of France that the product ships. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="even if this edition is loaded already")

    def handle(self, *, force: bool, **options: Any) -> None:
        loaded = load_places(force=force)
        self.stdout.write(f"{loaded.communes} communes, {'loaded' if loaded.changed else 'already there'}.")
