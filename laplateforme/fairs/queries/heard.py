"""Words to keep, for those who may read them; words to read again, for those who run the network."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from laplateforme.fairs.models import Contact, HeardWords, Occasion
from laplateforme.projects.models.desks import desks_of

MOST = 60


def words_to_keep(occasion: Occasion, user: Any, at: datetime, *, leads: bool) -> Sequence[Contact]:
    """Contacts whose words `user` may read and that nobody has kept yet: those they noted, those they call back."""
    fresh = Q(confirmed_at__isnull=False) | Q(agreed_at__gt=at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS))
    desks = desks_of(user).filter(network=occasion.network_id).values("organization")
    read = Q(organization__in=desks) | Q(organization=None) if leads else Q(organization__in=desks)
    rows = Contact.objects.known().filter(occasion=occasion, heard=None).exclude(words="")
    rows = rows.filter((Q(taken_by_id=user.pk) & fresh) | (Q(confirmed_at__isnull=False) & read))
    return list(rows.select_related("occasion__network", "organization").order_by("agreed_at", "pk")[:MOST])


def words_waiting(occasion: Occasion) -> list[HeardWords]:
    return list(HeardWords.objects.filter(occasion=occasion).waiting().order_by("created_at", "pk")[:MOST])


def words_shown(occasion: Occasion) -> list[HeardWords]:
    return list(HeardWords.objects.filter(occasion=occasion).released().order_by("released_at", "pk")[:MOST])
