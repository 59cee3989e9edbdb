"""What rooms above add to the pages and deeds of this one: they register, this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laplateforme.accounts.models import User
from laplateforme.projects.models import Consent, Holder, Project


@dataclass(frozen=True)
class Part:
    """A piece of a page: a template, what it shows, and its place among the others (the smallest first)."""

    template: str
    shown: Any
    place: int = 5


OwnPart = Callable[[Holder, str, datetime], Part | None]  # the person's page, by its link
SheetPart = Callable[[Project, Any, datetime], Part | None]  # the sheet, for one reader
Data = Callable[[Project], dict[str, Any]]  # what the person downloads
Change = Callable[[Consent, datetime], None]  # an agreement is given, refused or ended, in that transaction
LeadChange = Callable[[Project, User | None, datetime], None]  # somebody else leads, in that transaction
Forgetting = Callable[[Project], None]  # a project is made anonymous, in that transaction
Erased = Callable[[Holder, datetime], None]  # a person erases all, in that transaction


@dataclass
class _Registered:
    own: list[OwnPart] = field(default_factory=list)
    sheet: list[SheetPart] = field(default_factory=list)
    data: list[Data] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    lead: list[LeadChange] = field(default_factory=list)
    forgetting: list[Forgetting] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)


_registered = _Registered()


def register_parts(
    *, own: OwnPart, sheet: SheetPart, data: Data, change: Change | None = None, lead: LeadChange | None = None,
    forgetting: Forgetting | None = None, erased: Erased | None = None,
) -> None:  # fmt: skip
    """Called once by each room that adds some, when the house is ready."""
    given = {
        "own": own, "sheet": sheet, "data": data, "change": change, "lead": lead, "forgetting": forgetting,
        "erased": erased,
    }  # fmt: skip
    for name, deed in given.items():
        kept = getattr(_registered, name)
        if deed is not None and deed not in kept:
            kept.append(deed)


def own_parts(holder: Holder, token: str, at: datetime) -> list[Part]:
    return _in_place(deed(holder, token, at) for deed in _registered.own)


def sheet_parts(project: Project, user: Any, at: datetime) -> list[Part]:
    return _in_place(deed(project, user, at) for deed in _registered.sheet)


def _in_place(parts: Iterable[Part | None]) -> list[Part]:
    return sorted((part for part in parts if part is not None), key=lambda part: part.place)


def more_data(project: Project) -> dict[str, Any]:
    return {name: value for deed in _registered.data for name, value in deed(project).items()}


def agreement_changed(consent: Consent, at: datetime) -> None:
    for deed in _registered.change:
        deed(consent, at)


def lead_changed(project: Project, former: User | None, at: datetime) -> None:
    for deed in _registered.lead:
        deed(project, former, at)


def project_forgotten(project: Project) -> None:
    for deed in _registered.forgetting:
        deed(project)


def person_erased(holder: Holder, at: datetime) -> None:
    for deed in _registered.erased:
        deed(holder, at)
