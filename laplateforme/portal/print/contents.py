"""What the papers are made from: plain values, JSON-able, so that queries fill them and builders stay ignorant.

Texts are in the reader's language already (a verb's name, a price in words); builders add only their own sentences.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

Capacity = Literal["open", "wait", "full", "ask"]
StepState = Literal["done", "here", "next", "gap"]
MOST_OFFERS = 400


@dataclass(frozen=True)
class DutySheet:
    """The person who answers."""

    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    delay: str = ""  # "Réponse sous 2 jours ouvrés"


@dataclass(frozen=True)
class StageSheet:
    """One of the five verbs."""

    code: str
    name: str
    question: str
    hint: str = ""


@dataclass(frozen=True)
class FunctionSheet:
    """One of the six groups of functions."""

    code: str
    name: str


@dataclass(frozen=True)
class OrganizationSheet:
    key: str
    name: str
    short_name: str = ""
    commune: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""

    @property
    def short(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class OfferSheet:
    """`stages` are verbs, the first one holds the full text; `functions` are groups."""

    code: str
    organization: str  # key of an OrganizationSheet
    stages: tuple[str, ...]
    functions: tuple[str, ...]
    name: str
    audience: str = ""
    place: str = ""
    communes: tuple[str, ...] = ()
    price: str = ""
    ask: str = ""
    capacity: Capacity = "ask"
    capacity_words: str = ""
    next_date: date | None = None
    checked: date | None = None
    stale: bool = False
    summary: str = ""


@dataclass(frozen=True)
class StructureSheet:
    """ "My structure", beside the offer of all."""

    organization: str
    words: str
    does: tuple[str, ...] = ()
    does_not: str = ""
    contact: tuple[str, ...] = ()  # a telephone, an address: one a line
    address: str = ""  # of its page


@dataclass(frozen=True)
class NetworkSheet:
    """One network, or one organization alone (`alone`), with all that its papers say."""

    name: str
    claim: str
    updated: date
    stages: tuple[StageSheet, ...]
    functions: tuple[FunctionSheet, ...]
    organizations: tuple[OrganizationSheet, ...]
    offers: tuple[OfferSheet, ...]
    address: str  # "https://…", of the first page
    start_address: str  # where the code leads
    chain_address: str = ""  # of the page "who does what"
    territory: str = ""
    positioning: tuple[str, ...] = ()
    positioning_signed: str = ""
    short: str = ""
    edition: str = ""
    phone: str = ""
    hours: str = ""
    duty: DutySheet | None = None
    structure: StructureSheet | None = None
    accent: str = ""
    alone: bool = False
    around: tuple[int, ...] = ()  # one organization alone: offers of the whole network at each stage
    language: str = "fr"

    def organization(self, key: str) -> OrganizationSheet:
        return next(one for one in self.organizations if one.key == key)


@dataclass(frozen=True)
class RouteOffer:
    name: str
    organization: str
    why: str = ""
    ask: str = ""
    capacity: Capacity = "ask"
    capacity_words: str = ""
    next_date: date | None = None
    price: str = ""
    stale: bool = False


@dataclass(frozen=True)
class RouteStep:
    number: int
    name: str
    state: StepState
    words: str = ""
    offers: tuple[RouteOffer, ...] = ()


@dataclass(frozen=True)
class RouteSheet:
    """One person's route; it holds no name and no address of hers."""

    code: str
    network: str
    made: date
    until: date
    updated: date
    address: str
    words: str = ""
    facts: tuple[str, ...] = ()
    steps: tuple[RouteStep, ...] = field(default=())
    duty: DutySheet | None = None
    phone: str = ""  # of the network, when nobody is on duty
    accent: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class PromiseSheet:
    """What somebody said they would do, who, until when."""

    text: str
    who: str = ""
    due: date | None = None


@dataclass(frozen=True)
class PointSheet:
    title: str
    text: str = ""
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class MinutesSheet:
    """The account of a meeting. Outside the group its texts name organizations, and people who agreed only."""

    network: str
    group: str
    title: str
    number: int
    when: str
    where: str
    is_settled: bool
    short: str  # "publié"
    state: str  # "Publié le jeudi 12 mars 2026"
    address: str
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    introduction: str = ""
    past: str = ""
    today: str = ""
    future: str = ""
    points: tuple[PointSheet, ...] = ()
    actions: tuple[PromiseSheet, ...] = ()
    annexes: str = ""
    objectives: str = ""
    next_when: str = ""
    next_where: str = ""
    is_public: bool = True
    accent: str = ""
    language: str = "fr"


def only(sheet: NetworkSheet, organization: str) -> NetworkSheet:
    """The papers of one organization: its offers, its name in front, a code to its page, the network around it."""
    own = sheet.organization(organization)
    structure = sheet.structure if sheet.structure and sheet.structure.organization == organization else None
    return replace(
        sheet,
        organizations=(own,),
        offers=tuple(offer for offer in sheet.offers if offer.organization == organization),
        structure=structure,
        start_address=(structure.address if structure else "") or sheet.start_address,
        alone=True,
        around=tuple(sum(stage.code in offer.stages for offer in sheet.offers) for stage in sheet.stages),
    )


def as_json(sheet: NetworkSheet | RouteSheet) -> dict[str, Any]:
    """Plain values; dates as ISO text."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        return value

    values: dict[str, Any] = plain(asdict(sheet))
    return values
