"""What papers are made from: the one base, read for the whole network or one organization alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.guidance.models import KeyQuestion, RouteSnapshot
from laplateforme.guidance.queries import route_sheet
from laplateforme.network.models import DutyPerson, Network, Organization
from laplateforme.network.queries import current_positioning, duty_now, participants_of
from laplateforme.offers.models import Offer, Session
from laplateforme.offers.queries import audience_words, capacity_state, price_words, verbs_of
from laplateforme.offers.queries.words import State
from laplateforme.places.queries import labels_of
from laplateforme.portal.papers import PAPERS
from laplateforme.portal.print.contents import (
    DutySheet,
    FunctionSheet,
    NetworkSheet,
    OfferSheet,
    OrganizationSheet,
    RouteOffer,
    RouteSheet,
    RouteStep,
    StageSheet,
    StructureSheet,
)
from laplateforme.vocabulary.enums import Capacity, Freshness, FunctionGroup, Verb

CAPACITY: dict[str, Any] = {
    Capacity.OPEN: "open",
    Capacity.WAITLIST: "wait",
    Capacity.FULL: "full",
    Capacity.ASSESSMENT_NEEDED: "ask",
}
MOST_JOBS = 10
MOST_PLACES = 3


def network_sheet(network: Network, at: datetime, organization: Organization | None = None) -> NetworkSheet:
    """The whole network, with "my structure" when an organization is given. A constant number of queries."""
    day = timezone.localdate(at)
    offers = list(
        Offer.objects.public_in(network)
        .select_related("organization", "commune")
        .order_by("organization__name", "name")
    )
    dates = next_dates(offers, at)
    places = labels_of({code for offer in offers if not offer.commune for code in offer.coverage[:MOST_PLACES]})
    positioning = current_positioning(network)
    duty = duty_now(network, day)
    base = network.base_address()
    return NetworkSheet(
        name=network.name,
        claim=network.claim or network.name,
        updated=day,
        stages=stage_sheets(network),
        functions=tuple(FunctionSheet(group.value, str(group.label)) for group in FunctionGroup),
        organizations=tuple(organization_sheet(one) for one in participants_of(network)),
        offers=tuple(offer_sheet(one, dates.get(one.pk), places, at) for one in offers),
        address=f"{base}/",
        start_address=f"{base}{path_of('guidance:start')}",
        chain_address=f"{base}{path_of('offers:chain')}",
        territory=network.territory.name,
        positioning=tuple(part for part in positioning.text.split("\n") if part.strip()) if positioning else (),
        positioning_signed=positioning.signed_by if positioning else "",
        short=network.welcome_text,
        phone=duty.phone if duty and duty.phone else network.phone,
        hours=duty.hours if duty else "",
        duty=duty_sheet(duty, network),
        structure=structure_sheet(organization, network, offers) if organization else None,
        accent=network.accent,
        language=(get_language() or "fr")[:2],
    )


def path_of(name: str, *values: str) -> str:
    """The path of a page below the network's own address, whatever address we are read from."""
    path = reverse(name, args=values)
    _before, prefix, rest = path.partition("/r/")
    return f"/{rest.partition('/')[2]}" if prefix else path


def structure_sheet(organization: Organization, network: Network, offers: list[Offer]) -> StructureSheet:
    """What one organization says of itself, and its own page."""
    own = [offer.name for offer in offers if offer.organization_id == organization.pk]
    return StructureSheet(
        organization=str(organization.pk),
        words=organization.description or organization.summary,
        does=tuple(own[:6]),
        contact=tuple(part for part in (organization.phone, organization.email) if part),
        address=f"{network.base_address()}{path_of('network:organization', organization.slug)}",
    )


def next_dates(offers: list[Offer], at: datetime) -> dict[Any, Session]:
    """The next date of each offer, in one query."""
    found: dict[Any, Session] = {}
    for session in Session.objects.coming(at).filter(offer__in=[offer.pk for offer in offers]):
        found.setdefault(session.offer_id, session)
    return found


def stage_sheets(network: Network) -> tuple[StageSheet, ...]:
    """The five verbs, each with the first key question of its stages."""
    questions: dict[str, str] = {}
    rows = KeyQuestion.objects.published().of_network(network).exclude(stage="").order_by("position", "text")
    for stage, text in rows.values_list("stage", "text"):
        questions.setdefault(Verb.of(stage).value, text)
    return tuple(StageSheet(verb.value, str(verb.label), questions.get(verb.value, ""), verb.hint) for verb in Verb)


def organization_sheet(organization: Organization) -> OrganizationSheet:
    return OrganizationSheet(
        key=str(organization.pk),
        name=organization.name,
        short_name=organization.short_name,
        commune=organization.commune.name if organization.commune else "",
        phone=organization.phone,
        email=organization.email,
        website=organization.website,
    )


def offer_sheet(offer: Offer, session: Session | None, places: Mapping[str, str], at: datetime) -> OfferSheet:
    place = ", ".join(part for part in (offer.address, offer.commune.name if offer.commune else "") if part)
    covered = tuple(places[code] for code in offer.coverage[:MOST_PLACES] if code in places)
    communes = (offer.commune.name,) if offer.commune else covered
    return OfferSheet(
        code=offer.code,
        organization=str(offer.organization_id),
        stages=tuple(verb.value for verb in verbs_of(offer.stages)),
        functions=tuple(dict.fromkeys(FunctionGroup.of(code).value for code in offer.functions)),
        name=offer.name,
        audience=audience_words(offer),
        place=place,
        communes=communes,
        price=price_words(offer),
        ask=offer.how_to_ask,
        capacity=CAPACITY[offer.capacity],
        capacity_words=capacity_state(offer.capacity, offer.waitlist_weeks).text,
        next_date=timezone.localdate(session.starts_at) if session else None,
        checked=timezone.localdate(offer.checked_at) if offer.checked_at else None,
        stale=offer.freshness(at) == Freshness.STALE,
        summary=offer.summary,
    )


def duty_sheet(duty: DutyPerson | None, network: Network) -> DutySheet | None:
    if duty is None:
        return None
    return DutySheet(
        name=duty.name,
        organization=duty.organization.called,
        phone=duty.phone or network.phone,
        email=network.email,
        hours=duty.hours,
        delay=delay_words(duty.promised_days),
    )


def delay_words(days: int) -> str:
    """The promise on paper, which stays true: a number of working days, not a date."""
    if not days:
        return ""
    said = ngettext("Answer within %(count)d working day", "Answer within %(count)d working days", days)
    return said % {"count": days}


def kept_route_sheet(snapshot: RouteSnapshot) -> RouteSheet:
    """The paper of a route that was kept."""
    values = route_sheet(snapshot)
    duty = values.pop("duty")
    delay = delay_words(duty.pop("promised_days")) if duty else ""
    steps = []
    for step in values.pop("steps"):
        offers = tuple(RouteOffer(**offer) for offer in step.pop("offers"))
        steps.append(RouteStep(**step, offers=offers))
    address = f"{snapshot.network.base_address()}{path_of('guidance:kept_route', snapshot.code)}"
    return RouteSheet(
        **values,
        steps=tuple(steps),
        duty=DutySheet(**duty, delay=delay) if duty else None,
        address=address,
        accent=snapshot.network.accent,
        language=(get_language() or "fr")[:2],
    )


@dataclass(frozen=True)
class PaperLine:
    """A paper somebody asked for, on the page of papers."""

    url: str
    label: str
    asked_at: datetime
    status: State


def state_of(job: BackgroundJob) -> State:
    """For the component `status_tag`."""
    return {
        JobStatus.WAITING: State("wait", _("Waiting"), "half"),
        JobStatus.RUNNING: State("wait", _("In progress"), "half"),
        JobStatus.DONE: State("ok", _("Ready")),
        JobStatus.FAILED: State("no", _("Could not be made")),
    }[JobStatus(job.status)]


def papers_asked_by(user: Any, network: Network) -> QuerySet[BackgroundJob]:
    """The papers of a network that somebody asked for, the last ones first."""
    jobs = BackgroundJob.objects.filter(owner_id=user.pk, network_id=network.pk, kind__in=PAPERS)
    return jobs.order_by("-created_at")


def paper_lines(user: Any, network: Network) -> list[PaperLine]:
    """The last ten. One query."""
    lines = []
    for job in papers_asked_by(user, network)[:MOST_JOBS]:
        url = reverse("portal:paper_job", args=[job.pk])
        lines.append(PaperLine(url, str(PAPERS[job.kind].label), job.created_at, state_of(job)))
    return lines


def papers_ready_since(user: Any, network: Network, moment: datetime) -> list[BackgroundJob]:
    """What may be fetched and is new. One query."""
    return list(papers_asked_by(user, network).filter(status=JobStatus.DONE, finished_at__gte=moment)[:MOST_JOBS])


def steps_of(job: BackgroundJob) -> list[dict[str, str]]:
    """For the component `progress`: reading the base, composing, ready."""
    names = [_("Read the base"), _("Compose the pages"), _("Ready")]
    states = ["done" if number < job.done_count else "next" for number in range(len(names))]
    if job.status in {JobStatus.WAITING, JobStatus.RUNNING} and job.done_count < len(names):
        states[job.done_count] = "here"
    return [{"text": text, "state": state, "note": ""} for text, state in zip(names, states, strict=True)]
