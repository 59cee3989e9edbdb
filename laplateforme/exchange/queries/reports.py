"""The pages of imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from laplateforme.exchange.enums import BatchStatus, LineAction
from laplateforme.exchange.models import ImportBatch, ImportLine
from laplateforme.network.models import Network

PAGE_SIZE = 50
KINDS = {
    LineAction.CREATE: "ok",
    LineAction.UPDATE: "info",
    LineAction.SAME: "plain",
    LineAction.DUPLICATE: "wait",
    LineAction.CONFLICT: "wait",
    LineAction.ERROR: "no",
}
STATUS_KINDS = {
    BatchStatus.READ: "wait",
    BatchStatus.PREVIEW: "wait",
    BatchStatus.RUNNING: "wait",
    BatchStatus.CONFIRMED: "ok",
    BatchStatus.UNDONE: "plain",
    BatchStatus.REFUSED: "no",
}


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of the report, in words."""

    number: int
    label: str
    kind: str
    words: str
    messages: tuple[tuple[str, str], ...]  # sentence, column


@dataclass(frozen=True)
class Report:
    counts: Mapping[str, int]
    chips: list[Chip]
    lines: list[Line]
    page: Page[Any]
    left: int


def imports_of(user: Any, network: Network | None) -> "QuerySet[ImportBatch]":
    """Newest first, with their source, who asked, and how many lines do what: one query."""
    counts = {
        f"{action.value}_count": Count("lines", filter=Q(lines__action=action.value))
        for action in (LineAction.CREATE, LineAction.UPDATE, LineAction.ERROR)
    }
    batches = ImportBatch.objects.visible_to(user).filter(source__network=network)
    return batches.select_related("source", "asked_by").annotate(**counts).order_by("-created_at")


def report_of(batch: ImportBatch, action: str, number: str) -> Report:
    """Lines with one effect, or all; three queries."""
    counts = dict(ImportLine.objects.filter(batch=batch).order_by().values_list("action").annotate(count=Count("pk")))
    chosen = action if action in LineAction.values else ""
    rows = ImportLine.objects.filter(batch=batch).order_by("number").defer("before", "values")
    if chosen:
        rows = rows.filter(action=chosen)
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    page.query = urlencode({"effet": chosen}) if chosen else ""  # type: ignore[attr-defined]
    chips = [
        Chip(
            str(one.label).capitalize(),
            "?" if one.value == chosen else f"?{urlencode({'effet': one.value})}",
            one.value == chosen,
            counts[one.value],
        )
        for one in LineAction
        if counts.get(one.value)
    ]
    left = ImportLine.objects.filter(batch=batch, is_done=False, action__in=LineAction.WRITTEN).count()
    return Report(counts, chips, [_line(row) for row in page.object_list], page, left)


def _line(row: ImportLine) -> Line:
    action = LineAction(row.action)
    messages = tuple(
        (str(one.get("text", "")), str(one.get("column", ""))) for one in row.messages if isinstance(one, dict)
    )
    return Line(row.number, row.label, KINDS[action], str(action.label).capitalize(), messages)
