"""Shapes of questions and answers. What names a person is not among them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import StringConstraints

from laplateforme.guidance.enums import Situation, Team, Wish
from laplateforme.vocabulary.enums import Stage, SupportFunction, Theme

Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
CommuneCode = Annotated[str, StringConstraints(max_length=5, pattern=r"^[0-9][0-9AB][0-9]{3}$")]
MOST_PAGES = 50


class NetworkQuery(Schema):
    network: Slug | None = Field(None, description="Short name of the network, where the address does not tell it.")


class PagedQuery(NetworkQuery):
    page: int = Field(1, ge=1, le=MOST_PAGES)


class SearchQuery(PagedQuery):
    q: str = Field("", max_length=200, description="Words, as people say them.")
    stage: list[Stage] = Field([], max_length=20)
    theme: list[Theme] = Field([], max_length=30)
    function: list[SupportFunction] = Field([], max_length=30)
    near: str = Field("", max_length=60, description='Official code of a commune ("13005"), or "latitude,longitude".')
    radius_km: float = Field(20, gt=0, le=200, allow_inf_nan=False)


class RouteQuery(NetworkQuery):
    situation: Situation | None = Field(None, description="Where the person says they are.")
    envie: list[Wish] = Field([], max_length=3, description="What makes them want to do it.")
    question: Slug | None = Field(None, description="Short name of a key question.")
    theme: Theme | None = None
    lieu: CommuneCode | None = Field(None, description="Official code of a commune.")
    equipe: Team | None = Field(None, description="Alone or several.")


class FieldError(Schema):
    field: str
    detail: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldError] = []


class Reason(Schema):
    field: str = Field(description="Where the word was found: title, words, summary, labels, by, body or more.")
    typed: str
    found: str


class OrganizationShort(Schema):
    slug: str
    name: str
    url: str


class Commune(Schema):
    code: str
    name: str
    latitude: float | None = None
    longitude: float | None = None


class OfferShort(Schema):
    code: str
    name: str
    url: str
    summary: str
    organization: OrganizationShort
    stages: list[str]
    functions: list[str]
    themes: list[str]
    fee: str
    capacity: str
    freshness: str = Field(description="fresh, aging or stale: how recently somebody vouched for it.")
    commune: Commune | None = None
    coverage: list[str] = Field(description='Area codes: "com:13005", "epci:…", "dep:13", "reg:93" or "all".')


class Date(Schema):
    starts_at: datetime
    ends_at: datetime | None = None
    place: str
    places_left: int | None = None


class PriceStep(Schema):
    from_month: int
    amount: Decimal
    unit: str


class Offer(OfferShort):
    description: str
    audience_words: str
    audiences: list[str]
    holder_types: list[str]
    legal_forms: list[str]
    receptions: list[str]
    settings: list[str]
    reach: list[str]
    open_to: list[str]
    selection: str
    form: str
    duration_note: str
    fee_note: str
    price_from: Decimal | None
    price_to: Decimal | None
    conditions: str
    documents_to_bring: str
    how_to_ask: str
    contact_link: str
    address: str
    waitlist_weeks: int | None
    observed_answer_days: Decimal | None
    checked_date: date | None
    units_count: int | None
    included_services: str
    max_stay_months: int | None
    dates: list[Date]
    price_steps: list[PriceStep]


class Hit(Schema):
    score: float
    distance_km: float | None = None
    reasons: list[Reason]
    offer: OfferShort


class SearchAnswer(Schema):
    total: int
    page: int
    pages: int
    suggestion: str | None = None
    results: list[Hit]
    facets: dict[str, dict[str, int]]


class OfferList(Schema):
    total: int
    page: int
    pages: int
    results: list[OfferShort]


class Organization(OrganizationShort):
    short_name: str
    summary: str
    functions: list[str]
    commune: Commune | None = None
    website: str
    coverage: list[str]


class OrganizationDetail(Organization):
    description: str
    address: str
    phone: str
    email: str
    opening_hours: str
    offers: list[str] = Field(description="Codes of its published offers.")


class OrganizationList(Schema):
    total: int
    page: int
    pages: int
    results: list[Organization]


class KeyQuestion(Schema):
    slug: str
    text: str
    short_answer: str
    stage: str
    theme: str
    url: str


class KeyQuestionList(Schema):
    total: int
    page: int
    pages: int
    results: list[KeyQuestion]


class RouteOffer(Schema):
    code: str
    name: str
    organization: str
    url: str
    reason: str
    facts: list[str]
    capacity: str
    price: str
    is_stale: bool
    to_bring: list[str]


class RouteQuestion(Schema):
    slug: str
    text: str


class RouteStage(Schema):
    verb: str
    number: int
    title: str
    state: str = Field(description="done, here, next, hole (nobody answers today) or later.")
    text: str
    questions: list[RouteQuestion]
    offers: list[RouteOffer]
    nearest: list[RouteOffer] = Field(description="Elsewhere, when the stage is a hole or the question unanswered.")
    unanswered: str = Field("", description="Said when no offer of the stage answers the question asked.")


class NextStep(Schema):
    from_name: str
    to_name: str
    to_slug: str
    terms: str


class RouteAnswer(Schema):
    day: date
    codes: dict[str, Any] = Field(description="The answers that were understood.")
    sentences: list[str]
    stages: list[RouteStage]
    next_steps: list[NextStep]
    to_bring: list[str]
    place: str
    phone: str = Field(description="Of the network.")
    url: str = Field(description="The same route as a page.")
