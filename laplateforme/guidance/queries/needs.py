"""What a page has to answer, for one person and one stage; and how well an offer does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from laplateforme.guidance.queries.profile import Profile
from laplateforme.offers.models import freshness_of
from laplateforme.places.queries import distance_km
from laplateforme.vocabulary.enums import Capacity, Freshness, FunctionGroup, Reception, Theme, Verb

QUESTION, THEME, WISH, HELP = 60, 40, 14, 14

# The kinds of help that each stage usually takes, most usual first.
HELP_OF = {
    Verb.IMAGINE: (FunctionGroup.WELCOME, FunctionGroup.CONNECT, FunctionGroup.TRAIN),
    Verb.GATHER: (FunctionGroup.TRAIN, FunctionGroup.ADVISE, FunctionGroup.CONNECT),
    Verb.BUILD: (FunctionGroup.ADVISE, FunctionGroup.HOUSE, FunctionGroup.TRAIN),
    Verb.LAUNCH: (FunctionGroup.FUND, FunctionGroup.HOUSE, FunctionGroup.ADVISE),
    Verb.LAST: (FunctionGroup.ADVISE, FunctionGroup.CONNECT, FunctionGroup.HOUSE),
}

# Points of quality; together less than choice.COST.
NEARNESS = ((5.0, 10), (15.0, 8), (30.0, 6), (60.0, 3))
COMES_TO_YOU, FAR_OR_UNKNOWN = 6, 1
CAPACITY = {Capacity.OPEN: 6, Capacity.ASSESSMENT_NEEDED: 4, Capacity.WAITLIST: 2, Capacity.FULL: -6}
FRESHNESS = {Freshness.FRESH: 6, Freshness.AGING: 3, Freshness.STALE: -8}
RIGHT_HOLDER = 2


@dataclass(frozen=True, slots=True)
class Need:
    kind: str  # question, theme, wish or help
    code: str
    weight: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A key question, short."""

    slug: str
    text: str
    stage: str
    theme: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What choosing needs to know of an offer; the rest is read for those that are shown."""

    pk: str
    organization: str
    stages: tuple[str, ...]
    themes: tuple[str, ...]
    functions: tuple[str, ...]
    holder_types: tuple[str, ...]
    open_to: tuple[str, ...]
    receptions: tuple[str, ...]
    coverage: tuple[str, ...]
    commune: str
    latitude: float | None
    longitude: float | None
    capacity: str
    checked_at: datetime | None
    recheck_months: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person lives, and the areas it belongs to."""

    code: str
    name: str
    department: str
    areas: frozenset[str]
    latitude: float | None
    longitude: float | None


def needs_of(profile: Profile, verb: Verb, question_theme: str) -> tuple[Need, ...]:
    """In the order in which their reasons are told; at most eight."""
    theme = question_theme or profile.theme
    needs = [Need("question", profile.question, QUESTION)] if profile.question else []
    if theme:
        needs.append(Need("theme", theme, THEME))
    needs += [Need("wish", wish, WISH) for wish in profile.themes if wish != theme]
    return (*needs, *(Need("help", group.value, HELP) for group in HELP_OF[verb]))


def covers_need(row: OfferRow, need: Need, linked: frozenset[str]) -> bool:
    if need.kind == "question":
        return row.pk in linked
    if need.kind == "help":
        return not set(row.functions).isdisjoint(FunctionGroup(need.code).functions)
    return need.code in row.themes


def bits_of(row: OfferRow, needs: Sequence[Need], linked: frozenset[str]) -> int:
    """Which of the needs the offer covers, one bit each."""
    return sum(1 << bit for bit, need in enumerate(needs) if covers_need(row, need, linked))


def is_possible(row: OfferRow, profile: Profile, place: Place | None) -> bool:
    """Open to people with a project, of their kind, where they live."""
    if row.open_to and "HOLDERS" not in row.open_to:
        return False
    if profile.holder and row.holder_types and profile.holder not in row.holder_types:
        return False
    return place is None or not row.coverage or not place.areas.isdisjoint(row.coverage)


def kilometers(row: OfferRow, place: Place | None) -> float | None:
    if place is None or None in (place.latitude, place.longitude, row.latitude, row.longitude):
        return None
    return distance_km(place.latitude, place.longitude, row.latitude, row.longitude)  # type: ignore[arg-type]


def quality_of(row: OfferRow, profile: Profile, place: Place | None, at: datetime) -> int:
    """Nearness in steps, open places, freshness, made for such a team. Whole numbers, so that equals are equal."""
    away = kilometers(row, place)
    near = next((points for limit, points in NEARNESS if away is not None and away <= limit), FAR_OR_UNKNOWN)
    if not {Reception.REMOTE, Reception.MOBILE}.isdisjoint(row.receptions):
        near = max(near, COMES_TO_YOU)
    fresh = FRESHNESS[freshness_of(row.checked_at, row.recheck_months, at)]
    right = RIGHT_HOLDER if profile.holder and profile.holder in row.holder_types else 0
    return near + CAPACITY[Capacity(row.capacity)] + fresh + right


def need_words(need: Need) -> str:
    """The end of a sentence that begins with "Because"."""
    if need.kind == "question":
        return _("it answers your question")
    if need.kind == "help":
        return HELP_WORDS[FunctionGroup(need.code)]()
    return THEME_WORDS[Theme(need.code)]()


HELP_WORDS = {
    FunctionGroup.WELCOME: lambda: _("people listen to you there without commitment"),
    FunctionGroup.TRAIN: lambda: _("you learn there with others"),
    FunctionGroup.ADVISE: lambda: _("somebody advises you step by step"),
    FunctionGroup.FUND: lambda: _("money can come from there"),
    FunctionGroup.HOUSE: lambda: _("you find a place to work there"),
    FunctionGroup.CONNECT: lambda: _("you meet other teams there"),
}
THEME_WORDS = {
    Theme.MEANING: lambda: _("you look for what makes sense to you"),
    Theme.COLLECTIVE: lambda: _("you want to do it with others"),
    Theme.SOCIAL_UTILITY: lambda: _("you want to be useful"),
    Theme.TERRITORY: lambda: _("you start from the needs of your territory"),
    Theme.MODEL: lambda: _("you wonder how it can hold"),
    Theme.LEGAL: lambda: _("you look for the right legal form"),
    Theme.GOVERNANCE: lambda: _("you wonder who decides what"),
    Theme.FUNDING: lambda: _("you look for money"),
    Theme.CASH: lambda: _("you want to manage money well"),
    Theme.HOLDER_STATUS: lambda: _("you want to make a living from it"),
    Theme.PREMISES: lambda: _("you look for a place"),
    Theme.EMPLOYER: lambda: _("you think of a first job or of volunteers"),
    Theme.MARKET: lambda: _("you want to make yourselves known"),
    Theme.PARTNERS: lambda: _("you look for partners"),
    Theme.SKILLS: lambda: _("you want to learn"),
    Theme.DIGITAL: lambda: _("you have a question about digital tools"),
    Theme.ECOLOGY: lambda: _("you want to take care of nature"),
    Theme.ADMIN: lambda: _("you have formalities to do"),
    Theme.CHANGE: lambda: _("you want to change scale"),
    Theme.CRISIS: lambda: _("you are going through a difficulty"),
    Theme.TRANSFER: lambda: _("you are thinking of handing on"),
}
