"""`python -m benchmarks.exposure [--profiles N] [--off] [--json]`: do equals get equal shares?

A network on a temporary SQLite database: each verb has groups of two to five organizations whose offers are equal.
Profiles are every combination of the communes of a real département, questions, situations and teams. Each place of
each route is one draw. For every group of equals that was drawn for at least a tenth of the profiles, the gap is the
share of its luckiest member minus that of its unluckiest, in percentage points: for the first position, and for any.
`worst_gap_percent` is the greatest. `--off` switches the turns off: the measure must then be far above 2.
"""

import argparse
import atexit
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(tempfile.mkdtemp(prefix="laplateforme-exposure-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["LP_DATA_DIR"] = str(FOLDER)
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")

import django  # noqa: E402  settings first

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.common import say, table  # noqa: E402
from laplateforme.core.search import rebuild  # noqa: E402
from laplateforme.guidance.enums import Situation, Team  # noqa: E402
from laplateforme.guidance.models import KeyQuestion  # noqa: E402
from laplateforme.guidance.queries import Profile  # noqa: E402
from laplateforme.guidance.queries.choice import Draw  # noqa: E402
from laplateforme.guidance.queries.route import draws_of  # noqa: E402
from laplateforme.network.models import Network, Organization, Participation  # noqa: E402
from laplateforme.offers.models import Offer  # noqa: E402
from laplateforme.places.models import Commune, Territory  # noqa: E402
from laplateforme.vocabulary.enums import Theme, Verb  # noqa: E402

AT = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
DEPARTMENT = "13"
GROUPS = (2, 3, 4, 5)
HELP = ("WELCOME", "TRAIN", "CONSULT", "NETWORK")
QUESTIONS = 6
SEEN_ENOUGH = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--off", action="store_true", help="without turns: the control")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result = measure(chosen.profiles, fair=not chosen.off)
    say(result, table(list(result.items()), ("what", "value")), as_json=chosen.json)


def measure(count: int, *, fair: bool = True) -> dict[str, Any]:
    network = build_world()
    draws = (
        draw
        for profile in profiles(count)
        for draw in draws_of(profile, network=network, at=AT, day=AT.date(), fair=fair)
    )
    return {"profiles": count, "worst_gap_percent": round(worst_gap(draws, count * SEEN_ENOUGH), 2)}


def worst_gap(draws: Iterable[Draw], enough: float) -> float:
    """In percentage points, over all groups of equals drawn often enough, first position and any."""
    eligible: Counter[tuple[str, ...]] = Counter()
    won: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for draw in draws:
        if not draw.is_contested:
            continue
        for position in ("any", "first") if draw.is_first else ("any",):
            group = (position, draw.about, *draw.eligible)
            eligible[group] += 1
            won[group][draw.chosen.organization] += 1
    gaps = [0.0]
    for group, times in eligible.items():
        if times >= enough:
            shares = [won[group][organization] / times for organization in group[2:]]
            gaps.append(100 * (max(shares) - min(shares)))
    return max(gaps)


def profiles(count: int) -> Iterator[Profile]:
    """Every combination of answers once: 119 communes, 7 questions, 3 situations, 4 teams are 9,996; then again."""
    codes = list(Commune.objects.filter(department=DEPARTMENT).order_by("code").values_list("code", flat=True))
    questions = ["", *(f"question-{number}" for number in range(QUESTIONS))]
    situations = [one for one in Situation.values if one != Situation.NONE]
    for commune, question, situation, team in islice(
        cycle(product(codes, questions, situations, ["", *Team.values])), count
    ):
        yield Profile(situation, (), question, "", commune, team)


def build_world() -> Network:
    """For each verb, one group of equals of each size, each with its own help and theme."""
    for command in ("migrate", "createcachetable", "load_places"):
        call_command(command, verbosity=0)
    territory = Territory.objects.create(name="Essai", slug="essai", codes=[f"dep:{DEPARTMENT}"])
    network = Network.objects.create(name="Réseau d’essai", slug="essai", territory=territory)
    themes = iter(Theme.values * 4)
    for verb in Verb:
        for size, help_code in zip(GROUPS, HELP, strict=True):
            theme = next(themes)
            for member in range(size):
                _offer(network, f"{verb.value.lower()}-{size}-{member}", verb, help_code, theme)
    stages = [stage for verb in Verb for stage in verb.stages]
    used = list(islice(iter(Theme.values), QUESTIONS))
    KeyQuestion.objects.bulk_create(
        KeyQuestion(
            network=network,
            slug=f"question-{number}",
            text=f"Question {number} ?",
            stage=stages[number % len(stages)],
            theme=used[number],
        )
        for number in range(QUESTIONS)
    )
    rebuild()
    return network


def _offer(network: Network, name: str, verb: Verb, help_code: str, theme: str) -> None:
    organization = Organization.objects.create(name=name, slug=name)
    Participation.objects.create(network=network, organization=organization)
    Offer.objects.create(
        organization=organization,
        name=name,
        stages=list(verb.stages),
        functions=[help_code],
        themes=[theme],
        receptions=["REMOTE"],
        coverage=[f"dep:{DEPARTMENT}"],
        checked_at=AT - timedelta(days=5),
        status="published",
    )


if __name__ == "__main__":
    main()
