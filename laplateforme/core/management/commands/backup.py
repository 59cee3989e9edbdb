"""Makes one file of the database, the files and a manifest, and proves that it can be read back."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from laplateforme.core.backups import UnableToBackUp, UnableToRestore, back_up, prove


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", nargs="?", type=Path, help="file or folder (by default the data folder)")
        parser.add_argument("--keep", type=int, default=0, help="keep only this many backups in the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.localtime()
        target = self.target(options["target"], now)
        try:
            manifest = back_up(target, at=now)
            prove(target)
        except (UnableToBackUp, UnableToRestore) as error:
            raise CommandError(str(error)) from error
        if options["keep"]:
            for old in sorted(target.parent.glob("laplateforme-*.tar.gz"))[: -options["keep"]]:
                old.unlink()
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes, {rows} rows, proven readable.")

    def target(self, wanted: Path | None, now: datetime) -> Path:
        name = f"laplateforme-{now:%Y-%m-%d-%H%M%S}.tar.gz"
        if wanted is None:
            return Path(settings.LP_DATA_DIR) / "backups" / name
        return wanted / name if wanted.is_dir() else wanted
