"""How often a text was read: counted on the server, by day, without cookie or address (see core.pages)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from laplateforme.core.models import Counter
from laplateforme.core.pages import VISIT

DAYS = 30


def visits_per_day(page: Any, today: date) -> int:
    """The mean over the last thirty whole days, or since the text is online if that is less; rounded. One query."""
    online = page.online_at
    days = min(DAYS, (today - online.date()).days) if online else 0
    if days <= 0:
        return 0
    rows = Counter.objects.filter(name=VISIT, key=str(page.pk), day__gte=today - timedelta(days=days), day__lt=today)
    total = rows.aggregate(total=Sum("value"))["total"] or 0
    return round(total / days)
