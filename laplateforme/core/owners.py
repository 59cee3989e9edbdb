"""Which account a row, and each of its personal fields, speaks of: read from what the models declare (core.privacy).

A person's copy of their data and the closing of an account are made from it, so that a new field needs nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from laplateforme.core.privacy import Level, Personal
from laplateforme.core.retention import empty_value, models_about_people


@dataclass(frozen=True)
class Link:
    """A field by which a row is about an account, and how the database is asked for it."""

    name: str
    path: str
    by_address: bool = False

    def rows(self, model: type[models.Model], user: Any) -> "QuerySet[Any]":
        """Those of `user` by this link."""
        if self.by_address:
            return model._base_manager.filter(**{f"{self.path}__iexact": user.email})
        return model._base_manager.filter(**{self.path: user.pk})


def links_of(model: type[models.Model]) -> dict[str, Link]:
    """Every way by which a row of `model` is about an account."""
    declared = getattr(model, "personal", {})
    if model._meta.label == settings.AUTH_USER_MODEL:
        return {"id": Link("id", "pk")}
    links = {}
    for field in model._meta.concrete_fields:
        there: Any = field.related_model
        if there is not None and there._meta.label == settings.AUTH_USER_MODEL and field.name in declared:
            links[field.name] = Link(field.name, field.name)
        elif account := getattr(there, "account_field", ""):
            links[field.name] = Link(field.name, f"{field.name}__{account}")
        elif isinstance(field, models.UUIDField) and field.name in declared:
            links[field.name] = Link(field.name, field.name)
    if address := getattr(model, "addressed_by", ""):
        links[address] = Link(address, address, by_address=True)
    return links


def link_of(model: type[models.Model], name: str) -> Link | None:
    """The link to the account that a personal field is about; None when it is about somebody else, or nobody known.

    A field that says nothing is about the only account of its row, unless it tells of somebody's life or opens a door:
    members write much about others.
    """
    links, rule = links_of(model), model.personal[name]  # type: ignore[attr-defined]
    if name in links:
        return links[name]
    if rule.of is not None:
        return links.get(rule.of)
    if len(links) == 1 and rule.level in {Level.PUBLIC, Level.PROFESSIONAL}:
        return next(iter(links.values()))
    return None


def own_fields(model: type[models.Model]) -> list[tuple[str, Personal, Link]]:
    """The declared fields, links aside, that are about an account."""
    links = links_of(model)
    declared: dict[str, Personal] = model.personal  # type: ignore[attr-defined]
    found = [(name, rule, link_of(model, name)) for name, rule in declared.items() if name not in links]
    return [(name, rule, link) for name, rule, link in found if link is not None]


def models_about_accounts() -> Iterator[type[models.Model]]:
    """Those with a link to an account, the accounts themselves aside."""
    for model, _declared in models_about_people():
        if model._meta.label != settings.AUTH_USER_MODEL and links_of(model):
            yield model


def going_rows(model: type[models.Model], user: Any) -> Iterator["QuerySet[Any]"]:
    """What lives for this account only, and goes with it."""
    links = links_of(model)
    for name in getattr(model, "goes_with_account", ()):
        yield links[name].rows(model, user)


def staying_rows(model: type[models.Model], user: Any) -> Iterator["QuerySet[Any]"]:
    """What stays, with "a member who left" in the place of this account."""
    goes = getattr(model, "goes_with_account", ())
    for link in links_of(model).values():
        if link.name not in goes and not link.by_address and not _is_cut(model, link):
            yield link.rows(model, user)


def take_out(model: type[models.Model], user: Any) -> None:
    """Deletes what lives for this account, blanks what names it elsewhere, cuts what ties a life to it."""
    for rows in going_rows(model, user):
        rows.delete()
    for name, rule, link in own_fields(model):
        if rule.names:
            value = empty_value(model._meta.get_field(name))  # type: ignore[arg-type]
            link.rows(model, user).update(**{name: value})
    for link in links_of(model).values():
        if _is_cut(model, link):
            link.rows(model, user).update(**{link.name: None})


def _is_cut(model: type[models.Model], link: Link) -> bool:
    """It ties somebody's life to the account, and the row stands without it."""
    field, declared = model._meta.get_field(link.name), model.personal  # type: ignore[attr-defined]
    is_private = link.name in declared and declared[link.name].level in {Level.PERSONAL, Level.SENSITIVE}
    return is_private and isinstance(field, models.ForeignKey) and bool(field.null)
