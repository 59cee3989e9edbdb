"""`python -m benchmarks.route --offers N [--json]`: whole routes over N offers, on a temporary SQLite database.

One network, real communes; a tenth of the offers cover a whole département, the others a grouping of communes.
What is timed is `build_route`: from a profile to stages with their offers, reasons, links, dates and a person.
"""

import argparse
import atexit
import os
import random
import shutil
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(tempfile.mkdtemp(prefix="laplateforme-route-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["LP_DATA_DIR"] = str(FOLDER)
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")

import django  # noqa: E402  settings first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.common import best_of, say, table  # noqa: E402
from laplateforme.core.search import rebuild  # noqa: E402
from laplateforme.guidance.enums import Situation, Team, Wish  # noqa: E402
from laplateforme.guidance.models import KeyQuestion  # noqa: E402
from laplateforme.guidance.queries import Profile, build_route  # noqa: E402
from laplateforme.network.models import (  # noqa: E402
    DeclaredLink,
    DutyPerson,
    Network,
    Organization,
    Participation,
)
from laplateforme.offers.models import Offer, Session  # noqa: E402
from laplateforme.places.models import Commune, Territory  # noqa: E402
from laplateforme.vocabulary.enums import Capacity, Stage, SupportFunction, Theme  # noqa: E402

AT = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
ROUTES, ROUNDS = 200, 3
QUESTIONS = 36
OFFERS_AN_ORGANIZATION = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result = measure(chosen.offers)
    say(result, table(list(result.items()), ("what", "value")), as_json=chosen.json)


def measure(count: int) -> dict[str, Any]:
    network = build_world(count)
    profiles = people(network)
    day = AT.date()
    calls = [partial(build_route, profile, network=network, at=AT, day=day) for profile in profiles]
    most = 0
    shown = 0
    for call in calls[:20]:
        with CaptureQueriesContext(connection) as captured:
            shown += len(call().offers())
        most = max(most, len(captured))
    assert shown >= 20, "routes without offers are no measure"
    timing = best_of(ROUNDS, calls)
    return {"offers": count, "p50_ms": timing.p50, "p95_ms": timing.p95, "queries": most}


def build_world(count: int) -> Network:
    """The same world for the same number."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_places", verbosity=0)
    chance = random.Random(2007)
    territory = Territory.objects.create(name="Tout", slug="tout", codes=["all"])
    network = Network.objects.create(name="Réseau d’essai", slug="essai", territory=territory)
    communes = list(Commune.objects.filter(latitude__isnull=False).order_by("code"))
    organizations = [
        Organization(name=f"Structure {number}", slug=f"structure-{number}", commune=chance.choice(communes))
        for number in range(max(8, count // OFFERS_AN_ORGANIZATION))
    ]
    Organization.objects.bulk_create(organizations, batch_size=500)
    Participation.objects.bulk_create(
        [Participation(network=network, organization=one) for one in organizations], batch_size=500
    )
    offers = [_offer(number, chance, organizations) for number in range(count)]
    Offer.objects.bulk_create(offers, batch_size=300)
    Session.objects.bulk_create(
        [Session(offer=one, starts_at=AT + timedelta(days=chance.randint(1, 60))) for one in offers[::5]],
        batch_size=500,
    )
    questions = KeyQuestion.objects.bulk_create([_question(number, network, chance) for number in range(QUESTIONS)])
    for question in questions:
        question.offers.set(chance.sample(offers, min(4, count)))
    DutyPerson.objects.create(
        network=network,
        name="Inès Ferrandi",
        organization=organizations[0],
        hours="de 9 h à 17 h",
        starts_date=AT.date(),
    )
    pairs = zip(organizations, organizations[1:], strict=False)
    DeclaredLink.objects.bulk_create(
        [DeclaredLink(network=network, from_organization=one, to_organization=other) for one, other in pairs],
        batch_size=500,
    )
    rebuild()
    return network


def _offer(number: int, chance: random.Random, organizations: list[Organization]) -> Offer:
    organization = organizations[number % len(organizations)]
    commune = organization.commune
    assert commune is not None
    wide = chance.random() < 0.1
    area = f"epci:{commune.epci_id}" if commune.epci_id else f"dep:{commune.department_id}"
    return Offer(
        organization=organization,
        code=f"b{number:06d}",
        name=f"Offre {number}",
        summary="Un rendez-vous pour avancer.",
        stages=chance.sample(Stage.values, 2),
        functions=chance.sample(SupportFunction.values, 2),
        themes=chance.sample(Theme.values, 2),
        holder_types=["INDIVIDUAL", "GROUP"],
        receptions=[chance.choice(["ON_SITE", "REMOTE"])],
        coverage=[f"dep:{commune.department_id}" if wide else area],
        commune=commune,
        capacity=chance.choice([Capacity.OPEN, Capacity.OPEN, Capacity.ASSESSMENT_NEEDED, Capacity.FULL]),
        checked_at=AT - timedelta(days=chance.randint(1, 500)),
        status="published",
    )


def _question(number: int, network: Network, chance: random.Random) -> KeyQuestion:
    return KeyQuestion(
        network=network,
        slug=f"question-{number}",
        text=f"Question numéro {number} ?",
        stage=chance.choice(Stage.values),
        theme=chance.choice(Theme.values),
        position=number,
    )


def people(network: Network) -> list[Profile]:
    """Where people live: a commune counts by its population."""
    chance = random.Random(13)
    rows = list(Commune.objects.filter(latitude__isnull=False).order_by("code").values_list("code", "population"))
    communes = chance.choices([row[0] for row in rows], [row[1] + 1 for row in rows], k=ROUTES)
    return [
        Profile(
            situation=chance.choice(Situation.values),
            wishes=tuple(chance.sample(Wish.values, chance.randint(0, 2))),
            question=f"question-{chance.randrange(QUESTIONS)}" if chance.random() < 0.7 else "",
            theme=chance.choice(Theme.values) if chance.random() < 0.3 else "",
            commune=commune,
            team=chance.choice(Team.values[:2]),
        )
        for commune in communes
    ]


if __name__ == "__main__":
    main()
