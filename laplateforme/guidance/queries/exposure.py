"""How often each organization could have been shown on routes, was shown, and was first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from laplateforme.guidance.models import ExposureCount
from laplateforme.network.models import Network

PERIODS = (30, 90)


@dataclass(frozen=True, slots=True)
class ExposureRow:
    name: str
    slug: str
    eligible: int
    shown: int
    first: int

    @property
    def shown_percent(self) -> int | None:
        return round(100 * self.shown / self.eligible) if self.eligible else None

    @property
    def first_percent(self) -> int | None:
        return round(100 * self.first / self.eligible) if self.eligible else None


def exposure_rows(network: Network, *, day: date, days: int) -> list[ExposureRow]:
    """One row for each organization that could have been shown in the last `days` days. One query."""
    rows = (
        ExposureCount.objects.filter(network=network, day__gt=day - timedelta(days=days), day__lte=day)
        .values_list("organization__name", "organization__slug")
        .annotate(eligible_sum=Sum("eligible"), shown_sum=Sum("shown"), first_sum=Sum("first"))
        .order_by("organization__name")
    )
    return [ExposureRow(*row) for row in rows]
