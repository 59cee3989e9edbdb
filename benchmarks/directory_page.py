"""The whole directory page through Django's test client, over N offers of a temporary database.

Run by `benchmarks.directory` in a process of its own, since the settings and the database are others. It says "ready"
once its world is built, waits for a line, and answers with one JSON object. A page is words, a commune, a distance
that the page knows, twenty cards from the database, and the counts of all its facets.
"""

import json
import random
import re
import sys
from functools import partial
from typing import Any

from benchmarks import route  # it sets up Django on a temporary database
from benchmarks.common import timed

from django.test import Client  # isort: skip
from django.urls import reverse  # isort: skip

from benchmarks.synthetic import World  # isort: skip
from benchmarks.world import build_network  # isort: skip
from laplateforme.guidance.queries.directory import RADII  # isort: skip

QUERIES, WARM = 100, 10
COUNT = re.compile(r'role="status" class="count">\D*([\d\s\u202f\xa0]+) offre')


def main(count: int) -> None:
    network = build_network(count)
    print("ready", flush=True)
    sys.stdin.readline()
    client = Client(HTTP_ACCEPT_LANGUAGE="fr")
    address = f"/r/{network.slug}{reverse('guidance:directory')}"
    asked = requests_for(QUERIES + WARM)
    totals = []
    for one in asked[:WARM]:
        response = client.get(address, one)
        assert response.status_code == 200, response.status_code
        totals.append(found_in(response.content.decode()))
    # Pages without offers are no measure.
    assert sum(totals) >= WARM, totals
    # Once each: a page asked twice would come from the page cache.
    timing = timed([partial(client.get, address, one) for one in asked[WARM:]])
    print(json.dumps({"p50": timing.p50, "p95": timing.p95, "cpu": timing.cpu_ms}))


def requests_for(count: int) -> list[dict[str, Any]]:
    """One to three words as they come in the texts, a commune as people are, a distance of the page."""
    world, chance = World(), random.Random(29)
    homes = [profile.commune for profile in route.people(count)]
    return [
        {"q": words, "lieu": f"com:{home}", "rayon": str(chance.choice(RADII))}
        for words, home in zip(world.questions(count), homes, strict=True)
    ]


def found_in(page: str) -> int:
    found = COUNT.search(page)
    assert found, "the page says how many offers it found"
    return int(re.sub(r"\D", "", found[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
