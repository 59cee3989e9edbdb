"""The chain on one page: who does what at which stage, from the offers alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.network.models import DeclaredLink, Network
from laplateforme.offers.models import Offer, freshness_of
from laplateforme.offers.queries.words import State, labels
from laplateforme.vocabulary.enums import Freshness, FunctionGroup, Stage, SupportFunction, Verb

OVERLAP_FROM = 3
# What the chain reads of each offer.
OFFER_FIELDS = (
    *("organization_id", "code", "name", "stages", "functions", "checked_at", "recheck_months"),
    *("organization__name", "organization__short_name"),
)


@dataclass(frozen=True)
class ChainEntry:
    """An organization in a cell, and the offer to read first."""

    organization: str
    code: str
    offer: str
    count: int
    is_stale: bool


@dataclass(frozen=True)
class ChainCell:
    """One function at one stage. No entry: a hole. Three organizations or more: an overlap."""

    column: str
    entries: tuple[ChainEntry, ...]

    @property
    def is_hole(self) -> bool:
        return not self.entries

    @property
    def is_overlap(self) -> bool:
        return len(self.entries) >= OVERLAP_FROM

    @property
    def overlap_words(self) -> str:
        count = len(self.entries)
        return ngettext("%(count)d organization", "%(count)d organizations", count) % {"count": count}


@dataclass(frozen=True)
class ChainRow:
    code: str
    label: str
    note: str
    cells: tuple[ChainCell, ...]


@dataclass(frozen=True)
class Chain:
    """The whole table. `columns`: number (of the verb, 0 for stages) and label."""

    columns: tuple[str, ...]
    rows: tuple[ChainRow, ...]
    offers: int
    organizations: int

    @property
    def cells(self) -> list[ChainCell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def held(self) -> int:
        return sum(not cell.is_hole for cell in self.cells)

    @property
    def total(self) -> int:
        return len(self.cells)

    @property
    def holes(self) -> int:
        return self.total - self.held

    @property
    def overlaps(self) -> int:
        return sum(cell.is_overlap for cell in self.cells)


@dataclass(frozen=True)
class HoleLine:
    """One sentence about what nobody does: a row, and the columns that are empty."""

    row: str
    columns: tuple[str, ...]

    @property
    def words(self) -> str:
        return _("%(function)s: nobody at %(stages)s.") % {
            "function": self.row,
            "stages": _(" or ").join(self.columns[-2:])
            if len(self.columns) < 3
            else ", ".join(self.columns[:-1]) + _(" or ") + self.columns[-1],
        }


@dataclass(frozen=True)
class LinkLine:
    """To whom an organization usually hands people on."""

    giver: str
    giver_slug: str
    receiver: str
    receiver_slug: str
    terms: str
    receiver_terms: str
    functions: tuple[str, ...]
    states: tuple[State, ...]


def chain_for_public(network: Network | None, at: datetime) -> Chain:
    """Six groups of functions × five verbs: one query."""
    notes = {group: str(hint) for group, hint in _group_notes().items()}
    columns = [(f"{verb.number}. {verb.label}", set(verb.stages)) for verb in Verb]
    rows = [(group.value, str(group.label), notes[group], set(group.functions)) for group in FunctionGroup]
    return _chain(_offers(network), columns, rows, at)


def chain_for_members(network: Network | None, at: datetime) -> Chain:
    """Twenty functions × ten stages: one query."""
    columns = [(_capital(stage), {stage.value}) for stage in Stage]
    rows = [
        (function.value, _capital(function), str(group.label), {function.value})
        for group in FunctionGroup
        for function in SupportFunction
        if function.value in group.functions
    ]
    return _chain(_offers(network), columns, rows, at)


def holes_of(chain: Chain) -> list[HoleLine]:
    """A sentence for each function that is missing somewhere; columns without their number."""
    lines = []
    for row in chain.rows:
        empty = tuple(_without_number(cell.column) for cell in row.cells if cell.is_hole)
        if empty:
            lines.append(HoleLine(row.label, empty))
    return lines


def link_lines(network: Network | None) -> list[LinkLine]:
    """Declared links of the network, with whether the receiver declares one back: one query."""
    if network is None:
        return []
    rows = list(
        DeclaredLink.objects.filter(network=network)
        .select_related("from_organization", "to_organization")
        .order_by("from_organization__name", "to_organization__name")
    )
    pairs = {(row.from_organization_id, row.to_organization_id) for row in rows}
    return [_link_line(row, pairs) for row in rows]


def _link_line(row: DeclaredLink, pairs: set[tuple[Any, Any]]) -> LinkLine:
    giver, receiver = row.from_organization.called, row.to_organization.called
    states = [said_by(row.said_by_giver, row.said_by_receiver, giver, receiver)]
    if (row.to_organization_id, row.from_organization_id) in pairs:
        states.append(State("info", _("In both directions"), "double"))
    return LinkLine(
        giver,
        row.from_organization.slug,
        receiver,
        row.to_organization.slug,
        row.terms,
        row.receiver_terms,
        tuple(labels(SupportFunction, row.functions)),
        tuple(states),
    )


def said_by(by_giver: bool, by_receiver: bool, giver: str, receiver: str) -> State:
    """Who says that the link exists: both, or one alone, which is worth a talk."""
    if by_giver and by_receiver:
        return State("ok", _("Both say so"))
    return State("wait", _("Only %(name)s says so") % {"name": giver if by_giver else receiver}, "half")


def _group_notes() -> dict[FunctionGroup, str]:
    return {
        FunctionGroup.WELCOME: _("listen, inform, direct"),
        FunctionGroup.TRAIN: _("workshops, programmes"),
        FunctionGroup.ADVISE: _("appointments, studies"),
        FunctionGroup.FUND: _("loan, gift, guarantee"),
        FunctionGroup.HOUSE: _("office, trial, tools"),
        FunctionGroup.CONNECT: _("peers, networks"),
    }


def _capital(word: TextChoices) -> str:
    return str(word.label)[:1].upper() + str(word.label)[1:]


def _without_number(column: str) -> str:
    return column.split(". ", 1)[-1]


def _offers(network: Network | None) -> list[Any]:
    """Every published offer, by organization: rows of OFFER_FIELDS. One query."""
    rows = Offer.objects.public_in(network).order_by("organization__name", "name")
    return list(rows.values_list(*OFFER_FIELDS, named=True))


def _chain(
    offers: Sequence[Any],
    columns: Iterable[tuple[str, set[str]]],
    rows: Iterable[tuple[str, str, str, set[str]]],
    at: datetime,
) -> Chain:
    columns = list(columns)
    table = []
    for code, label, note, functions in rows:
        doing = [offer for offer in offers if functions.intersection(offer.functions)]
        cells = [
            ChainCell(column, _entries([offer for offer in doing if stages.intersection(offer.stages)], at))
            for column, stages in columns
        ]
        table.append(ChainRow(code, label, note, tuple(cells)))
    organizations = {offer.organization_id for offer in offers}
    return Chain(tuple(name for name, _stages in columns), tuple(table), len(offers), len(organizations))


def _entries(offers: Iterable[Any], at: datetime) -> tuple[ChainEntry, ...]:
    """One line an organization: its freshest offer stands for the others."""
    by_organization: dict[Any, list[Any]] = defaultdict(list)
    for offer in offers:
        by_organization[offer.organization_id].append(offer)
    entries = []
    for found in by_organization.values():
        states = {one.code: freshness_of(one.checked_at, one.recheck_months, at) == Freshness.STALE for one in found}
        first = min(found, key=lambda offer: (states[offer.code], offer.name))
        entries.append(
            ChainEntry(
                first.organization__short_name or first.organization__name,
                first.code,
                first.name,
                len(found),
                all(states.values()),
            )
        )
    return tuple(entries)
