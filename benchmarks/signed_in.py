"""Pages of signed-in people with many people, hand-overs and offers: the worst p95, and how many questions each asks.

Rows are written as the models would; the pages are asked through the whole stack, as an adviser with an ordinary desk.
"""

import argparse
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from benchmarks.common import say, table, timed

PERSONS, REFERRALS, OFFERS = 50_000, 20_000, 5_000
ROUNDS = 40
STATES = (
    *("sent", "sent", "on_hold", "accepted", "in_progress"),
    *("closed", "closed", "closed", "declined", "declined", "expired", "cancelled"),
)


def fill(network: Any, persons: int, referrals: int) -> dict[str, Any]:
    """People, their projects, agreements and hand-overs; returns who looks, and at what."""
    from benchmarks.world import AT
    from laplateforme.accounts.actions import open_account
    from laplateforme.network.actions import add_member
    from laplateforme.network.models import Organization
    from laplateforme.referrals.models import Referral

    organizations = Organization.objects.of_network(network).order_by("name")
    bodies = list(organizations.values_list("pk", flat=True))
    adviser = open_account(email="conseil@essai.example", name="Camille Essai", at=AT)
    add_member(user=adviser, network=network, role="ADVISER", organization=organizations[0], at=AT)
    _files(network.pk, persons, bodies, adviser.pk)
    _hand_overs(network.pk, [_pair(one, persons, bodies) for one in range(min(referrals, persons))])
    found: dict[str, Any] = {"adviser": adviser}
    for name, side in (("sent", "sender"), ("received", "receiver")):
        found[name] = Referral.objects.filter(**{side: bodies[0]}, status="sent").order_by("pk").first()
        assert found[name] is not None
    return found


def _files(network: UUID, persons: int, bodies: list[UUID], adviser: UUID) -> None:
    """One project each, at a stage, with a need."""
    from benchmarks.world import AT, _number, write_rows
    from laplateforme.projects.models import Holder, Need, Project, StageInterval
    from laplateforme.vocabulary.enums import Stage, Theme

    stages, themes, count = Stage.values, Theme.values, range(persons)
    kept = [{"network": network, "organization": body} for body in bodies]
    people = (
        {**kept[one % len(bodies)], "id": _number(11, one), "first_name": f"Personne {one}", "last_activity_at": AT,
         "email": f"p{one}@courriel.example"}
        for one in count
    )  # fmt: skip
    projects = (
        {**kept[one % len(bodies)], "id": _number(12, one), "name": f"Projet {one}",
         "last_activity_at": AT - timedelta(hours=one % 5000),
         "lead_adviser": adviser if one % (2 * len(bodies)) == 0 else None}
        for one in count
    )  # fmt: skip
    write_rows(Holder, people)
    write_rows(Project, projects)
    through = Project.holders.through
    links = (through(project_id=_number(12, one), holder_id=_number(11, one)) for one in count)
    through.objects.bulk_create(links, batch_size=5_000)
    steps = (
        {"project": _number(12, one), "stage": stages[(one + step) % 10], "starts_at": AT - timedelta(days=90 - step)}
        for one in count
        for step in range(2)
    )
    write_rows(StageInterval, steps)
    needs = (
        {"id": _number(13, one), "project": _number(12, one), "theme": themes[one % len(themes)], "noted_at": AT}
        for one in count
    )
    write_rows(Need, needs)


def _hand_overs(network: UUID, pairs: list[tuple[int, UUID, UUID]]) -> None:
    """Each with its agreement and its first fact."""
    from benchmarks.world import AT, _number, write_rows
    from laplateforme.offers.models import Offer
    from laplateforme.projects.models import Consent
    from laplateforme.referrals.models import Referral, ReferralEvent

    agreed = {
        "bundles": ["contact", "project"], "purpose": "trouver un appui", "text": "Oui.", "text_version": "1",
        "text_hash": "0" * 64, "channel": "screen", "starts_at": AT - timedelta(days=20), "lasts_days": 220,
        "ends_at": AT + timedelta(days=200), "confirmed_at": AT - timedelta(days=20),
    }  # fmt: skip
    agreements = (
        {**agreed, "holder": _number(11, one), "project": _number(12, one), "sender": sender, "receiver": receiver}
        for one, sender, receiver in pairs
    )
    write_rows(Consent, agreements)
    offers = dict(Offer.objects.values_list("organization_id", "pk"))
    write_rows(Referral, _referral_rows(network, pairs, offers, random.Random(2008), AT, _number))
    facts = (
        {"id": one + 1, "referral": _number(14, one), "kind": "moved", "after": "sent", "at": AT}
        for one in range(len(pairs))
    )
    write_rows(ReferralEvent, facts)


def _pair(number: int, persons: int, bodies: list[UUID]) -> tuple[int, UUID, UUID]:
    """A project and the two organizations; spread over all of them."""
    project = number % persons
    sender = bodies[project % len(bodies)]
    step = 1 + number % (len(bodies) - 1)
    return project, sender, bodies[(project + step) % len(bodies)]


def _referral_rows(
    network: UUID, pairs: list[Any], offers: dict[Any, Any], chance: random.Random, at: Any, number: Callable[..., UUID]
) -> Iterator[dict[str, Any]]:
    for one, (project, sender, receiver) in enumerate(pairs):
        status = chance.choice(STATES)
        days = chance.randint(1, 25)
        over = status in ("closed", "declined", "expired", "cancelled")
        answered = status in ("accepted", "in_progress", "closed", "declined")
        yield {
            "id": number(14, one), "network": network, "project": number(12, project), "need": number(13, project),
            "sender": sender, "receiver": receiver, "offer": offers.get(receiver), "why": "Elle cherche un appui.",
            "status": status, "asked_at": at - timedelta(days=days), "sent_at": at - timedelta(days=days),
            "told_at": at, "answered_at": at if answered else None, "closed_at": at if over else None,
            "refusal": "full" if status == "declined" else "",
            "outcome_receiver": "helped" if status == "closed" else "",
        }  # fmt: skip


def pages_of(seen: dict[str, Any]) -> dict[str, str]:
    """The pages of an adviser's day, by name."""
    start, project = "/r/essai", seen["sent"].project_id
    return {
        "to_do": f"{start}/a-faire/",
        "people": f"{start}/personnes/",
        "file": f"{start}/personnes/{project}/",
        "hand_overs": f"{start}/relais/",
        "hand_over": f"{start}/relais/{seen['received'].pk}/",
        "relay": f"{start}/personnes/{project}/relais/nouveau/",
        "requests": f"{start}/demandes/",
        "our_offers": f"{start}/mes-offres/",
    }


def measure(pages: dict[str, str], adviser: Any, rounds: int) -> dict[str, dict[str, float]]:
    """p95 in milliseconds and the number of queries of each page, warm."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(adviser)
    session = client.session
    session["second_factor_passed"] = True
    session.save()
    found = {}
    for name, path in pages.items():
        for _ in range(2):
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{name} answers {answer.status_code}")
        asked: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            client.get(path)
        timing = timed([lambda path=path: client.get(path) for _ in range(rounds)])  # type: ignore[misc]
        found[name] = {"p95_ms": timing.p95, "p50_ms": timing.p50, "queries": len(asked)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--referrals", type=int, default=REFERRALS)
    parser.add_argument("--offers", type=int, default=OFFERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"LP_DATA_DIR": folder, "LP_LOG_LEVEL": "ERROR"})
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection, transaction

        from benchmarks.world import build_network

        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
        network = build_network(options.offers)
        with transaction.atomic():
            seen = fill(network, options.persons, options.referrals)
        if connection.vendor == "postgresql":  # its planner knows the sizes within a minute, by autovacuum
            connection.cursor().execute("ANALYZE")
        found = measure(pages_of(seen), seen["adviser"], options.rounds)
    worst = max(found, key=lambda name: found[name]["p95_ms"])
    result = {
        "persons": options.persons,
        "referrals": options.referrals,
        "offers": options.offers,
        "worst_page": worst,
        "p95_ms": found[worst]["p95_ms"],
        "queries": found[worst]["queries"],
        "pages": found,
    }
    rows = [(name, one["p50_ms"], one["p95_ms"], one["queries"]) for name, one in found.items()]
    say(result, table(rows, ("page", "p50 ms", "p95 ms", "queries")), as_json=options.json)


if __name__ == "__main__":
    main()
