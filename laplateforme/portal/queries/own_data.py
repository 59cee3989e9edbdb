"""All that is kept about the account of somebody, read from what each model declares (core.owners)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.accounts.queries import devices_of, second_factors_of
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.owners import link_of, links_of, models_about_accounts, own_fields
from laplateforme.core.privacy import Level
from laplateforme.portal.queries.register import kept_since, level_words

SHOWN = 8  # lines of one thing on the page; the file has all of them


@dataclass(frozen=True)
class Rule:
    """Why something is kept, how sensitive it is, how long."""

    field: str
    purpose: str
    level: str
    kept: str


@dataclass
class Line:
    """One row: why it is about the person, what it belongs to, what it says."""

    at: datetime | None
    links: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # in the file only

    @property
    def said(self) -> list[tuple[str, str]]:
        """What it says, in words; nothing for what is empty."""
        return [(label, _words(value)) for label, value in self.values.items() if value not in ("", None, [], {})]


@dataclass
class Thing:
    """All rows of one model, with what the model declares about them."""

    name: str
    rules: list[Rule]
    lines: list[Line]

    @property
    def shown(self) -> list[Line]:
        """The newest first; lines that say nothing but a date are in the file only."""
        return [one for one in self.lines if one.beside or one.values][-SHOWN:][::-1]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)


def own_things(user: User) -> list[Thing]:
    """Everything about this account, by name of thing; what tells of other people's lives is left to them."""
    things = [_account(user)]
    found = [_thing(model, user) for model in models_about_accounts()]
    return things + sorted((one for one in found if one.lines), key=lambda one: one.name)


def own_data(user: User, at: datetime) -> dict[str, Any]:
    """The same as data: what the person downloads."""
    factors = second_factors_of(user)
    return {
        "made_at": at,
        "things": [
            {
                "what": thing.name,
                "declared": [vars(rule) for rule in thing.rules],
                "lines": [vars(line) for line in thing.lines],
            }
            for thing in own_things(user)
        ],
        "sign_in": {
            "devices": [
                {"browser": one.browser, "address": one.address, "since": one.since} for one in devices_of(user, "")
            ],
            "passkeys": [str(one.wrap()) for one in factors.passkeys],
            "has_app": factors.has_app,
            "recovery_codes_left": factors.codes_left,
        },
    }


def _account(user: User) -> Thing:
    names = [name for name, rule in user.personal.items() if rule.level != Level.SECRET]
    values = {_label(User, name): _value(user, name) for name in names}
    return Thing(_name_of(User), _rules(User, names), [Line(user.created_at, values=values)])


def _thing(model: type[models.Model], user: User) -> Thing:
    lines: dict[Any, Line] = {}
    fields = [(name, link) for name, rule, link in own_fields(model) if rule.level != Level.SECRET]
    beside, codes = _beside(model), list(getattr(model, "said_beside", ()))
    for link in links_of(model).values():
        for row in link.rows(model, user).select_related(*_relations(model, beside)).order_by("pk"):
            line = lines.setdefault(row.pk, Line(_moment(row), beside=_read(row, beside), codes=_read(row, codes)))
            line.links.append(_label(model, link.name))
            line.values |= {_label(model, name): _value(row, name) for name, of in fields if of == link}
    declared: dict[str, Any] = model.personal  # type: ignore[attr-defined]
    names = [name for name in declared if link_of(model, name) is not None]
    return Thing(_name_of(model), _rules(model, names), [lines[key] for key in sorted(lines)])


def _rules(model: type[models.Model], names: list[str]) -> list[Rule]:
    declared: dict[str, Any] = model.personal  # type: ignore[attr-defined]
    return [
        Rule(_label(model, name), _(rule.purpose), level_words(rule.level), kept_since(rule))
        for name, rule in ((name, declared[name]) for name in names)
    ]


def _beside(model: type[models.Model]) -> list[str]:
    """What a line belongs to: choices, and things that are about nobody. Free words and people's files stay out."""
    return [one.name for one in model._meta.concrete_fields if one.choices or _is_about_nobody(one)]


def _is_about_nobody(one: "models.Field[Any, Any]") -> bool:
    there: Any = one.related_model
    ours = there is not None and there.__module__.startswith("laplateforme.")
    return bool(ours and not getattr(there, "personal", {}) and not one.auto_created)


def _relations(model: type[models.Model], names: list[str]) -> Iterator[str]:
    return (name for name in names if model._meta.get_field(name).is_relation)


def _read(row: Any, names: list[str]) -> dict[str, str]:
    read = {_label(type(row), name): _value(row, name) for name in names}
    return {name: value for name, value in read.items() if value and uuid_or_none(str(value)[:36]) is None}


def _value(row: Any, name: str) -> Any:
    """As words or plain data."""
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    value = getattr(row, name)
    if value is None or isinstance(value, bool | int | str | list | dict | date):
        return value
    return str(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _moment(row: Any) -> datetime | None:
    return getattr(row, "at", None) or getattr(row, "created_at", None) or getattr(row, "first_published_at", None)


def _label(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _name_of(model: type[models.Model]) -> str:
    return str(capfirst(model._meta.verbose_name))
