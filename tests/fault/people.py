"""python -m tests.fault.people: a small network in the house, and sessions of facilitators, printed as JSON."""

import json
import sys

import django

django.setup()

from importlib import import_module  # noqa: E402  settings first

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.utils import timezone  # noqa: E402

from laplateforme.accounts.actions import open_account  # noqa: E402
from laplateforme.network.actions import add_member, create_network, create_organization  # noqa: E402
from laplateforme.places.models import Territory  # noqa: E402
from laplateforme.vocabulary.enums import Role  # noqa: E402

MANY = 8


def main() -> None:
    at = timezone.now()
    territory = Territory.objects.create(name="Calanques", slug="calanques", codes=["dep:13"])
    network = create_network(name="Les Calanques", slug="calanques", territory=territory, at=at, is_published=True)
    create_organization(network=network, name="Maison Ravelle", at=at)
    sessions = []
    for number in range(MANY):
        user = open_account(email=f"f{number}@calanques.example", name=f"F {number}", at=at)
        add_member(user=user, network=network, role=Role.FACILITATOR, at=at)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions.append(session.session_key)
    sys.stdout.write(json.dumps({"sessions": sessions}))


if __name__ == "__main__":
    main()
