"""Keys of stands: `list`, `create` and `rotate` for an occasion (its code), `drill` tries every key.

Private keys are files in the folder LP_STAND_KEYS_DIR, outside the database and outside its backups: back the folder up
apart. `drill` proves that the files which are here open what phones seal, the older keys included.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from laplateforme.fairs import actions
from laplateforme.fairs.models import Occasion, StandKey


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["list", "create", "rotate", "drill"])
        parser.add_argument("code", nargs="?", default="", help="the code of the occasion, in the address of its page")

    def handle(self, *args: Any, deed: str, code: str, **options: Any) -> None:
        if deed == "drill":
            return self.drill(code)
        if deed == "list":
            return self.list(code)
        occasion, at = self.occasion(code), timezone.now()
        try:
            made = (actions.open_stand if deed == "create" else actions.rotate_key)(occasion=occasion, by=None, at=at)
        except actions.UnableToOpenStand as refused:
            why = {"occasion": "the network has not decided to go there", "disk": "the key cannot be written"}
            raise CommandError(f"Refused: {why[refused.why]}.") from refused
        self.stdout.write(f"{occasion.code}  key {made.number}  {made.state}")
        self.stdout.write(f"Back up {settings.LP_STAND_KEYS_DIR} apart from the database.")

    def occasion(self, code: str) -> Occasion:
        found = Occasion.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"No occasion has the code {code!r}.")
        return found

    def list(self, code: str) -> None:
        rows = StandKey.objects.select_related("occasion").order_by("occasion__code", "number")
        for key in rows.filter(occasion__code=code) if code else rows:
            self.stdout.write(f"{key.occasion.code}  key {key.number}  {key.state}")

    def drill(self, code: str) -> None:
        occasions = Occasion.objects.filter(stand_keys__isnull=False).distinct().order_by("code")
        failed = 0
        for occasion in occasions.filter(code=code) if code else occasions:
            for number, opens in actions.drill(occasion=occasion).items():
                self.stdout.write(f"{occasion.code}  key {number}  {'opens' if opens else 'DOES NOT OPEN'}")
                failed += not opens
        if failed:
            raise CommandError(f"{failed} of the private keys are absent or wrong: put the folder back.")
