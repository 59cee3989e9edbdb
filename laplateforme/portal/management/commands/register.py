"""Prints the register of processing, as the models declare it; --into writes it into a page, between its two marks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laplateforme.portal.queries.register import register_table, with_register


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, help="a page of docs/ with the two marks")

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path | None = options["into"]
        if page is None:
            self.stdout.write(register_table(), ending="")
            return
        try:
            page.write_text(with_register(page.read_text(encoding="utf-8")), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise CommandError(f"{page.name}: {error}") from error
        self.stdout.write(f"{page.name}: written.")
