"""From a profile to a readable route. Reads only; the same day and the same answers give the same route."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from laplateforme.core.dates import add_working_days, in_words
from laplateforme.guidance.enums import Situation
from laplateforme.guidance.models import KeyQuestion
from laplateforme.guidance.queries.candidates import Found, found_offers, nearest_elsewhere, offer_rows
from laplateforme.guidance.queries.choice import Candidate, Draw, Rotation, choose
from laplateforme.guidance.queries.needs import (
    Asked,
    Need,
    OfferRow,
    Place,
    bits_of,
    is_possible,
    needs_of,
    quality_of,
)
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.wording import RouteOffer, sentences_of, shown_offers, stage_text, unanswered_text
from laplateforme.network.models import DeclaredLink, DutyPerson, Network
from laplateforme.places.models import Commune
from laplateforme.places.queries import areas_of, commune_or_none
from laplateforme.vocabulary.enums import Verb

MOST_HERE, MOST_LATER = 3, 2
MOST_QUESTIONS, MOST_QUESTIONS_LATER, MOST_LINKS, MOST_DATES = 3, 1, 3, 6
STEPS_AHEAD = 2
DUTY_FIELDS = ("name", "phone", "hours", "promised_days", "organization__name", "organization__short_name")


@dataclass(frozen=True, slots=True)
class RouteStage:
    """One of the five verbs. State: done, here, next, hole (nobody answers today) or later (not shown yet).

    `unanswered`: the question asked is of this stage and none of its offers answers it. `nearest`: who does, elsewhere.
    """

    verb: str
    number: int
    title: str
    state: str
    text: str = ""
    questions: tuple[Asked, ...] = ()
    offers: tuple[RouteOffer, ...] = ()
    nearest: tuple[RouteOffer, ...] = ()
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What usually comes next: a link that two organizations declared."""

    from_name: str
    to_name: str
    to_slug: str
    terms: str
    is_on_route: bool


@dataclass(frozen=True, slots=True)
class RouteDate:
    offer: str
    code: str
    starts_at: str  # ISO
    ends_at: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Duty:
    name: str
    organization: str
    phone: str
    hours: str
    answers_before: str
    promised_days: int = 0  # working days; 0 in routes kept before it was written


@dataclass(frozen=True, slots=True)
class NotedGap:
    """A need that nobody answers today; see actions.gap."""

    stage: str
    theme: str
    question: str


@dataclass(frozen=True, slots=True)
class Route:
    """A whole answer. `draws` and `gaps` are for those who count; `as_json` leaves the draws out."""

    codes: tuple[tuple[str, str], ...]
    day: str
    sentences: tuple[str, ...]
    stages: tuple[RouteStage, ...]
    next_steps: tuple[NextStep, ...]
    to_bring: tuple[str, ...]
    dates: tuple[RouteDate, ...]
    duty: Duty | None
    phone: str
    place: str
    department: str
    gaps: tuple[NotedGap, ...]
    draws: tuple[Draw, ...] = field(default=(), compare=False)

    @property
    def here(self) -> RouteStage:
        return next(stage for stage in self.stages if stage.state in {"here", "hole"})

    def offers(self) -> list[RouteOffer]:
        return [offer for stage in self.stages for offer in stage.offers]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready to be kept."""
        content = asdict(self)
        del content["draws"]
        return content


@dataclass(slots=True)
class _Choice:
    """What was chosen for each verb, before words are put on it."""

    verbs: list[Verb]
    needs: dict[Verb, tuple[Need, ...]]
    draws: dict[Verb, list[Draw]]
    rows: dict[str, OfferRow]
    found: Found
    elsewhere: list[str] = field(default_factory=list)

    def chosen(self) -> list[str]:
        return [draw.chosen.key for draws in self.draws.values() for draw in draws]

    def keys(self) -> list[str]:
        return [*self.chosen(), *(key for verb in self.empty() for key in self.nearest(verb)), *self.elsewhere]

    def empty(self) -> list[Verb]:
        return [verb for verb in self.verbs if not self.draws[verb]]

    def nearest(self, verb: Verb) -> list[str]:
        return [key for key in self.found.outside.get(verb, ()) if key in self.rows][:MOST_LATER]


def build_route(profile: Profile, *, network: Network, at: datetime, day: date, fair: bool = True) -> Route:
    """The route of `profile` in `network` on `day`, in at most twelve queries whatever the number of offers.

    Unknown codes in the profile count as not given. `fair=False` switches the turns off (control tests only).
    """
    place, questions, asked, profile, choice = _prepared(profile, network, at, day, fair=fair)
    verbs = choice.verbs
    shown = shown_offers(choice.keys(), choice.rows, _told_needs(choice), profile, place, at)
    gaps = _gaps(choice, profile, asked)
    stages = tuple(_stage(verb, choice, questions, asked, shown, place, gaps) for verb in Verb)
    offers = [offer for stage in stages for offer in stage.offers]
    here = next(stage for stage in stages if stage.verb == verbs[0])
    return Route(
        codes=tuple(profile.codes()),
        day=day.isoformat(),
        sentences=sentences_of(profile, place, asked),
        stages=stages,
        next_steps=_next_steps(network, here.offers, offers),
        to_bring=tuple(dict.fromkeys(line for offer in here.offers for line in offer.to_bring)),
        dates=_dates(offers),
        duty=_duty(network, at, day),
        phone=network.phone,
        place=place.name if place else "",
        department=place.department if place else "",
        gaps=gaps,
        draws=tuple(draw for draws in choice.draws.values() for draw in draws),
    )


def draws_of(profile: Profile, *, network: Network, at: datetime, day: date, fair: bool = True) -> list[Draw]:
    """Only who was chosen among whom: the draws of `build_route`, without the words."""
    choice = _prepared(profile, network, at, day, fair=fair)[-1]
    return [draw for draws in choice.draws.values() for draw in draws]


def _prepared(
    profile: Profile, network: Network, at: datetime, day: date, *, fair: bool
) -> tuple[Place | None, list[Asked], Asked | None, Profile, _Choice]:
    place = place_of(profile.commune)
    questions = _questions(network)
    slugs = [question.slug for question in questions]
    number = slugs.index(profile.question) + 1 if profile.question in slugs else 0
    asked = questions[number - 1] if number else None
    profile = profile.but(question=asked.slug if asked else "", commune=place.code if place else "")
    rotation = Rotation(profile.digits(number), day, is_on=fair)
    choice = _chosen(profile, network, place, asked, verbs_shown(profile, asked), at, rotation)
    return place, questions, asked, profile, choice


def place_of(code: str) -> Place | None:
    commune: Commune | None = commune_or_none(code) if code else None
    if commune is None:
        return None
    areas = frozenset(areas_of(commune))
    return Place(commune.code, commune.name, commune.department_id, areas, commune.latitude, commune.longitude)


def verbs_shown(profile: Profile, asked: Asked | None) -> list[Verb]:
    """From where the person stands to two further, or as far as the question asked."""
    order = list(Verb)
    wanted = Verb.of(asked.stage) if asked and asked.stage else None
    said = [Verb(code) for code in Situation(profile.situation).verbs] if profile.situation else []
    here = (wanted if wanted and (wanted in said or not said) else None) or (said[0] if said else Verb.IMAGINE)
    last = order.index(here) + STEPS_AHEAD
    if wanted:
        last = max(last, order.index(wanted))
    return order[order.index(here) : last + 1]


def _questions(network: Network) -> list[Asked]:
    rows = KeyQuestion.objects.published().of_network(network).order_by("position", "text")
    return [Asked(*row) for row in rows.values_list("slug", "text", "stage", "theme")]


def _chosen(
    profile: Profile,
    network: Network,
    place: Place | None,
    asked: Asked | None,
    verbs: list[Verb],
    at: datetime,
    rotation: Rotation,
) -> _Choice:
    theme = asked.theme if asked else ""
    links = KeyQuestion.offers.through.objects.filter(keyquestion__network=network, keyquestion__slug=profile.question)
    linked = frozenset(str(pk) for pk in links.values_list("offer_id", flat=True))
    found = found_offers(network, verbs, profile, place, theme or profile.theme)
    rows = offer_rows(network, found.keys() | linked)
    choice = _Choice(verbs, {}, {}, rows, found)
    taken: set[str] = set()
    for index, verb in enumerate(verbs):
        needs = needs_of(profile, verb, theme)
        keys = dict.fromkeys([*found.here[verb], *(key for key in linked if key in rows)])
        possible = [rows[key] for key in keys if key in rows and key not in taken]
        candidates = [
            Candidate(row.pk, row.organization, bits_of(row, needs, linked), quality_of(row, profile, place, at))
            for row in possible
            if is_possible(row, profile, place) and not set(row.stages).isdisjoint(verb.stages)
        ]
        most = MOST_LATER if index else MOST_HERE
        weights = [need.weight for need in needs]
        choice.needs[verb] = needs
        choice.draws[verb] = choose(candidates, weights, rotation, about=verb.value, most=most, page=index)
        taken.update(draw.chosen.key for draw in choice.draws[verb])
    if place and theme and not _is_answered(choice):
        missed = [key for key in linked if key in rows] or nearest_elsewhere(network, place, themes=theme)
        choice.rows |= offer_rows(network, set(missed) - rows.keys())
        choice.elsewhere = [key for key in missed if key in choice.rows][:MOST_LATER]
    return choice


def _told_needs(choice: _Choice) -> dict[str, list[Need]]:
    """For each offer chosen, the needs that brought it in: those that the offers before it leave open."""
    told: dict[str, list[Need]] = {}
    for verb, draws in choice.draws.items():
        covered = 0
        for draw in draws:
            new = draw.chosen.needs & ~covered
            told[draw.chosen.key] = [need for bit, need in enumerate(choice.needs[verb]) if new >> bit & 1]
            covered |= draw.chosen.needs
    return told


def _stage(
    verb: Verb,
    choice: _Choice,
    questions: list[Asked],
    asked: Asked | None,
    shown: dict[str, RouteOffer],
    place: Place | None,
    gaps: tuple[NotedGap, ...],
) -> RouteStage:
    title = str(verb.label)
    if verb not in choice.verbs:
        is_done = list(Verb).index(verb) < list(Verb).index(choice.verbs[0])
        return RouteStage(verb.value, verb.number, title, "done" if is_done else "later", verb.hint)
    own = [question for question in questions if question.stage in verb.stages]
    if asked and asked.stage in ("", *verb.stages):
        own = [asked, *(question for question in own if question.slug != asked.slug)]
    offers = tuple(shown[draw.chosen.key] for draw in choice.draws[verb] if draw.chosen.key in shown)
    unanswered = unanswered_text(asked, place) if offers and any(gap.stage in verb.stages for gap in gaps) else ""
    keys = choice.elsewhere if unanswered else choice.nearest(verb) if not offers else []
    nearest = tuple(shown[key] for key in keys if key in shown)
    state = "hole" if not offers else "here" if verb == choice.verbs[0] else "next"
    most = MOST_QUESTIONS if verb == choice.verbs[0] else MOST_QUESTIONS_LATER
    text = stage_text(verb, place, is_hole=not offers)
    return RouteStage(verb.value, verb.number, title, state, text, tuple(own[:most]), offers, nearest, unanswered)


def _next_steps(network: Network, here: Sequence[RouteOffer], offers: Sequence[RouteOffer]) -> tuple[NextStep, ...]:
    """Links declared by the organizations of the present stage; those which lead to others of this route first."""
    ids = {offer.organization_id for offer in here}
    on_route = {offer.organization_id for offer in offers}
    links = (
        DeclaredLink.objects.filter(network=network, from_organization__in=ids)  # type: ignore[misc]
        .select_related("from_organization", "to_organization")
        .only(
            "terms",
            "receiver_terms",
            *(f"{end}_organization__{name}" for end in ("from", "to") for name in ("name", "short_name", "slug")),
        )
        .order_by("from_organization__name", "to_organization__name")
    )
    steps = [
        NextStep(
            link.from_organization.called,
            link.to_organization.called,
            link.to_organization.slug,
            link.said_terms,
            str(link.to_organization_id) in on_route,
        )
        for link in links
    ]
    return tuple(sorted(steps, key=lambda step: not step.is_on_route)[:MOST_LINKS])


def _dates(offers: Sequence[RouteOffer]) -> tuple[RouteDate, ...]:
    dates = [
        RouteDate(offer.name, offer.code, one.starts_at, one.ends_at, one.words, one.place)
        for offer in offers
        for one in offer.sessions
    ]
    return tuple(sorted(dates, key=lambda one: (one.starts_at, one.code))[:MOST_DATES])


def _duty(network: Network, at: datetime, day: date) -> Duty | None:
    person = (
        DutyPerson.objects.filter(network=network).on(day).select_related("organization").only(*DUTY_FIELDS).first()
    )
    if person is None:
        return None
    before = in_words(add_working_days(at, person.promised_days))
    return Duty(
        person.name,
        person.organization.called,
        person.phone or network.phone,
        person.hours,
        before,
        person.promised_days,
    )


def _is_answered(choice: _Choice) -> bool:
    """Some offer of the route answers the question asked, or speaks of its theme."""
    return any(need.kind in {"question", "theme"} for needs in _told_needs(choice).values() for need in needs)


def _gaps(choice: _Choice, profile: Profile, asked: Asked | None) -> tuple[NotedGap, ...]:
    """Stages without any offer; and the question asked, when no offer of the route answers it nor its theme."""
    theme = asked.theme if asked else profile.theme
    question = asked.slug if asked else ""
    gaps = [NotedGap(verb.stages[0], theme, question) for verb in choice.empty()]
    if theme and not _is_answered(choice) and not gaps:
        gaps.append(NotedGap(asked.stage if asked and asked.stage else choice.verbs[0].stages[0], theme, question))
    return tuple(gaps)
