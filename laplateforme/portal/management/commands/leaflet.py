"""Prints a paper of a network, or of one organization alone, to a file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.network.models import Network, Organization
from laplateforme.portal.papers import PAPERS, make
from laplateforme.portal.queries.papers import network_sheet


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="the file to write")
        parser.add_argument("--network", help="short name of the network (needed where there are several)")
        parser.add_argument("--organization", help="short name of one organization: its papers alone")
        parser.add_argument("--paper", choices=sorted(PAPERS), default="leaflet")

    def handle(self, *args: Any, **options: Any) -> None:
        networks = Network.objects.select_related("territory", "lead_organization").order_by("created_at")
        if options["network"]:
            networks = networks.filter(slug=options["network"])
        if networks.count() != 1:
            raise CommandError("Say which network with --network.")
        network = networks.get()
        organization = None
        if options["organization"]:
            organization = Organization.objects.of_network(network).filter(slug=options["organization"]).first()
            if organization is None:
                raise CommandError("This organization does not take part in the network.")
        now = timezone.localtime()
        with translation.override(settings.LANGUAGE_CODE):
            try:
                content = make(options["paper"], network_sheet(network, now, organization), at=now)
            except UnableToPrint as error:
                raise CommandError(str(error)) from error
        try:
            options["target"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['target']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['target'].name}: {len(content)} bytes.")
