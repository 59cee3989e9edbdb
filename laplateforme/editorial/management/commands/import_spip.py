"""Brings an old SPIP site over: says what it would do; --confirm does it. Codes: 0 fine, 2 not read or not written."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core.text import slug_of
from laplateforme.editorial.actions import UnableToBringOver, bring_old_site
from laplateforme.editorial.queries.old_archive import opened_old_site
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.queries.old_plan import plan_of, source_name
from laplateforme.editorial.queries.old_report import EFFECTS, KINDS, Report, refusal
from laplateforme.editorial.spip.dumps import UnableToReadDump, find_dump, rows_of
from laplateforme.editorial.spip.old_site import assemble
from laplateforme.network.models import Network

MOST_SHOWN = 200


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source", metavar="SOURCE", help="a backup (.xml, .xml.gz, .sql, .sqlite), its folder, or a zip of it"
        )
        parser.add_argument("--network", metavar="SLUG", help="needed where there are several networks")
        parser.add_argument("--site", metavar="NAME", help="name of the old site (default: that of the backup)")
        parser.add_argument("--files", metavar="FOLDER", help="its folder IMG (default: the nearest to the backup)")
        parser.add_argument("--authors-agreed", action="store_true", help="its authors agreed to be named")
        parser.add_argument("--as", dest="by", metavar="EMAIL", help="whose name the history keeps")
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--dry-run", action="store_true", help="write nothing, only say (this is the default)")
        chosen.add_argument("--confirm", action="store_true", help="write")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a report")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override(translation.get_language() or "fr"):
                self.run(options)
        except UnableToReadDump as error:
            self.stderr.write(refusal(error.reason))
            sys.exit(2)
        except (UnableToBringOver, OSError, ValueError) as error:
            self.stderr.write(f"{error}")
            sys.exit(2)

    def run(self, options: dict[str, Any]) -> None:
        network, person, at = self.network(options["network"]), self.person(options["by"]), timezone.now()
        source = find_dump(Path(options["source"]))
        with opened_old_site(source, OldFiles.beside(source)) as (dump, files):
            if options["files"]:
                files = OldFiles(Path(options["files"]).resolve())
            self.bring(network, dump, files, person, at, options)

    def bring(
        self, network: Network, dump: Path, files: OldFiles, person: User | None, at: datetime, options: dict[str, Any]
    ) -> None:
        old = assemble(rows_of(dump))
        if old.is_empty():
            raise UnableToReadDump("empty", dump.name)
        name = slug_of(options["site"] or "")[:40] or source_name(dump)
        plan = plan_of(
            network=network, old=old, source=name, files=files, at=at, is_named=bool(options["authors_agreed"])
        )
        report = plan.report
        if options["confirm"]:
            report = bring_old_site(plan=plan, at=at, by=person)
        self.say(report, network, dump, options)

    def network(self, slug: str | None) -> Network:
        networks = list(Network.objects.filter(slug=slug) if slug else Network.objects.all()[:2])
        if len(networks) != 1:
            raise ValueError("Say which network with --network SLUG.")
        return networks[0]

    def person(self, email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.filter(email=email).first()
        if person is None:
            raise ValueError("Nobody has this address.")
        return person

    def say(self, report: Report, network: Network, dump: Path, options: dict[str, Any]) -> None:
        if options["json"]:
            head = {"file": dump.name, "network": network.slug, "confirmed": bool(options["confirm"])}
            self.stdout.write(json.dumps({**head, **report.as_object()}, ensure_ascii=False))
            return
        for effect, counts in report.counts().items():
            said = ", ".join(f"{KINDS[kind]} {count}" for kind, count in counts.items()) or "–"
            self.stdout.write(f"{str(EFFECTS[effect]).capitalize()} : {said}")
        told = [line for line in report.lines if line.why]
        for line in told[:MOST_SHOWN]:
            self.stdout.write(f"  {KINDS[line.kind]} {line.number} {line.label[:60]} — {' '.join(line.why)}")
        if len(told) > MOST_SHOWN:
            self.stdout.write(f"  … {len(told) - MOST_SHOWN}")
        if report.changes_nothing():
            self.stdout.write(_("Nothing changes: this site is here already."))
        elif not options["confirm"]:
            self.stdout.write(_("Nothing was written. Add --confirm to write."))
