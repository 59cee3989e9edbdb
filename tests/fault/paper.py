"""python -m tests.fault.paper: somebody of the house asks for a paper; its job, printed as JSON."""

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402  settings first

from laplateforme.accounts.models import User  # noqa: E402
from laplateforme.network.models import Network  # noqa: E402
from laplateforme.portal.actions import ask_paper  # noqa: E402

if __name__ == "__main__":
    job = ask_paper(network=Network.objects.get(), kind="leaflet", by=User.objects.all()[0], at=timezone.now())
    sys.stdout.write(json.dumps(job.pk.hex))
