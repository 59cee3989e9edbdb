"""Each line of the register that has a delay, on a world where all is filled: kept to the last second, then gone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction

from laplateforme.core.privacy import Personal
from laplateforme.core.retention import empty_value, erase_expired, models_about_people
from tests.canary.world import build_side
from tests.factories.places import CommuneFactory

Line = tuple[type[models.Model], str, Personal]


def limited() -> list[Line]:
    return [
        (model, name, rule)
        for model, declared in models_about_people()
        for name, rule in declared.items()
        if rule.days is not None
    ]


def filled(line: Line) -> "models.QuerySet[Any]":
    model, name, rule = line
    field: Any = model._meta.get_field(name)
    rows = model._base_manager.filter(**{f"{rule.since}__isnull": False, f"{name}__isnull": False}).order_by("pk")
    keys = field.is_relation or isinstance(field, models.UUIDField)
    return rows if keys else rows.exclude(**{name: empty_value(field)})


def fill(line: Line) -> None:
    """What the world leaves empty gets a value, in one row."""
    model, name, rule = line
    field: Any = model._meta.get_field(name)
    value: Any = ["x"] if isinstance(field, models.JSONField) else "x"
    if field.is_relation:
        value = field.related_model._base_manager.values_list("pk", flat=True).first()
    row = model._base_manager.filter(**{f"{rule.since}__isnull": False}).order_by("pk").values("pk")[:1]
    model._base_manager.filter(pk__in=row).update(**{name: value})


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outlives(line: Line, pk: Any, at: datetime) -> bool:
    """Whether the line still stands after the night of `at`; what points at rows that went must hold as well."""
    with taken_back():
        erase_expired(at=at)
        connection.check_constraints()
        return filled(line).filter(pk=pk).exists()


def faults(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The lines that nothing proves, that go before their time, that stay after it."""
    for line in lines:
        model, name, rule = line
        if not filled(line).exists():
            fill(line)
        found = filled(line).values_list("pk", rule.since).first()
        if found is None:
            yield f"{model._meta.label}.{name}", "nothing to erase in the world"
            continue
        pk, since = found
        day = since + timedelta(days=rule.days or 0)
        if not outlives(line, pk, day):
            yield f"{model._meta.label}.{name}", "goes early"
        elif outlives(line, pk, day + timedelta(seconds=1)):
            yield f"{model._meta.label}.{name}", "stays late"


@pytest.mark.django_db
def test_each_delay_is_kept_to_the_second(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    build_side("A", CommuneFactory(), CommuneFactory())
    lines = limited()
    assert {model._meta.app_label for model, _name, _rule in lines} >= {"projects", "referrals", "fairs"}
    assert list(faults(lines)) == []
    # The control: a page that promised a day less, or a day more, than what the night does is caught.
    shorter = [(model, name, replace(rule, days=(rule.days or 0) - 1)) for model, name, rule in lines]
    assert {fault for _line, fault in faults(shorter[::8])} == {"stays late"}
    longer = [(model, name, replace(rule, days=(rule.days or 0) + 1)) for model, name, rule in lines]
    assert {fault for _line, fault in faults(longer[::8])} == {"goes early"}
