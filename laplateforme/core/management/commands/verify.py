"""Checks what must always be true of the data; or, with a file, that a backup can be restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laplateforme.core.backups import UnableToRestore, prove
from laplateforme.core.invariants import broken


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", nargs="?", type=Path, help="a backup")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["archive"]:
            try:
                manifest = prove(options["archive"])
            except UnableToRestore as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"Readable: made at {manifest.made_at}, {sum(manifest.rows.values())} rows.")
            return
        found = broken()
        for name, sentence in found:
            self.stdout.write(f"{name}: {sentence}")
        if found:
            raise CommandError(f"{len(found)} of the data's promises are broken.")
        self.stdout.write("All is well.")
