"""The first page: text, questions, dates and organizations, all from the one base."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from laplateforme.editorial.queries.pages import ArticleLine, PortraitLine, latest_of, portraits_of
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network, Organization, PositioningText
from laplateforme.network.queries import current_positioning, duty_phone, function_groups_of
from laplateforme.offers.models import Offer
from laplateforme.offers.queries import agenda_lines
from laplateforme.offers.queries.dates import AgendaLine
from laplateforme.vocabulary.enums import FunctionGroup, Verb

QUESTIONS = 6
DATES = 3
NEWS = 3


@dataclass(frozen=True)
class Line:
    """For the component `directory`, and for the questions."""

    name: str
    url: str
    note: str = ""


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
    duty_phone: str
    questions: list[Line]
    dates: list[AgendaLine]
    organizations: list[Line]
    offers_count: int
    stations: list[Station]
    portraits: list[PortraitLine]
    news: list[ArticleLine]


def stations() -> list[Station]:
    return [Station(verb.number, str(verb.label), verb.hint) for verb in Verb]


def home_of(network: Network, at: datetime) -> Home:
    """Everything on the first page, in a constant number of queries (eight)."""
    return Home(
        positioning=current_positioning(network),
        duty_phone=duty_phone(network, timezone.localdate(at)),
        questions=first_questions(network),
        dates=agenda_lines(network, at, DATES),
        organizations=organization_lines(network),
        offers_count=Offer.objects.public_in(network).count(),
        stations=stations(),
        portraits=portraits_of(network),
        news=latest_of(network, NEWS),
    )


def first_questions(network: Network) -> list[Line]:
    """Questions of different stages, in the facilitator's order: one a verb first, then the next ones."""
    rows = KeyQuestion.objects.published().of_network(network).order_by("position", "text")
    seen: set[str] = set()
    first: list[tuple[str, str]] = []
    then: list[tuple[str, str]] = []
    for text, slug, stage in rows.values_list("text", "slug", "stage"):
        verb = Verb.of(stage).value if stage else ""
        (then if verb in seen else first).append((text, slug))
        seen.add(verb)
    return [Line(text, reverse("guidance:key_question", args=[slug])) for text, slug in (first + then)[:QUESTIONS]]


def organization_lines(network: Network) -> list[Line]:
    """Everyone by name: what they do in the six words of the chain, and where."""
    labels = {group: str(group.label) for group in FunctionGroup}
    rows = Organization.objects.of_network(network).order_by("name")
    lines = []
    for name, slug, functions, town in rows.values_list("name", "slug", "functions", "commune__name"):
        words = [labels[group] for group in function_groups_of(functions)[:3]]
        note = ", ".join(part for part in (*words, town) if part)
        lines.append(Line(name, reverse("network:organization", args=[slug]), note))
    return lines
