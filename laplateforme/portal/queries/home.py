"""The first page: text, questions, dates and organizations, all from the one base."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import DutyPerson, Network, Organization, PositioningText
from laplateforme.network.queries import current_positioning, duty_now, function_groups_of, participants_of
from laplateforme.offers.models import Offer
from laplateforme.offers.queries import agenda_lines, upcoming_sessions
from laplateforme.offers.queries.dates import AgendaLine
from laplateforme.vocabulary.enums import Verb

QUESTIONS = 6
DATES = 3


@dataclass(frozen=True)
class Line:
    """For the component `directory`."""

    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Station:
    """For the component `stations`: at home no stage has a state."""

    number: int
    title: str
    note: str
    state: str = ""
    url: str = ""


@dataclass(frozen=True)
class Home:
    positioning: PositioningText | None
    duty: DutyPerson | None
    questions: list[KeyQuestion]
    dates: list[AgendaLine]
    organizations: list[Line]
    offers_count: int
    stations: list[Station]


def stations() -> list[Station]:
    return [Station(verb.number, str(verb.label), verb.hint) for verb in Verb]


def home_of(network: Network, at: datetime) -> Home:
    """Everything on the first page, in a constant number of queries (six)."""
    return Home(
        positioning=current_positioning(network),
        duty=duty_now(network, timezone.localdate(at)),
        questions=first_questions(network),
        dates=agenda_lines(upcoming_sessions(network, at, DATES)),
        organizations=[organization_line(one) for one in participants_of(network)],
        offers_count=Offer.objects.public_in(network).count(),
        stations=stations(),
    )


def first_questions(network: Network) -> list[KeyQuestion]:
    """Questions of different stages, in the facilitator's order: one a verb first, then the next ones."""
    rows = list(KeyQuestion.objects.published().of_network(network).order_by("position", "text"))
    seen: set[str] = set()
    first: list[KeyQuestion] = []
    then: list[KeyQuestion] = []
    for question in rows:
        verb = Verb.of(question.stage).value if question.stage else ""
        (then if verb in seen else first).append(question)
        seen.add(verb)
    return (first + then)[:QUESTIONS]


def organization_line(organization: Organization) -> Line:
    """What it does in the six words of the chain, and where."""
    words = [str(group.label) for group in function_groups_of(organization.functions)[:3]]
    place = organization.commune.name if organization.commune else ""
    note = ", ".join(part for part in (*words, place) if part)
    return Line(organization.name, reverse("network:organization", args=[organization.slug]), note)
