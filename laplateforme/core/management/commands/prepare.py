"""Makes an installation ready: database, cache table, catalogues, typefaces, places, static files, search index.

Safe to run again: each step does only what is missing.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from laplateforme.core.management.commands.messages import compile_catalogues
from laplateforme.core.print.fonts import prepare_fonts


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-index", action="store_true", help="leave the search index for later")

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
        prepare_fonts(settings.LP_DATA_DIR / "fonts")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_places", verbosity=0)
        if staticfiles_storage.__class__.__name__ != "StaticFilesStorage":
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            call_command("collectstatic", verbosity=0, interactive=False)
        if not options["no_index"] and "rebuild_index" in get_commands():
            call_command("rebuild_index", verbosity=0)
        self.stdout.write("Ready.")
