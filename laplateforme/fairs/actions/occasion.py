"""Occasions: proposed, asked for by others, decided, answered, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned
from laplateforme.fairs.emails import queue_called_off
from laplateforme.fairs.enums import OccasionKind, OccasionStatus
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.queries.represented import organizations_for
from laplateforme.network.models import Network
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import Audience, Theme


class UnableToPropose(Exception):
    """It ends before it begins."""


class UnableToDecide(Exception):
    """It was decided otherwise meanwhile, called off, or is not of those that can be."""


@dataclass(frozen=True)
class OccasionValues:
    """What an occasion is."""

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = OccasionKind.FAIR
    about: str = ""
    themes: Sequence[str] = ()
    audiences: Sequence[str] = ()
    place: str = ""
    commune: Commune | None = None
    organizer: str = ""
    link: str = ""
    cost: Decimal | None = None


@dataclass(frozen=True)
class Solicitation:
    """A third party asks the network to come: which body, who there, for what."""

    body: str
    what_for: str = ""
    person: str = ""
    contact: str = ""


@transaction.atomic
def propose_occasion(
    *, network: Network, values: OccasionValues, by: User | None, at: datetime, asked: Solicitation | None = None
) -> Occasion:
    """Somebody of the network, or a third party through them, proposes to go. Raises UnableToPropose."""
    occasion = Occasion(network=network, proposed_by=by)
    _fill(occasion, values)
    if asked is not None:
        _fill_asked(occasion, asked)
    occasion.save()
    _record("occasion proposed", occasion, by, at)
    return occasion


@transaction.atomic
def edit_occasion(
    *, occasion: Occasion, expected: int | None, values: OccasionValues, by: User, at: datetime,
    asked: Solicitation | None = None,
) -> Occasion:  # fmt: skip
    """Raises StaleVersion, UnableToPropose."""
    fresh = Occasion.objects.select_for_update().get(pk=occasion.pk)
    _fill(fresh, values)
    if asked is not None:
        _fill_asked(fresh, asked)
    saved = save_versioned(fresh, expected)
    _record("occasion changed", saved, by, at)
    return saved


@transaction.atomic
def decide_occasion(*, occasion: Occasion, goes: bool, by: User, at: datetime, words: str = "") -> Occasion:
    """Writes what the network decided. The organizations that the stand will speak for are kept with it.

    The same decision twice is once. Raises UnableToDecide when it stands otherwise.
    """
    fresh = Occasion.objects.select_for_update().select_related("network").get(pk=occasion.pk)
    wanted = OccasionStatus.ACCEPTED if goes else OccasionStatus.DECLINED
    if fresh.status == wanted:
        return fresh
    if fresh.status != OccasionStatus.PROPOSED:
        raise UnableToDecide(fresh.status)
    fresh.status, fresh.decided_by, fresh.decided_at = wanted, by, at
    fresh.decision = clean_text(words)[:2000]
    fresh.version += 1
    fresh.save()
    if goes:
        fresh.represented.set(organizations_for(fresh.network, fresh.themes))
    _record(f"occasion {wanted.value}", fresh, by, at)
    return fresh


@transaction.atomic
def cancel_occasion(*, occasion: Occasion, by: User, at: datetime, words: str = "") -> Occasion:
    """We were going, and do not: those who come or were asked are told by mail.

    Twice is once. Raises UnableToDecide for one that was not accepted.
    """
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("network").get(pk=occasion.pk)
    if fresh.status == OccasionStatus.CANCELLED:
        return fresh
    if fresh.status != OccasionStatus.ACCEPTED:
        raise UnableToDecide(fresh.status)
    fresh.status = OccasionStatus.CANCELLED
    fresh.decision = clean_text(words)[:2000] or fresh.decision
    fresh.version += 1
    fresh.save()
    if fresh.ends_at > at:
        queue_called_off(fresh, by)
    _record("occasion cancelled", fresh, by, at)
    return fresh


@transaction.atomic
def answer_solicitation(*, occasion: Occasion, text: str, by: User, at: datetime) -> Occasion:
    """Keeps what whoever asked was told, by whom. Raises UnableToDecide when nobody asked."""
    fresh = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if not fresh.asked_body:
        raise UnableToDecide("not asked")
    fresh.answer, fresh.answered_by, fresh.answered_at = clean_text(text)[:2000], by, at
    fresh.version += 1
    fresh.save()
    _record("solicitation answered", fresh, by, at)
    return fresh


def _fill(occasion: Occasion, values: OccasionValues) -> None:
    if values.ends_at <= values.starts_at:
        raise UnableToPropose(values.ends_at)
    occasion.kind = values.kind
    occasion.title = clean_text(values.title)[:200]
    occasion.about = clean_text(values.about)[:2000]
    occasion.themes = [code for code in Theme.values if code in values.themes]
    occasion.audiences = [code for code in Audience.values if code in values.audiences]
    occasion.place = clean_text(values.place)[:300]
    occasion.commune = values.commune
    occasion.starts_at, occasion.ends_at = values.starts_at, values.ends_at
    occasion.organizer = clean_text(values.organizer)[:200]
    occasion.link, occasion.cost = values.link, values.cost


def _fill_asked(occasion: Occasion, asked: Solicitation) -> None:
    occasion.asked_body = clean_text(asked.body)[:200]
    occasion.asked_for = clean_text(asked.what_for)[:2000]
    occasion.asked_by = clean_text(asked.person)[:160]
    occasion.asked_contact = clean_text(asked.contact)[:254]


def _record(verb: str, occasion: Occasion, by: User | None, at: datetime) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=occasion, network_id=occasion.network_id)
