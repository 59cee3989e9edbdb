"""Asking owners whether their offers are still right, and hearing what visitors found wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.mail import queue_mail
from laplateforme.core.search import note_change
from laplateforme.network.models import Network
from laplateforme.offers import emails
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.owners import RECENTLY, Owner, owners_of

CHASED_AGAIN_AFTER = timedelta(hours=12)
MOST_ANSWER_DAYS = Decimal(999)


class UnableToAskRecheck(Exception):
    """Nobody was asked: they were a moment ago, there is no address, or no network shows the offer."""


@dataclass(frozen=True)
class Chase:
    """What became of asking many owners at once."""

    asked: int
    asked_before: int
    without_address: int


@transaction.atomic
def ask_recheck(*, offer: Offer, at: datetime, by: User | None = None, is_chased: bool = False) -> Offer:
    """Queues the mail with the signed link to the owners of the offer.

    Never twice in the same week; a facilitator who chases (`is_chased`) may, twice a day at most.
    Raises UnableToAskRecheck.
    """
    current = Offer.objects.select_for_update(of=("self",)).select_related("organization").get(pk=offer.pk)
    network = _network_of(current)
    owners = owners_of([current])[current.pk]
    if _asked_lately(current, at=at, is_chased=is_chased):
        raise UnableToAskRecheck(_("The owners have been asked already. Let us give them a little time."))
    if not owners:
        raise UnableToAskRecheck(_("We have no e-mail address for this organization."))
    if network is None:
        raise UnableToAskRecheck(_("No network shows this offer."))
    _ask(current, owners, network, at=at)
    if by is not None:
        journal.record("offers.chase", at=at, actor_id=by.pk, subject=current, network_id=network.pk)
    return current


@transaction.atomic
def chase_stale(*, network: Network, by: User, at: datetime, offers: Iterable[Offer] | None = None) -> Chase:
    """Asks the owners of every offer that was not checked in time, all at once, in one deed.

    Offers whose owners were asked a moment ago, or that nobody can be asked about, are counted and left.
    """
    rows = Offer.objects.published().of_network(network).overdue(at).select_for_update(of=("self",))
    if offers is not None:
        rows = rows.filter(pk__in=[offer.pk for offer in offers])
    found = list(rows.select_related("organization").order_by("checked_at"))
    owners = owners_of(found)
    asked = asked_before = without_address = 0
    for offer in found:
        if _asked_lately(offer, at=at, is_chased=True):
            asked_before += 1
        elif not owners[offer.pk]:
            without_address += 1
        else:
            _ask(offer, owners[offer.pk], network, at=at)
            asked += 1
    journal.record("offers.chase_all", at=at, actor_id=by.pk, network_id=network.pk, asked=asked)
    return Chase(asked, asked_before, without_address)


def ask_due_rechecks(*, at: datetime) -> int:
    """The periodic deed: asks about every published offer that was not checked in time; returns how many.

    One short transaction an offer; those asked this week or without address are left.
    """
    count = 0
    recently = at - RECENTLY
    due = Offer.objects.published().overdue(at).exclude(recheck_asked_at__gt=recently).values_list("pk", flat=True)
    for pk in list(due):
        try:
            ask_recheck(offer=Offer(pk=pk), at=at)
        except UnableToAskRecheck:
            continue
        count += 1
    return count


def renew_recheck_link(*, offer_id: UUID | str, at: datetime) -> None:
    """An old link was opened: a new one goes to the owners, never to whoever asks. Silent in every case."""
    offer = Offer.objects.published().filter(pk=offer_id).first()
    if offer is None:
        return
    try:
        ask_recheck(offer=offer, at=at, is_chased=True)
    except UnableToAskRecheck:
        return


@transaction.atomic
def record_answer_time(*, offer: Offer, days: Sequence[Decimal | float | int], at: datetime) -> Offer:
    """Writes the median of the delays that an upper room observed for this offer, with their number.

    `days`: one delay an answer. No history line, no new version: nobody edited anything. Raises ValueError below zero.
    """
    if any(day < 0 for day in days):
        raise ValueError("An answer cannot come before its question.")
    middle = min(median(Decimal(str(day)) for day in days), MOST_ANSWER_DAYS).quantize(Decimal("0.1")) if days else None
    Offer.objects.filter(pk=offer.pk).update(observed_answer_days=middle, observed_answer_count=len(days))
    note_change("offer", offer.pk)
    offer.refresh_from_db(fields=["observed_answer_days", "observed_answer_count"])
    return offer


@transaction.atomic
def report_error(*, offer: Offer, message: str, reply_to: str = "", at: datetime) -> int:
    """A visitor's words go to the owners by mail, and are not kept otherwise; returns how many were written to."""
    network = _network_of(offer)
    owners = owners_of([offer])[offer.pk]
    if network is None:
        return 0
    for owner in owners or ([Owner(network.email, "fr")] if network.email else []):
        message_to = emails.error_report(offer, network, message=message, reply_to=reply_to, language=owner.language)
        queue_mail(to=owner.email, subject=message_to.subject, text=message_to.text)
    return len(owners)


def _ask(offer: Offer, owners: Iterable[Owner], network: Network, *, at: datetime) -> None:
    for owner in owners:
        message = emails.recheck_request(offer, network, language=owner.language, at=at)
        queue_mail(to=owner.email, subject=message.subject, text=message.text)
    Offer.objects.filter(pk=offer.pk).update(recheck_asked_at=at)
    offer.recheck_asked_at = at


def _asked_lately(offer: Offer, *, at: datetime, is_chased: bool) -> bool:
    asked = offer.recheck_asked_at
    return asked is not None and at - asked < (CHASED_AGAIN_AFTER if is_chased else RECENTLY)


def _network_of(offer: Offer) -> Network | None:
    """The network whose name a message carries: the first that the organization joined."""
    return Network.objects.filter(participations__organization=offer.organization_id).order_by("created_at").first()
