"""Builds the search index of this host again from the database."""

from typing import Any

from django.core.management.base import BaseCommand

from laplateforme.core import search


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        search.rebuild()
        if options["verbosity"]:
            self.stdout.write("The index is up to date.")
