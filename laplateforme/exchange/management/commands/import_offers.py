"""Reads a file of offers: says what it would do; --confirm does it. Codes: 0 fine, 1 lines refused, 2 not read."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from laplateforme.accounts.models import User
from laplateforme.exchange import actions
from laplateforme.exchange.enums import LineAction
from laplateforme.exchange.models import ImportBatch, ImportLine
from laplateforme.exchange.queries.mapping import WrongMapping
from laplateforme.network.models import Network, Organization

MOST_SHOWN = 40


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV, XLSX, ODS, XLS, data·inclusion v1 JSON, or JSON")
        parser.add_argument("--network", metavar="SLUG", help="needed where there are several networks")
        parser.add_argument("--organization", metavar="SLUG", help="for lines that name none")
        parser.add_argument("--source", metavar="NAME", help="remembers the columns (default: the name of the file)")
        parser.add_argument("--mapping", metavar="FILE.json", help="which column is which field, what words mean")
        parser.add_argument("--create-organizations", action="store_true", help="make those that we do not know")
        parser.add_argument("--publish", action="store_true", help="show new offers that miss nothing")
        parser.add_argument("--with-duplicates", action="store_true", help="also those that look like one that exists")
        parser.add_argument("--overwrite", action="store_true", help="also where somebody changed the offer here")
        parser.add_argument("--as", dest="by", metavar="EMAIL", help="whose name the history keeps")
        parser.add_argument("--confirm", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--undo", metavar="ID", help="take back the import of this number (FILE is ignored: -)")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a report")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override(translation.get_language() or "fr"):
                code = self.undo(options) if options["undo"] else self.run(options)
        except (actions.UnableToImport, WrongMapping, OSError, ValueError) as error:
            self.stderr.write(f"{error}")
            code = 2
        if code:
            sys.exit(code)

    def undo(self, options: dict[str, Any]) -> int:
        batch = ImportBatch.objects.filter(pk=options["undo"]).first()
        if batch is None:
            raise ValueError("No import has this number.")
        count = actions.undo_import(batch=batch, by=self.person(options), at=timezone.now())
        self.stdout.write(f"{count} lines were taken back.")
        return 0

    def run(self, options: dict[str, Any]) -> int:
        path = Path(options["file"])
        network = self.network(options["network"])
        organization = None
        if options["organization"]:
            organization = Organization.objects.of_network(network).filter(slug=options["organization"]).first()
            if organization is None:
                raise ValueError(f"No organization of this network is called {options['organization']}.")
        mapping = json.loads(Path(options["mapping"]).read_text(encoding="utf-8")) if options["mapping"] else None
        person, at = self.person(options), timezone.now()
        with path.open("rb") as file:
            batch = actions.open_import(
                network=network,
                source_name=options["source"] or path.stem,
                file=File(file),
                file_name=path.name,
                by=person,
                at=at,
                organization=organization,
                mapping=mapping,
                keeps_file=False,
            )
        everybody = list(Organization.objects.of_network(network))
        creates = options["create_organizations"]
        actions.preview_import(batch=batch, organizations=everybody, at=at, creates=creates, path=path)
        if options["confirm"]:
            choices = {name: options[name] for name in ("publish", "with_duplicates", "overwrite")}
            actions.confirm_import(batch=batch, by=person, at=at, **choices)
        code = self.report(batch, options)
        if not options["confirm"]:
            actions.discard_import(batch=batch, by=person, at=at)
        return code

    def network(self, slug: str | None) -> Network:
        networks = list(Network.objects.filter(slug=slug) if slug else Network.objects.all()[:2])
        if len(networks) != 1:
            raise ValueError("Say which network with --network SLUG.")
        return networks[0]

    def person(self, options: dict[str, Any]) -> User | None:
        if not options["by"]:
            return None
        person = User.objects.filter(email=options["by"]).first()
        if person is None:
            raise ValueError("Nobody has this address.")
        return person

    def report(self, batch: ImportBatch, options: dict[str, Any]) -> int:
        counts = Counter(ImportLine.objects.filter(batch=batch).values_list("action", flat=True))
        refused = counts.get(LineAction.ERROR, 0)
        if options["json"]:
            lines = ImportLine.objects.filter(batch=batch, action=LineAction.ERROR).order_by("number")
            errors = [{"line": line.number, "label": line.label, "messages": line.messages} for line in lines]
            content = {"import": str(batch.pk), "format": batch.format, "status": batch.status, "counts": dict(counts)}
            self.stdout.write(json.dumps({**content, "errors": errors}, ensure_ascii=False))
            return 1 if refused else 0
        for action in LineAction:
            self.stdout.write(f"{counts.get(action, 0):8d}  {action.label}")
        told = ImportLine.objects.filter(batch=batch).exclude(messages=[]).order_by("number")
        for line in told[:MOST_SHOWN]:
            said = "; ".join(
                f"{one['text']} ({one['column']})" if one["column"] else one["text"] for one in line.messages
            )
            self.stdout.write(f"{line.number:8d}  {line.label[:50]} — {said}")
        if told.count() > MOST_SHOWN:
            self.stdout.write(f"… {told.count() - MOST_SHOWN}")
        words = f"Import {batch.pk}" if options["confirm"] else "Nothing was written. Add --confirm to write."
        self.stdout.write(words)
        return 1 if refused else 0
