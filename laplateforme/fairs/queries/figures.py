"""What can be counted of an occasion, and when: once three, thirty and ninety days after its end, never in between, so
that two readings of the same report cannot be taken one from the other.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef

from laplateforme.fairs.models import Contact, Duty, Feedback, Occasion
from laplateforme.referrals.enums import EventKind, Outcome, ReferralStatus
from laplateforme.referrals.models import Referral, ReferralEvent
from laplateforme.vocabulary.enums import Verb

ARRIVES = timedelta(days=3)  # phones send what they kept; who comes later is counted apart
FIRST, AT_30, AT_90 = "first", "30", "90"
EDITIONS = {FIRST: ARRIVES, AT_30: timedelta(days=30), AT_90: timedelta(days=90)}
STEPS = ("confirmed", "files", "sent", "accepted", "helped")
GOOD = (Outcome.HELPED, Outcome.PARTLY_HELPED)


@dataclass(frozen=True)
class Figures:
    """Raw counts of an occasion; None while their day has not come. Only `queries.report` shows them, some hidden."""

    first: dict[str, Any] | None
    at_30: dict[str, Any] | None
    at_90: dict[str, Any] | None

    @property
    def contacts(self) -> int:
        return int(self.first["contacts"]) if self.first else 0


def due(occasion: Occasion, at: datetime) -> list[str]:
    """The editions whose day has come."""
    return [name for name, delay in EDITIONS.items() if occasion.ends_at + delay <= at]


def figures_of(occasion: Occasion, at: datetime) -> Figures:
    """What was frozen; what is due and not frozen yet is counted now."""
    kept = Feedback.objects.filter(occasion=occasion).values_list("figures", flat=True).first() or {}
    known = {name: kept.get(name) or count(occasion, name) for name in due(occasion, at)}
    return Figures(known.get(FIRST), known.get(AT_30), known.get(AT_90))


def count(occasion: Occasion, edition: str) -> dict[str, Any]:
    """One edition, from the facts and their dates."""
    return count_first(occasion) if edition == FIRST else count_later(occasion, occasion.ends_at + EDITIONS[edition])


def met_at(occasion: Occasion) -> Any:
    """Those whose contact came in time; somebody noted twice counts once."""
    return Contact.objects.filter(occasion=occasion, agreed_at__lte=occasion.ends_at + ARRIVES, same_as=None)


def count_first(occasion: Occasion) -> dict[str, Any]:
    """How many people, by need and stage; how many left with an offer. One query."""
    suggested = Contact.offers.through.objects.filter(contact_id=OuterRef("pk"))
    rows = met_at(occasion).annotate(has_offer=Exists(suggested))
    needs: Counter[tuple[str, str, str]] = Counter()
    met = offered = 0
    for slug, text, stage, has_offer in rows.values_list(
        "key_question__slug", "key_question__text", "key_question__stage", "has_offer"
    ):
        met += 1
        offered += bool(has_offer)
        needs[(Verb.of(stage).value if stage else "", slug or "", text or "")] += 1
    return {"contacts": met, "offered": offered, "needs": [[*key, number] for key, number in sorted(needs.items())]}


def count_later(occasion: Occasion, until: datetime) -> dict[str, Any]:
    """What became of them until then: each step holds the next one. Three queries."""
    rows = list(
        met_at(occasion)
        .annotate(opened_at=Min("project__intervals__starts_at"))
        .values_list("confirmed_at", "project", "opened_at", "project__commune__epci__name", "project__commune__name")
    )
    sent, accepted, helped = _relays({row[1] for row in rows if row[1]}, until)
    counts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for confirmed_at, project, opened_at, area, commune in rows:
        if confirmed_at is None or confirmed_at > until:
            continue
        counts["confirmed"] += 1
        if project is None or opened_at is None or opened_at > until:
            continue
        counts["files"] += 1
        if area or commune:
            places[area or commune] += 1
        for name, those in (("sent", sent), ("accepted", accepted), ("helped", helped)):
            counts[name] += project in those
    return {**{name: counts[name] for name in STEPS}, "places": [[name, places[name]] for name in sorted(places)]}


def _relays(projects: set[Any], until: datetime) -> tuple[set[Any], set[Any], set[Any]]:
    """Projects passed on by then, taken on by somebody, helped as one side or the other says."""
    relays = Referral.objects.filter(project__in=projects)
    facts = ReferralEvent.objects.filter(referral__project__in=projects, at__lte=until)
    moved = facts.filter(kind=EventKind.MOVED, after=ReferralStatus.ACCEPTED)
    sent, good = set(), set()
    for project, sent_at, closed_at, told, said in relays.values_list(
        "project", "sent_at", "closed_at", "outcome_receiver", "outcome_person"
    ):
        if sent_at and sent_at <= until:
            sent.add(project)
        if closed_at and closed_at <= until and (told in GOOD or said in GOOD):
            good.add(project)
    accepted = set(moved.values_list("referral__project", flat=True)) & sent
    return sent, accepted, good & accepted


@dataclass(frozen=True)
class Given:
    """What was given to be there."""

    minutes: int
    people: int
    organizations: tuple[str, ...]

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def given_at(occasion: Occasion, at: datetime) -> Given:
    """Hours of those who came. One query; who is gone from here still counts by their row."""
    minutes, people, bodies = 0, set(), set()
    rows = Duty.objects.taken().filter(slot__occasion=occasion, slot__ends_at__lte=at)
    for duty in rows.select_related("slot", "organization"):
        minutes += duty.slot.minutes
        people.add(duty.user_id or duty.pk)
        if duty.organization:
            bodies.add(duty.organization.called)
    return Given(minutes, len(people), tuple(sorted(bodies)))
