"""Needs without an offer, counted: by stage, theme, territory and month. No person is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from laplateforme.core.models import Counter
from laplateforme.guidance.models import Gap
from laplateforme.network.models import Network
from laplateforme.places.queries import labels_of
from laplateforme.vocabulary.enums import Stage, Theme

EMPTY_SEARCH = "directory empty"
MONTHS = 12
MOST_LINES = 15


@dataclass(frozen=True)
class Line:
    label: str
    count: int


@dataclass(frozen=True)
class GapsPage:
    since: date
    total: int
    by_month: list[Line]
    by_verb: list[Line]
    by_theme: list[Line]
    by_place: list[Line]
    by_question: list[Line]
    empty_searches: int


def gaps_page(network: Network, day: date) -> GapsPage:
    """The last twelve months; seven queries whatever their number."""
    since = (day.replace(day=1) - timedelta(days=30 * (MONTHS - 1))).replace(day=1)
    gaps = Gap.objects.filter(network=network, noted_date__gte=since)
    searches = Counter.objects.filter(name=EMPTY_SEARCH, key__startswith=f"{network.pk}:", day__gte=since)
    months = (
        gaps.annotate(month=TruncMonth("noted_date")).values_list("month").annotate(n=Count("pk")).order_by("month")
    )
    return GapsPage(
        since=since,
        total=gaps.count(),
        by_month=[Line(f"{month:%m/%Y}", count) for month, count in months],
        by_verb=_labelled(gaps.values_list("stage").annotate(n=Count("pk")), dict(Stage.choices)),
        by_theme=_labelled(gaps.values_list("theme").annotate(n=Count("pk")), dict(Theme.choices)),
        by_place=_places(gaps.values_list("department_code").annotate(n=Count("pk"))),
        by_question=_questions(gaps),
        empty_searches=sum(searches.values_list("value", flat=True)),
    )


def _labelled(rows: Iterable[tuple[str, int]], labels: dict[str, object]) -> list[Line]:
    found = [Line(str(labels.get(code, "")) or _("not said"), count) for code, count in rows]
    return sorted(found, key=lambda line: (-line.count, line.label))[:MOST_LINES]


def _places(rows: Iterable[tuple[str, int]]) -> list[Line]:
    counts = dict(rows)
    names = labels_of(f"dep:{code}" for code in counts if code)
    found = [Line(names.get(f"dep:{code}", _("not said")), count) for code, count in counts.items()]
    return sorted(found, key=lambda line: (-line.count, line.label))[:MOST_LINES]


def _questions(gaps: "object") -> list[Line]:
    rows = gaps.filter(key_question__isnull=False).values_list("key_question__text")  # type: ignore[attr-defined]
    found = [Line(text, count) for text, count in rows.annotate(n=Count("pk"))]
    return sorted(found, key=lambda line: (-line.count, line.label))[:MOST_LINES]
