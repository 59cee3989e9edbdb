"""What the kit of an occasion is made from: the one base, and who said yes to come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.fairs.queries.pages import when_words
from laplateforme.fairs.queries.stand_words import words_of_agreement
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer
from laplateforme.portal.papers import KIT
from laplateforme.portal.print.kit import BadgeSheet, KitSheet, TalkSheet
from laplateforme.portal.queries.papers import PaperLine, network_sheet, state_of

MOST_TALKS = 12
MOST_KITS = 5


def kit_sheet(
    occasion: Occasion, at: datetime, *, organization: Organization | None = None, themes: Sequence[str] = ()
) -> KitSheet:
    """`themes`: those of the leaflet, none for the whole offer. A constant number of queries."""
    network = occasion.network
    wanted = set(themes)
    rows = Offer.objects.public_in(network).values_list("code", "themes")
    return KitSheet(
        network=network_sheet(network, at, organization),
        title=occasion.title,
        when=when_words(occasion.starts_at, occasion.ends_at),
        place=occasion.place,
        badges=badges_of(occasion),
        talks=talks_of(occasion),
        stand_words=words_of_agreement(network, organization),
        themed=frozenset(code for code, those in rows if not wanted or wanted & set(those)),
    )


def badges_of(occasion: Occasion) -> tuple[BadgeSheet, ...]:
    """Those who said yes to a slot themselves, each once; people with a project are on no paper. One query."""
    rows = Duty.objects.taken().filter(slot__occasion=occasion, user__is_active=True, agreed_at__isnull=False)
    rows = rows.exclude(slot__for_holders=True, organization=None)
    found: dict[Any, BadgeSheet] = {}
    for duty in rows.select_related("user", "organization").order_by("slot__starts_at", "agreed_at", "pk"):
        if duty.user is not None:
            first, _space, last = duty.user.get_full_name().partition(" ")
            called = duty.organization.called if duty.organization else ""
            found.setdefault(duty.user_id, BadgeSheet(first, last, called))
    return tuple(found.values())


def talks_of(occasion: Occasion) -> tuple[TalkSheet, ...]:
    """Key questions with their answers, those of the themes of the occasion first. Two queries."""
    rows = KeyQuestion.objects.of_network(occasion.network).published().prefetch_related("offers")
    ordered = sorted(rows, key=lambda one: (one.theme not in occasion.themes, one.position, one.text))
    return tuple(
        TalkSheet(one.text, one.short_answer, tuple(sorted(offer.code for offer in one.offers.all())))
        for one in ordered[:MOST_TALKS]
    )


def kits_asked_by(user: Any, occasion: Occasion) -> list[BackgroundJob]:
    """The last kits of an occasion that somebody asked for. One query."""
    jobs = BackgroundJob.objects.filter(
        owner_id=user.pk, network_id=occasion.network_id, kind=KIT, parameters__occasion=str(occasion.pk)
    )
    return list(jobs.order_by("-created_at")[:MOST_KITS])


def kits_ready_since(user: Any, network: Network, moment: datetime) -> list[BackgroundJob]:
    """Kits that may be fetched and are new. One query."""
    jobs = BackgroundJob.objects.filter(
        owner_id=user.pk, network_id=network.pk, kind=KIT, status=JobStatus.DONE, finished_at__gte=moment
    )
    return list(jobs.order_by("-created_at")[:MOST_KITS])


def kit_lines(user: Any, occasion: Occasion) -> list[PaperLine]:
    return [
        PaperLine(reverse("portal:kit_job", args=[job.pk]), occasion.title, job.created_at, state_of(job))
        for job in kits_asked_by(user, occasion)
    ]
