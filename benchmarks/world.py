"""A large network on a temporary SQLite database, the same on every run: real communes, invented offers with texts.

Rows are written column by column, without a model instance for each: a million of them would take a quarter of an
hour. What is in the tables is what the models would have written.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from benchmarks.synthetic import World
from laplateforme.core.search import rebuild
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import DeclaredLink, DutyPerson, Network, Organization, Participation
from laplateforme.offers.models import Offer, Session
from laplateforme.places.models import Commune, Territory
from laplateforme.vocabulary.enums import Capacity, Stage, SupportFunction, Theme

AT = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
QUESTIONS = 36
OFFERS_AN_ORGANIZATION = 12
BATCH = 5_000


def build_network(count: int) -> Network:
    """One network of `count` offers, indexed. A tenth of the offers cover a département, the others a grouping."""
    call_command("messages", "--compile", verbosity=0)  # pages in French, as they are read
    for command in ("migrate", "createcachetable", "load_places"):
        call_command(command, verbosity=0)
    chance = random.Random(2007)
    territory = Territory.objects.create(name="Tout", slug="tout", codes=["all"])
    network = Network.objects.create(name="Réseau d’essai", slug="essai", territory=territory)
    communes = list(Commune.objects.filter(latitude__isnull=False).order_by("code"))
    # People and organizations live where people live.
    homes = chance.choices(communes, [commune.population + 1 for commune in communes], k=_organizations_for(count))
    with transaction.atomic():
        organizations = [_number(1, number) for number in range(len(homes))]
        write_rows(Organization, _organization_rows(organizations, homes))
        write_rows(Participation, ({"network": network.pk, "organization": key} for key in organizations))
        write_rows(Offer, _offer_rows(count, chance, organizations, homes))
        write_rows(Session, _session_rows(count, chance))
        write_rows(DeclaredLink, _link_rows(network, organizations))
    _ask_questions(network, count, chance)
    DutyPerson.objects.create(
        network=network,
        name="Inès Ferrandi",
        organization_id=organizations[0],
        hours="de 9 h à 17 h",
        starts_date=AT.date(),
    )
    rebuild()
    return network


def write_rows(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Inserts rows given by field name; what a row leaves out has the default of the model."""
    fields = list(model._meta.concrete_fields)
    by_name = {field.name: place for place, field in enumerate(fields)}
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    empty = model()
    usual = [field.get_db_prep_save(field.pre_save(empty, add=True), connection) for field in fields]

    def line(row: Mapping[str, Any]) -> list[Any]:
        values = [*usual]
        for name, value in {"id": empty._meta.pk.get_default(), **row}.items():  # type: ignore[union-attr]
            place = by_name[name]
            values[place] = fields[place].get_db_prep_save(value, connection)
        return values

    lines = map(line, rows)
    with connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            cursor.executemany(statement, batch)


def _organizations_for(count: int) -> int:
    return max(8, count // OFFERS_AN_ORGANIZATION)


def _number(kind: int, number: int) -> UUID:
    """A key of version 7 whose order is that of the numbers."""
    return UUID(int=(0x0196 << 112) | (number << 80) | (0x7 << 76) | (kind << 64) | (0x8 << 60) | number)


def _organization_rows(keys: list[UUID], homes: list[Commune]) -> Iterator[dict[str, Any]]:
    for number, (key, home) in enumerate(zip(keys, homes, strict=True)):
        yield {"id": key, "name": f"Structure {number}", "slug": f"structure-{number}", "commune": home.code}


def _offer_rows(
    count: int, chance: random.Random, organizations: list[UUID], homes: list[Commune]
) -> Iterator[dict[str, Any]]:
    texts = World().texts()
    capacities = (Capacity.OPEN, Capacity.OPEN, Capacity.ASSESSMENT_NEEDED, Capacity.FULL)
    stages, functions, themes = Stage.values, SupportFunction.values, Theme.values
    for number in range(count):
        home = homes[number % len(homes)]
        is_wide = chance.random() < 0.1 or not home.epci_id
        title, summary, body = next(texts)
        yield {
            "id": _number(2, number),
            "organization": organizations[number % len(organizations)],
            "code": f"b{number:07d}",
            "name": title,
            "summary": summary,
            "description": body,
            "stages": chance.sample(stages, 2),
            "functions": chance.sample(functions, 2),
            "themes": chance.sample(themes, 2),
            "holder_types": ["INDIVIDUAL", "GROUP"],
            "receptions": [chance.choice(("ON_SITE", "REMOTE"))],
            "coverage": [f"dep:{home.department_id}" if is_wide else f"epci:{home.epci_id}"],
            "commune": home.code,
            "capacity": chance.choice(capacities).value,
            "checked_at": AT - timedelta(days=chance.randint(1, 500)),
            "status": "published",
        }


def _session_rows(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(0, count, 5):
        yield {"offer": _number(2, number), "starts_at": AT + timedelta(days=chance.randint(1, 60))}


def _link_rows(network: Network, organizations: list[UUID]) -> Iterator[dict[str, Any]]:
    for one, other in zip(organizations, organizations[1:], strict=False):
        yield {"network": network.pk, "from_organization": one, "to_organization": other}


def _ask_questions(network: Network, count: int, chance: random.Random) -> None:
    for number in range(QUESTIONS):
        question = KeyQuestion.objects.create(
            network=network,
            slug=f"question-{number}",
            text=f"Question numéro {number} ?",
            stage=chance.choice(Stage.values),
            theme=chance.choice(Theme.values),
            position=number,
        )
        question.offers.set([_number(2, one) for one in chance.sample(range(count), min(4, count))])
