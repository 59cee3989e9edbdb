"""The demonstration network: prepares everything it needs, serves it, says how to sign in. It asks nothing."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from laplateforme.core.heartbeat import take_daily
from laplateforme.guidance.models import RouteSnapshot
from laplateforme.network.models import Membership, Network
from laplateforme.portal.demonstration.fairs import load_fairs
from laplateforme.portal.demonstration.load import load
from laplateforme.portal.demonstration.read import Calendar
from laplateforme.portal.demonstration.relays import load_relays
from laplateforme.portal.demonstration.requests import load_routes


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # `make check` makes them: a start must not wait for them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare only")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LP_DEMO:
            raise CommandError("The demonstration does not exist with production settings (LP_ADDRESS is set).")
        started = time.monotonic()
        if not self.is_ready():
            self.stdout.write("Preparing the demonstration network (once)…")
            call_command("prepare", "--no-index", stdout=self.stderr)
            now = timezone.localtime()
            load(at=now)
            take_daily("ask_rechecks", now.date())  # on its first day the facilitator has somebody to chase
            call_command("rebuild_index", verbosity=0)
            load_relays(Calendar(now))
            load_fairs(Calendar(now))
            load_routes(Calendar(now))  # the last deed: see is_ready
            self.stdout.write(f"Ready after {time.monotonic() - started:.0f} s.")
        if options["no_serve"]:
            return
        self.say_how(options["port"])
        call_command("serve", "--port", str(options["port"]))

    def is_ready(self) -> bool:
        """The database is there with this version's tables and the whole demonstration in it."""
        try:
            if not RouteSnapshot.objects.filter(network__is_demo=True).exists():
                return False
            call_command("migrate", "--check", verbosity=0)
        except (DatabaseError, SystemExit):
            connection.close()
            return False
        return True

    def say_how(self, port: int) -> None:
        address = f"http://localhost:{port}"
        self.stdout.write(f"\nThe demonstration network: {address}\n")
        for network in Network.objects.filter(is_demo=True).order_by("created_at"):
            self.stdout.write(f"  {network.name}: {address}/r/{network.slug}/")
        self.stdout.write(f"\nSign in with one click, as anybody below: {address}/compte/demo/")
        seen: set[str] = set()
        memberships = Membership.objects.filter(network__is_demo=True).select_related("user")
        for membership in memberships.order_by("created_at"):
            if membership.role not in seen:
                seen.add(membership.role)
                self.stdout.write(f"  {membership.get_role_display():<32} {membership.user.name}")
        self.stdout.write("\nEverything and everybody in it is invented. Stop with Ctrl+C.\n")
        self.stdout.flush()
