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
from functools import partial
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="laplateforme-route-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["LP_DATA_DIR"] = str(FOLDER)
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")

import django  # noqa: E402  settings first

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.common import best_of, say, table  # noqa: E402
from benchmarks.world import AT, QUESTIONS, build_network  # noqa: E402
from laplateforme.guidance.enums import Situation, Team, Wish  # noqa: E402
from laplateforme.guidance.queries import Profile, build_route  # noqa: E402
from laplateforme.places.models import Commune  # noqa: E402
from laplateforme.vocabulary.enums import Theme  # noqa: E402

ROUTES, ROUNDS = 200, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result = measure(chosen.offers)
    say(result, table(list(result.items()), ("what", "value")), as_json=chosen.json)


def measure(count: int) -> dict[str, Any]:
    network = build_network(count)
    profiles = people(ROUTES)
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


def people(count: int) -> list[Profile]:
    """Where people live: a commune counts by its population."""
    chance = random.Random(13)
    rows = list(Commune.objects.filter(latitude__isnull=False).order_by("code").values_list("code", "population"))
    communes = chance.choices([row[0] for row in rows], [row[1] + 1 for row in rows], k=count)
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
