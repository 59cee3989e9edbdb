"""`python -m benchmarks.stand --phones 200 --contacts 20 [--json]`: a whole fair sends at once.

The real server (`laplateforme serve`, one process) on a temporary installation; phones behind one address, each with
its own key, send their contacts within `--seconds`, one request for each `--batch`; a part of the answers is thrown
away and asked again, as on a poor network. Then the contacts are counted in the database. Goals: all in, once, p95 of
an answer ≤ 2 s.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any
from uuid import uuid4

from benchmarks.common import Timing, say
from benchmarks.worker import environment, free_port

SLUG = "mesure"
LOST_ANSWERS = 0.05


def prepare(phones: int) -> dict[str, Any]:
    """An occasion with an open stand and its phones, made by the product's own actions; in a process of its own."""
    from datetime import timedelta

    from django.utils import timezone

    from laplateforme.accounts.actions import open_account
    from laplateforme.fairs import actions
    from laplateforme.network.models import Membership, Network, Organization, Participation
    from laplateforme.places.models import Commune, Territory
    from laplateforme.vocabulary.enums import Role

    at = timezone.now()
    commune = Commune.objects.filter(department="13").order_by("pk")[0]
    territory = Territory.objects.create(name="Mesure", slug=SLUG, codes=[commune.area_code])
    network = Network.objects.create(name="Mesure", slug=SLUG, territory=territory)
    organization = Organization.objects.create(name="Structure", slug="structure", commune=commune)
    Participation.objects.create(network=network, organization=organization)
    by = open_account(email="animation@mesure.example", at=at)
    Membership.objects.create(user=by, network=network, role=Role.FACILITATOR)
    values = actions.OccasionValues(title="Salon", starts_at=at, ends_at=at + timedelta(hours=8))
    occasion = actions.propose_occasion(network=network, values=values, by=by, at=at, asked=None)
    occasion = actions.decide_occasion(occasion=occasion, goes=True, by=by, at=at)
    key = actions.open_stand(occasion=occasion, by=by, at=at)
    made = [actions.prepare_device(occasion=occasion, by=by, at=at) for _ in range(phones)]
    return {
        "code": occasion.code, "public": key.public_key, "key": key.number,
        "phones": [f"{device.pk}.{secret}" for device, secret in made],
    }  # fmt: skip


def count() -> dict[str, int]:
    from laplateforme.fairs.models import Contact

    names = list(Contact.objects.values_list("first_name", flat=True))
    return {"rows": len(names), "different": len(set(names))}


def in_process(folder: str, port: int, deed: str, *words: str) -> Any:
    """`prepare` or `count` with the settings of the served installation."""
    code = (
        "import django, json, sys; django.setup(); from benchmarks import stand;"
        f"print(json.dumps(stand.{deed}({', '.join(words)})))"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "laplateforme.config.settings.dev"}
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**environment(folder, port), **settings}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def sealed_for(stand: dict[str, Any], number: int, contacts: int) -> list[dict[str, Any]]:
    from laplateforme.fairs.reading import envelope

    words = {"means": "06 39 98 01 14", "words": "Un local pour démarrer", "caller": "structure", "agreed": True}
    return [
        envelope.write(
            envelope.seal(
                {**words, "first_name": f"Personne {number} {one}"}, public=stand["public"], stand=stand["code"],
                key=stand["key"], identifier=uuid4(), serial=one + 1,
            )
        )
        for one in range(contacts)
    ]  # fmt: skip


def send(
    port: int, stand: dict[str, Any], number: int, queue: list[Any], pace: tuple[float, int], walls: list[float]
) -> None:  # fmt: skip
    """One phone: until all its fingerprints are known."""
    chance = Random(number)
    seconds, batch = pace
    parts = [queue[start : start + batch] for start in range(0, len(queue), batch)]
    begin = time.monotonic()
    moments = sorted(chance.uniform(0, seconds * 0.95) for _ in parts)
    headers = {"content-type": "application/json", "cookie": f"lp_stand={stand['phones'][number]}"}
    path = f"/r/{SLUG}/salons/{stand['code']}/stand/envoyer/"
    for moment, part in zip(moments, parts, strict=True):
        time.sleep(max(0, begin + moment - time.monotonic()))
        known = False
        while not known:
            started = time.perf_counter()
            try:
                line = HTTPConnection("127.0.0.1", port, timeout=60)
                line.request("POST", path, json.dumps({"envelopes": part}), headers)
                answer = line.getresponse()
                said = answer.read()
                line.close()
                walls.append((time.perf_counter() - started) * 1000)
                known = answer.status == 200 and len(json.loads(said)["receipts"]) == len(part)
                known = known and chance.random() >= LOST_ANSWERS
            except (OSError, HTTPException):
                pass
            if not known:
                time.sleep(0.5)


def measure(phones: int, contacts: int, seconds: float, batch: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="laplateforme-stand-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        command = [sys.executable, "-m", "laplateforme.config.cli"]
        subprocess.run([*command, "prepare"], env=environment(folder, port), stdout=sys.stderr, check=True)
        stand = in_process(folder, port, "prepare", str(phones))
        queues = [sealed_for(stand, number, contacts) for number in range(phones)]
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], env=environment(folder, port), stdout=subprocess.DEVNULL
        )
        try:
            wait(port)
            walls: list[float] = []
            started = time.monotonic()
            threads = [
                threading.Thread(target=send, args=(port, stand, number, queue, (seconds, batch), walls))
                for number, queue in enumerate(queues)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.monotonic() - started
            found = in_process(folder, port, "count")
        finally:
            server.terminate()
            server.wait(timeout=60)
    sent = phones * contacts
    timing = Timing(tuple(walls), 0)
    return {
        "sent": sent, "stored": found["rows"], "doubled": found["rows"] - found["different"],
        "lost": sent - found["different"], "p95_ms": round(timing.p95), "p50_ms": round(timing.p50),
        "requests": len(walls), "seconds": round(took, 1), "batch": batch,
    }  # fmt: skip


def wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not answer within a minute")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--contacts", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--batch", type=int, default=10, help="contacts in one request; a phone sends ten at most")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.test")
    import django

    django.setup()
    figures = measure(options.phones, options.contacts, options.seconds, options.batch)
    text = "\n".join(f"{name:10} {value}" for name, value in figures.items())
    say(figures, text, as_json=options.json)


if __name__ == "__main__":
    main()
