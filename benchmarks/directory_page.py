"""The whole directory page through Django's test client, over N offers of a temporary database; one JSON object.

Run by `benchmarks.directory` in a process of its own, since the settings and the database are others.
"""

import json
import sys
from functools import partial

from benchmarks import route  # it sets up Django on a temporary database
from benchmarks.common import timed

from django.test import Client  # isort: skip
from django.urls import reverse  # isort: skip

from laplateforme.places.models import Commune  # isort: skip

WORDS = ("atelier", "financement", "local", "formation", "conseil", "projet", "association", "création")
QUERIES = 96


def main(count: int) -> None:
    network = route.build_world(count)
    client = Client()
    address = f"/r/{network.slug}{reverse('guidance:directory')}"
    communes = list(Commune.objects.filter(population__gt=20_000).order_by("code").values_list("name", flat=True))
    asked = [
        {"q": f"{WORDS[n % 8]} {WORDS[(n // 8) % 8]}", "lieu": communes[n % len(communes)], "rayon": "30"}
        for n in range(QUERIES)
    ]
    first = client.get(address, asked[0], follow=True)
    assert first.status_code == 200, first.status_code
    # Once each: a page asked twice would come from the page cache.
    timing = timed([partial(client.get, address, one) for one in asked[8:]])
    print(json.dumps({"p50": timing.p50, "p95": timing.p95, "cpu": timing.cpu_ms}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
