"""What changed in an offer: who, when, which field, from what to what, in words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from laplateforme.offers.enums import CODED_LISTS, EDITABLE_FIELDS, ChangeReason, OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.words import labels, money
from laplateforme.places.models import Commune
from laplateforme.places.queries import labels_of
from laplateforme.vocabulary.enums import Capacity, Fee, OfferForm, Selection

WATCHED = (*EDITABLE_FIELDS, "status")
CHOICES: dict[str, Any] = {
    "capacity": Capacity,
    "status": OfferStatus,
    "fee": Fee,
    "form": OfferForm,
    "selection": Selection,
}
MOST_LINES = 100


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One deed. No change: somebody vouched for the whole, or the dates were changed."""

    at: datetime
    who: str
    deed: str
    changes: tuple[FieldChange, ...]


def history_of(offer: Offer) -> list[HistoryLine]:
    """The newest first; a hundred lines at most. Five queries."""
    rows = list(offer.history.select_related("history_user").order_by("-history_date", "-history_id")[: MOST_LINES + 1])
    areas = labels_of({code for row in rows for code in row.coverage})
    towns = dict(
        Commune.objects.filter(pk__in={row.commune_id for row in rows if row.commune_id}).values_list("pk", "name")
    )
    lines = []
    for row, older in pairwise([*rows, None]):
        changes = tuple(_changes(offer, row, older, areas, towns)) if older is not None else ()
        lines.append(HistoryLine(row.history_date, _who(row), _deed(row, changes, is_first=older is None), changes))
    return lines[:MOST_LINES]


def _who(row: Any) -> str:
    if row.history_user is not None:
        return str(row.history_user.get_full_name())
    if row.history_change_reason in {ChangeReason.BY_LINK, ChangeReason.CONFIRMED, ChangeReason.CAPACITY}:
        return _("The organization, by the link sent by mail")
    return _("The platform")


def _deed(row: Any, changes: tuple[FieldChange, ...], *, is_first: bool) -> str:
    if row.history_type == "+" or (is_first and row.history_type != "-"):
        return _("Written for the first time") if row.history_type == "+" else _("Changed")
    reason = row.history_change_reason
    if reason == ChangeReason.DATES:
        return _("Dates changed")
    if reason == ChangeReason.PRICES:
        return _("Price by month of stay changed")
    if reason == ChangeReason.CONFIRMED or not changes:
        return _("Checked: nothing has changed")
    return _("Changed")


def _changes(offer: Offer, row: Any, older: Any, areas: dict[str, str], towns: dict[str, str]) -> list[FieldChange]:
    changes = []
    for name in WATCHED:
        attribute = "commune_id" if name == "commune" else name
        after, before = getattr(row, attribute), getattr(older, attribute)
        if after != before:
            label = str(getattr(offer._meta.get_field(name), "verbose_name", name))
            said = [say(name, value, areas, towns) for value in (before, after)]
            changes.append(FieldChange(label[:1].upper() + label[1:], *said))
    return changes


def say(name: str, value: Any, areas: dict[str, str], towns: dict[str, str]) -> str:
    """A value as people read it; empty stays empty."""
    if value is None or value == "" or value == []:
        return ""
    if name in CODED_LISTS:
        return ", ".join(labels(CODED_LISTS[name], value))
    if name == "coverage":
        return ", ".join(areas.get(code, code) for code in value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "commune":
        return str(towns.get(value, value))
    if name in {"price_from", "price_to"}:
        return money(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
