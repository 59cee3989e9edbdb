"""The nightly deed: what is over is closed, what may not stay goes, whoever is silent is told first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from laplateforme.core import journal
from laplateforme.network.models import Participation
from laplateforme.projects import emails
from laplateforme.projects.actions.person import forget_person
from laplateforme.projects.enums import Closing
from laplateforme.projects.models import Consent, Holder


@dataclass(frozen=True)
class Tended:
    """How many of each."""

    expired: int
    lapsed: int
    left: int
    contacts_erased: int
    warned: int
    forgotten: int


def tend_files(*, at: datetime) -> Tended:
    """Closes agreements that are over, lapsed, or whose receiver left; erases contacts that nobody confirmed; tells
    silent people that their file will go, then makes it anonymous. Each step is its own transaction, safe to repeat.
    """
    standing = Consent.objects.standing()
    lapsing = at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS)
    takes_part = Participation.objects.filter(network=OuterRef("project__network"), organization=OuterRef("receiver"))
    return Tended(
        expired=_closed(standing.filter(ends_at__lte=at), Closing.EXPIRED, at),
        lapsed=_closed(standing.filter(confirmed_at__isnull=True, starts_at__lte=lapsing), Closing.LAPSED, at),
        left=_closed(standing.filter(~Q(Exists(takes_part))), Closing.LEFT, at),
        contacts_erased=_erase_unconfirmed(at),
        warned=_warn_silent(at),
        forgotten=_forget_silent(at),
    )


@transaction.atomic
def _closed(rows: "object", closing: Closing, at: datetime) -> int:
    count: int = rows.update(closed_at=at, closing=closing, updated_at=at)  # type: ignore[attr-defined]
    if count:
        journal.record(f"agreements {closing.value}", at=at, count=count)
    return count


@transaction.atomic
def _erase_unconfirmed(at: datetime) -> int:
    before = at - timedelta(days=settings.LP_UNCONFIRMED_CONTACT_DAYS)
    rows = Holder.objects.known().filter(unconfirmed_since__lte=before).exclude(email="", phone="")
    count = rows.update(email="", phone="", last_name="", commune=None)
    if count:
        journal.record("contacts erased", at=at, count=count)
    return count


def _warn_silent(at: datetime) -> int:
    """Told once, with the link to their page; whoever left no address cannot be told."""
    before = at - timedelta(days=settings.LP_FILE_NOTICE_DAYS)
    silent = Holder.objects.known().filter(last_activity_at__lte=before, warned_at__isnull=True)
    count = 0
    for holder in silent.select_related("network", "organization"):
        with transaction.atomic():
            days = max((holder.last_activity_at + timedelta(days=settings.LP_FILE_DAYS) - at).days, 0)
            count += emails.queue_last_warning(holder, days)
            Holder.objects.filter(pk=holder.pk).update(warned_at=at)
    return count


def _forget_silent(at: datetime) -> int:
    """Not before thirty days after the warning."""
    before = at - timedelta(days=settings.LP_FILE_DAYS)
    grace = at - timedelta(days=settings.LP_FILE_DAYS - settings.LP_FILE_NOTICE_DAYS)
    over = Holder.objects.known().filter(last_activity_at__lte=before, warned_at__lte=grace)
    count = 0
    for holder in over:
        forget_person(holder=holder, at=at)
        count += 1
    return count
