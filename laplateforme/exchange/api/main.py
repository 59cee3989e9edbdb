"""The operations. Each: the network, one read, the shape."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from laplateforme.core.search import SearchRequest, search
from laplateforme.core.text import clean_text
from laplateforme.exchange.api import reads, schemas
from laplateforme.exchange.api.docs import Page
from laplateforme.exchange.api.door import door, network_of
from laplateforme.exchange.api.problems import ProblemError, problem, sentences
from laplateforme.guidance.models import KeyQuestion
from laplateforme.guidance.queries import Profile, build_route
from laplateforme.network.models import Organization
from laplateforme.places.queries import commune_or_none

FACETS = ("stages", "functions", "themes", "fee", "capacity", "receptions", "audiences")
NAMES = {"stage": "stages", "theme": "themes", "function": "functions"}
PROBLEMS: dict[Any, Any] = {404: schemas.Problem, 422: schemas.Problem, 429: schemas.Problem}


class Api(NinjaAPI):
    """Says that errors are problem documents, which ninja cannot say."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        for item in schema["paths"].values():
            for operation in item.values():
                for code, answer in operation.get("responses", {}).items():
                    if int(code) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


api = Api(
    title="LaPlateforme",
    version="1",
    description="Offers, organizations and key questions of a network. Licence Ouverte 2.0. Sixty requests a minute.",
    docs=Page(),
)


@api.exception_handler(ProblemError)
def told(request: HttpRequest, error: ProblemError) -> HttpResponse:
    errors = [{"field": error.field, "detail": error.detail}] if error.field else []
    return problem(request, error.status, error.detail, errors)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, 422, errors=sentences(error.errors))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


@api.exception_handler(Http404)
def nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404)


@api.get("/search", response={200: schemas.SearchAnswer, **PROBLEMS}, operation_id="search", summary="Search offers")
def find(request: HttpRequest, response: HttpResponse, asked: Query[schemas.SearchQuery]) -> Any:
    """Offers for words, a stage, a theme, a function, a place. Results carry a score and where the words were found."""
    network = network_of(request, asked.network)
    place = reads.place_of(asked.near, asked.radius_km)
    chosen = {"stages": asked.stage, "themes": asked.theme, "functions": asked.function}
    result = search(
        SearchRequest(
            text=clean_text(asked.q),
            kinds=("offer",),
            network=str(network.pk),
            facets={name: [code.value for code in codes] for name, codes in chosen.items() if codes},  # type: ignore[attr-defined]
            near=place.near if place else None,
            areas=place.areas if place else (),
            near_or_areas=place is not None,
            limit=reads.PAGE_SIZE,
            offset=(asked.page - 1) * reads.PAGE_SIZE,
            facet_counts=FACETS,
        )
    )
    offers = {str(one.pk): one for one in reads.offers_among(network, [hit.key for hit in result.hits])}
    reads.link_pages(request, response, asked.page, result.total)
    return {
        **reads.numbers(asked.page, result.total),
        "suggestion": result.suggestion,
        "facets": result.facets,
        "results": [
            {
                "score": round(hit.score, 4),
                "distance_km": hit.distance_km,
                "reasons": [{"field": one.field, "typed": one.typed, "found": one.found} for one in hit.reasons],
                "offer": reads.short_offer(request, offers[hit.key]),
            }
            for hit in result.hits
            if hit.key in offers
        ],
    }


@api.get("/route", response={200: schemas.RouteAnswer, **PROBLEMS}, operation_id="route", summary="Build a route")
def route(request: HttpRequest, asked: Query[schemas.RouteQuery]) -> Any:
    """From a situation and a question to stages with complementary offers: the answers that the pages ask for."""
    network = network_of(request, asked.network)
    if asked.lieu and commune_or_none(asked.lieu) is None:
        raise ProblemError(422, _("We do not know this commune: give its official code, for example 13005."), "lieu")
    said = asked.model_dump(exclude={"network"}, exclude_none=True, mode="json")
    profile = Profile.from_codes(said)
    at = timezone.now()
    found = build_route(profile, network=network, at=at, day=timezone.localdate(at)).as_json()
    for stage in found["stages"]:
        for offer in [*stage["offers"], *stage["nearest"]]:
            offer["url"] = reads.page_address(request, "offers:offer", offer["code"])
    codes: dict[str, Any] = {}
    for name, value in found["codes"]:
        codes[name] = [*codes.get(name, []), value] if name == "envie" else value
    address = f"{reads.page_address(request, 'guidance:route')}?{profile.query()}"
    return {**found, "codes": codes, "url": address}


@api.get("/offers", response={200: schemas.OfferList, **PROBLEMS}, operation_id="offers", summary="List offers")
def offers(request: HttpRequest, response: HttpResponse, asked: Query[schemas.PagedQuery]) -> Any:
    """Every published offer, by name, twenty a page."""
    found = reads.offers_of(network_of(request, asked.network)).order_by("name", "pk")
    rows, numbers = reads.paged(request, response, found, asked.page)
    return {**numbers, "results": [reads.short_offer(request, row) for row in rows]}


@api.get("/offers/{code}", response={200: schemas.Offer, **PROBLEMS}, operation_id="offer", summary="Read one offer")
def offer(request: HttpRequest, code: str, asked: Query[schemas.NetworkQuery]) -> Any:
    """One published offer, whole, with its dates to come."""
    network = network_of(request, asked.network)
    row = reads.with_details(reads.offers_of(network), timezone.now()).filter(code=_readable(code)).first()
    if row is None:
        raise Http404
    return reads.whole_offer(request, row)


@api.get(
    "/organizations",
    response={200: schemas.OrganizationList, **PROBLEMS},
    operation_id="organizations",
    summary="List organizations",
)
def organizations(request: HttpRequest, response: HttpResponse, asked: Query[schemas.PagedQuery]) -> Any:
    """Everyone of the network, by name, twenty a page."""
    network = network_of(request, asked.network)
    found = Organization.objects.of_network(network).select_related("commune").order_by("name", "pk")
    rows, numbers = reads.paged(request, response, found, asked.page)
    return {**numbers, "results": [reads.short_organization(request, row) for row in rows]}


@api.get(
    "/organizations/{slug}",
    response={200: schemas.OrganizationDetail, **PROBLEMS},
    operation_id="organization",
    summary="Read one organization",
)
def organization(request: HttpRequest, slug: str, asked: Query[schemas.NetworkQuery]) -> Any:
    """One organization, its own contact details, and the codes of its offers."""
    network = network_of(request, asked.network)
    found = Organization.objects.of_network(network).select_related("commune").filter(slug=_readable(slug)).first()
    if found is None:
        raise Http404
    own = reads.offers_of(network).filter(organization=found).order_by("name")
    same = ("description", "address", "phone", "email", "opening_hours")
    return {
        **reads.short_organization(request, found),
        **{name: getattr(found, name) for name in same},
        "offers": list(own.values_list("code", flat=True)),
    }


@api.get(
    "/key-questions",
    response={200: schemas.KeyQuestionList, **PROBLEMS},
    operation_id="key_questions",
    summary="List key questions",
)
def key_questions(request: HttpRequest, response: HttpResponse, asked: Query[schemas.PagedQuery]) -> Any:
    """The questions that people really ask, with a short answer, in the order that the network chose."""
    found = KeyQuestion.objects.published().of_network(network_of(request, asked.network)).order_by("position", "pk")
    rows, numbers = reads.paged(request, response, found, asked.page)
    shown = [
        {
            "slug": row.slug,
            "text": row.text,
            "short_answer": row.short_answer,
            "stage": row.stage,
            "theme": row.theme,
            "url": reads.page_address(request, "guidance:key_question", row.slug),
        }
        for row in rows
    ]
    return {**numbers, "results": shown}


def _readable(text: str) -> str:
    """PostgreSQL refuses a zero byte in a comparison: nothing is called so."""
    if "\x00" in text:
        raise Http404
    return text


def _patterns() -> tuple[list[URLPattern], str, str]:
    """The addresses of the API, each behind the door; the root lists nothing."""
    found, app_name, namespace = api.urls
    kept = [pattern for pattern in found if getattr(pattern, "name", "") != "api-root"]
    root = next(pattern for pattern in found if getattr(pattern, "name", "") == "api-root")
    for pattern in (*kept, root):
        pattern.callback = door(pattern.callback)  # type: ignore[arg-type, union-attr]
    return [*kept, root], app_name, namespace  # type: ignore[list-item]


patterns = _patterns()
