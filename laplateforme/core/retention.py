"""Erases what has been kept long enough, as each model declares it (core.privacy)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction

from laplateforme.core.privacy import Personal


def models_about_people() -> Iterator[tuple[type[models.Model], dict[str, Personal]]]:
    """Every model that declares personal fields, with them."""
    for model in apps.get_models():
        declared = getattr(model, "personal", None)
        if declared and not model.__name__.startswith("Historical"):
            yield model, declared


def empty_value(field: models.Field[Any, Any]) -> Any:
    """What a field holds once it is blanked."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default()
    return ""


@transaction.atomic
def erase_expired(*, at: datetime, dry_run: bool = False) -> dict[str, int]:
    """Deletes or blanks what expired before `at`. Returns how many rows, by model; `dry_run` only counts."""
    counts: dict[str, int] = {}
    for model, declared in models_about_people():
        limited = {name: rule for name, rule in declared.items() if rule.days is not None}
        if getattr(model, "erased_whole", False) and limited:
            rule = min(limited.values(), key=lambda one: one.days or 0)
            rows = model._base_manager.filter(**{f"{rule.since}__lt": at - timedelta(days=rule.days or 0)})
            counts[model._meta.label] = rows.count()
            if not dry_run:
                _delete(rows)
            continue
        for name, rule in limited.items():
            counts[f"{model._meta.label}.{name}"] = _blank(model, name, rule, at, dry_run)
    return {label: count for label, count in counts.items() if count}


def _delete(rows: "models.QuerySet[Any]") -> None:
    for row in rows.iterator(chunk_size=500):
        for field in row._meta.fields:
            if isinstance(field, models.FileField) and getattr(row, field.name):
                getattr(row, field.name).delete(save=False)
        type(row)._base_manager.filter(pk=row.pk)._raw_delete(rows.db)


def _blank(model: type[models.Model], name: str, rule: Personal, at: datetime, dry_run: bool) -> int:
    value = empty_value(model._meta.get_field(name))  # type: ignore[arg-type]
    old = model._base_manager.filter(**{f"{rule.since}__lt": at - timedelta(days=rule.days or 0)})
    rows = old.exclude(**{name: value}) if value is not None else old.filter(**{f"{name}__isnull": False})
    count = rows.count()
    if count and not dry_run:
        rows.update(**{name: value})
    return count
