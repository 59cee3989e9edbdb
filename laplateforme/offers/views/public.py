"""What anybody may read: an offer, the chain, the agenda, and pieces for other sites."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.network.models import Network
from laplateforme.offers import actions, queries, rules
from laplateforme.offers.emails import address_of
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.forms.short import ErrorReportForm
from laplateforme.offers.models import Offer, Session

CALENDAR = "text/calendar; charset=utf-8"
# Written on the answer itself, so that a kept page carries it too: any site may frame the card, nothing runs in it.
CARD_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
)


def _readable(request: HttpRequest) -> Any:
    """Offers that this visitor may read here: published ones of the network, and one's own."""
    network = request.network  # type: ignore[attr-defined]
    shown = queries.with_page_parts(Offer.objects.public_in(network))
    if not request.user.is_authenticated:
        return shown
    return shown | queries.with_page_parts(Offer.objects.editable_by(request.user))


def _site(network: Network | None, request: HttpRequest) -> str:
    return network.base_address() if network else request.build_absolute_uri("/").rstrip("/")


@public
@cached_for_anonymous
@require_safe
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one offer, with its place in a trajectory."""
    found = get_object_or_404(_readable(request), code=code)
    network = request.network  # type: ignore[attr-defined]
    page = queries.offer_page(found, network, timezone.now())
    site = _site(network, request)
    address = f"{site}/o/{found.code}/"
    context = {
        "page": page,
        "offer": found,
        "address": address,
        "embed_address": f"{site}/integrer/offre/{found.code}/",
        "structured": queries.structured_data(page, address),
        "can_edit": rules.can_edit_offer(request.user, found),
        "thread": queries.said_about(found, network, request.user),
        "may_react": found.status == OfferStatus.PUBLISHED and network is not None,
    }
    return render(request, "offers/offer.html", context)


@public
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The address printed on paper leads to the offer, on the door of its own network."""
    network = request.network  # type: ignore[attr-defined]
    if Offer.objects.public_in(network).filter(code=code).exists():
        return redirect("offers:offer", code)
    home = (
        Network.objects.published()
        .filter(participations__organization__offers__in=Offer.objects.public_in(None).filter(code=code))
        .order_by("created_at")
        .first()
    )
    if home is None:
        raise Http404
    return redirect(address_of(home, "offers:offer", code))


@public
@cached_for_anonymous
@require_safe
def offer_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The dates to come of one offer, for a calendar."""
    found = get_object_or_404(_readable(request), code=code)
    sessions = Session.objects.coming(timezone.now()).filter(offer=found)
    sessions = sessions.select_related("offer__organization", "offer__commune", "commune")
    site = _site(request.network, request)  # type: ignore[attr-defined]
    return _calendar(queries.calendar_of(sessions, title=found.name, address=site), f"offre-{found.code}.ics")


@public
@cached_for_anonymous
@require_safe
def offer_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The short address as a QR code, to print at 25 mm or more."""
    found = get_object_or_404(_readable(request), code=code)
    address = f"{_site(request.network, request)}/o/{found.code}/"  # type: ignore[attr-defined]
    drawing = segno.make(address, error="q", micro=False).svg_inline(scale=8, dark="#000", light="#fff", border=4)
    drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return HttpResponse(drawing, content_type="image/svg+xml")


@public
@require_http_methods(["GET", "POST"])
@limited("report_error", most=5, seconds=3600)
@idempotent
def report_error(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who reads saw something wrong: the owners get their words."""
    found = get_object_or_404(
        Offer.objects.public_in(request.network).select_related("organization"),  # type: ignore[attr-defined]
        code=code,
    )
    form = ErrorReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            data = form.cleaned_data
            actions.report_error(offer=found, message=data["message"], reply_to=data["reply_to"], at=timezone.now())
        return redirect(f"{reverse('offers:report_error', args=[code])}?merci=1")
    context = {"form": form, "offer": found, "is_sent": "merci" in request.GET and not form.is_bound}
    return render(request, "offers/report_error.html", context)


@public
@cached_for_anonymous
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Who does what at which stage, on one page."""
    network = request.network  # type: ignore[attr-defined]
    table = queries.chain_for_public(network, timezone.now())
    context = {
        "chain": table,
        "holes": queries.holes_of(table),
        "is_member": rules.is_member(request.user, network),
    }
    return render(request, "offers/chain.html", context)


@require_safe
def chain_members(request: HttpRequest) -> HttpResponse:
    """The fine table, with overlaps, holes, what is stale, and the declared links."""
    network = request.network  # type: ignore[attr-defined]
    if not rules.is_member(request.user, network):
        raise Http404
    table = queries.chain_for_members(network, timezone.now())
    context = {"chain": table, "holes": queries.holes_of(table), "links": queries.link_lines(network)}
    return render(request, "offers/chain_members.html", context)


@public
@xframe_options_exempt
@cached_for_anonymous
@require_safe
def embed_card(request: HttpRequest, code: str) -> HttpResponse:
    """One offer as a card for other sites: no cookie, no script."""
    network = request.network  # type: ignore[attr-defined]
    found = get_object_or_404(queries.with_page_parts(Offer.objects.public_in(network)), code=code)
    page = queries.offer_page(found, network, timezone.now())
    address = f"{_site(network, request)}/o/{found.code}/"
    response = render(request, "offers/embed_card.html", {"page": page, "offer": found, "address": address})
    response["Content-Security-Policy"] = CARD_POLICY
    return response


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=CALENDAR, headers={"Content-Disposition": f'inline; filename="{name}"'})
