"""Dates of an offer, and the price by month of stay of a place to work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text
from laplateforme.offers.enums import ChangeReason
from laplateforme.offers.models import Offer, PriceStep, Session
from laplateforme.places.models import Commune

MOST_SESSIONS = 60
MOST_STEPS = 12


class UnableToSaveOffer(Exception):
    """Some values cannot be kept. `errors`: sentences by name of field."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__("; ".join(sentence for sentences in errors.values() for sentence in sentences))
        self.errors = {name: list(sentences) for name, sentences in errors.items()}


@dataclass(frozen=True)
class SessionValues:
    """One date; `id` when it is one that exists already and keeps its place in people's calendars."""

    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    commune: Commune | None = None
    places_left: int | None = None
    url: str = ""
    id: UUID | None = None


@dataclass(frozen=True)
class PriceStepValues:
    """The price from a month of the stay on."""

    from_month: int
    amount: Decimal
    unit: str = ""


@transaction.atomic
def set_sessions(*, offer: Offer, sessions: Iterable[SessionValues], by: User | None, at: datetime) -> Offer:
    """Replaces the dates to come; those of the past stay as memory. One version higher.

    Raises UnableToSaveOffer: too many dates, an end before its start, a date of another offer.
    """
    current = _next_version(offer, by=by, reason=ChangeReason.DATES)
    write_sessions(current, sessions, at=at)
    return current


@transaction.atomic
def set_price_steps(*, offer: Offer, price_steps: Iterable[PriceStepValues], by: User | None, at: datetime) -> Offer:
    """Replaces the price by month of stay. Raises UnableToSaveOffer: a month given twice, too many steps."""
    current = _next_version(offer, by=by, reason=ChangeReason.PRICES)
    write_price_steps(current, price_steps)
    return current


def write_sessions(offer: Offer, sessions: Iterable[SessionValues], *, at: datetime) -> None:
    """Inside the deed that changes `offer`: dates that are the same keep their identifier and their version."""
    wanted = list(sessions)
    if len(wanted) > MOST_SESSIONS:
        raise UnableToSaveOffer({"sessions": [_("%(most)d dates at most.") % {"most": MOST_SESSIONS}]})
    before = {session.pk: session for session in offer.sessions.all()}
    if any(values.id is not None and values.id not in before for values in wanted):
        raise UnableToSaveOffer({"sessions": [_("One of these dates belongs to another offer.")]})
    kept = {values.id for values in wanted if values.id}
    gone = [pk for pk, session in before.items() if pk not in kept and session.starts_at >= at]
    offer.sessions.filter(pk__in=gone).delete()
    for values in wanted:
        _write_session(offer, before.get(values.id) if values.id else None, values)


def write_price_steps(offer: Offer, price_steps: Iterable[PriceStepValues]) -> None:
    """Inside the deed that changes `offer`."""
    wanted = sorted(price_steps, key=lambda step: step.from_month)
    if len(wanted) > MOST_STEPS:
        raise UnableToSaveOffer({"price_steps": [_("%(most)d prices at most.") % {"most": MOST_STEPS}]})
    if len({step.from_month for step in wanted}) < len(wanted):
        raise UnableToSaveOffer({"price_steps": [_("Two prices begin at the same month.")]})
    offer.price_steps.all().delete()
    for step in wanted:
        row = PriceStep(offer=offer, from_month=step.from_month, amount=step.amount, unit=clean_text(step.unit))
        _check(row, "price_steps")
        row.save()


def _write_session(offer: Offer, session: Session | None, values: SessionValues) -> None:
    if values.ends_at is not None and values.ends_at <= values.starts_at:
        raise UnableToSaveOffer({"sessions": [_("A date ends before it starts.")]})
    fields = {
        "starts_at": values.starts_at,
        "ends_at": values.ends_at,
        "place": clean_text(values.place),
        "commune_id": values.commune.pk if values.commune else None,
        "places_left": values.places_left,
        "url": values.url,
    }
    if session is None:
        session = Session(offer=offer)
    elif all(getattr(session, name) == value for name, value in fields.items()):
        return
    else:
        session.version += 1
    for name, value in fields.items():
        setattr(session, name, value)
    _check(session, "sessions")
    session.save()


def _check(row: Session | PriceStep, name: str) -> None:
    try:
        row.clean_fields(exclude={"offer", "commune"})
    except ValidationError as error:
        raise UnableToSaveOffer({name: error.messages}) from None


def _next_version(offer: Offer, *, by: User | None, reason: ChangeReason) -> Offer:
    current = Offer.objects.select_for_update().get(pk=offer.pk)
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current._change_reason = str(reason)  # type: ignore[attr-defined]
    current.save()
    note_change("offer", current.pk)
    return current
