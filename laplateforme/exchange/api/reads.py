"""From rows to the shapes of the API. Only published things of one network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.search import Near
from laplateforme.exchange.api import schemas
from laplateforme.exchange.api.problems import ProblemError
from laplateforme.network.models import Network, Organization
from laplateforme.offers.models import Offer, PriceStep, Session
from laplateforme.places.queries import areas_of, commune_or_none

PAGE_SIZE = 20
FARTHEST_LATITUDE, FARTHEST_LONGITUDE = 90, 180
SAME_NAMES = (
    "description", "audience_words", "audiences", "holder_types", "legal_forms", "receptions", "settings", "reach",
    "open_to", "selection", "form", "duration_note", "fee_note", "price_from", "price_to", "conditions",
    "documents_to_bring", "how_to_ask", "contact_link", "address", "waitlist_weeks", "observed_answer_days",
    "units_count", "included_services", "max_stay_months",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """`areas`: an offer that names this very commune serves it, wherever its own door is."""

    near: Near
    areas: tuple[str, ...]


def place_of(near: str, radius_km: float) -> Place | None:
    """From "13005" or "43.29,5.57". Raises ProblemError on anything else."""
    text = near.strip()
    if not text:
        return None
    if "," not in text:
        commune = commune_or_none(text.removeprefix("com:"))
        if commune is None or commune.latitude is None or commune.longitude is None:
            raise ProblemError(
                422, _("We do not know this commune: give its official code, for example 13005."), "near"
            )
        return Place(Near(commune.latitude, commune.longitude, radius_km), tuple(areas_of(commune)[:2]))
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        latitude = longitude = float("nan")
    is_on_earth = isfinite(latitude) and isfinite(longitude)
    if not is_on_earth or abs(latitude) > FARTHEST_LATITUDE or abs(longitude) > FARTHEST_LONGITUDE:
        raise ProblemError(422, _("Give a latitude and a longitude, for example 43.29,5.57."), "near")
    return Place(Near(latitude, longitude, radius_km), ())


def offers_of(network: Network) -> "QuerySet[Offer]":
    return Offer.objects.public_in(network).select_related("organization", "commune")


def offers_among(network: Network, keys: Iterable[str]) -> "QuerySet[Offer]":
    """Those of `keys` that anybody may read there."""
    return Offer.objects.published().among(keys, of=network).select_related("organization", "commune")


def with_details(offers: "QuerySet[Offer]", at: datetime) -> "QuerySet[Offer]":
    return offers.prefetch_related(
        Prefetch("sessions", queryset=Session.objects.coming(at)),
        Prefetch("price_steps", queryset=PriceStep.objects.order_by("from_month")),
    )


def short_offer(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    return {
        "code": offer.code,
        "name": offer.name,
        "url": request.build_absolute_uri(offer.get_absolute_url()),
        "summary": offer.summary,
        "organization": organization_link(request, offer.organization),
        "stages": offer.stages,
        "functions": offer.functions,
        "themes": offer.themes,
        "fee": offer.fee,
        "capacity": offer.capacity,
        "freshness": offer.freshness(timezone.now()).value,
        "commune": commune_of(offer),
        "coverage": offer.coverage,
    }


def whole_offer(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    return {
        **short_offer(request, offer),
        **{name: getattr(offer, name) for name in SAME_NAMES},
        "checked_date": timezone.localdate(offer.checked_at) if offer.checked_at else None,
        "dates": [
            {"starts_at": one.starts_at, "ends_at": one.ends_at, "place": one.place, "places_left": one.places_left}
            for one in offer.sessions.all()
        ],
        "price_steps": [
            {"from_month": one.from_month, "amount": one.amount, "unit": one.unit} for one in offer.price_steps.all()
        ],
    }


def organization_link(request: HttpRequest, organization: Organization) -> dict[str, str]:
    address = request.build_absolute_uri(organization.get_absolute_url())
    return {"slug": organization.slug, "name": organization.name, "url": address}


def short_organization(request: HttpRequest, organization: Organization) -> dict[str, Any]:
    return {
        **organization_link(request, organization),
        "short_name": organization.short_name,
        "summary": organization.summary,
        "functions": organization.functions,
        "commune": commune_of(organization),
        "website": organization.website,
        "coverage": organization.coverage,
    }


def commune_of(thing: Offer | Organization) -> dict[str, Any] | None:
    one = thing.commune
    if one is None:
        return None
    return {"code": one.pk, "name": one.name, "latitude": one.latitude, "longitude": one.longitude}


def paged(request: HttpRequest, response: HttpResponse, rows: Any, page: int) -> tuple[Sequence[Any], dict[str, int]]:
    """The rows of the page, and its numbers; the links to the others go in the head of the answer (RFC 8288)."""
    total = rows.count()
    start = (page - 1) * PAGE_SIZE
    link_pages(request, response, page, total)
    return list(rows[start : start + PAGE_SIZE]), numbers(page, total)


def numbers(page: int, total: int) -> dict[str, int]:
    return {"total": total, "page": page, "pages": max(1, min(schemas.MOST_PAGES, -(-total // PAGE_SIZE)))}


def link_pages(request: HttpRequest, response: HttpResponse, page: int, total: int) -> None:
    pages = numbers(page, total)["pages"]
    wanted = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    links = []
    for relation, number in wanted.items():
        if 1 <= number <= pages:
            query = request.GET.copy()
            query["page"] = str(number)
            links.append(f'<{request.build_absolute_uri(f"{request.path}?{query.urlencode()}")}>; rel="{relation}"')
    response["Link"] = ", ".join(links)


def page_address(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(name, args=args))
