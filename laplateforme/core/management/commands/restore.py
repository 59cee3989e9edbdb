"""Puts a backup back. Without --yes it only checks the file and says what would be replaced."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from laplateforme.core import tombstones
from laplateforme.core.backups import UnableToRestore, back_up, prove, put_back


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="the backup")
        parser.add_argument("--yes", action="store_true", help="do it: what is there now is kept aside first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = prove(options["archive"])
            self.stdout.write(f"Backup of {manifest.made_at}, {sum(manifest.rows.values())} rows, readable.")
            if not options["yes"]:
                self.stdout.write("Nothing was changed. With --yes, the present data is kept aside, then replaced.")
                return
            now = timezone.localtime()
            aside = Path(settings.LP_DATA_DIR) / "backups" / f"before-restore-{now:%Y-%m-%d-%H%M%S}.tar.gz"
            back_up(aside, at=now)
            known = tombstones.gather()
            put_back(options["archive"])
        except UnableToRestore as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        again = tombstones.do_again(known, at=now)
        call_command("erase_expired", verbosity=0)
        call_command("rebuild_index", verbosity=0)
        if again:
            self.stdout.write(f"{again} erasures and withdrawals made since this backup were done again.")
        self.stdout.write(f"Restored. What was there before: {aside.name}.")
