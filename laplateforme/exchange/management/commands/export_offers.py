"""Writes the published offers of a network to a file: csv, xlsx, json or data-inclusion."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from laplateforme.exchange import actions
from laplateforme.exchange.enums import ExportFormat
from laplateforme.network.models import Network


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to write")
        parser.add_argument("--network", metavar="SLUG", help="needed where there are several networks")
        parser.add_argument(
            "--format", choices=ExportFormat.values, help="default: from the name of the file, else csv"
        )
        parser.add_argument("--force", action="store_true", help="write over a file that exists")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, path = options["network"], Path(options["file"])
        networks = list(Network.objects.filter(slug=slug) if slug else Network.objects.all()[:2])
        if len(networks) != 1:
            self.stderr.write("Say which network with --network SLUG.")
            sys.exit(2)
        if path.exists() and not options["force"]:
            self.stderr.write(f"{path} exists: add --force to write over it.")
            sys.exit(2)
        ending = path.suffix.removeprefix(".")
        format = options["format"] or (ending if ending in ExportFormat.values else ExportFormat.CSV)
        with path.open("wb") as file:
            count = actions.export_offers(network=networks[0], format=format, to=file, by=None, at=timezone.now())
        self.stdout.write(f"{count} offers in {path}")
