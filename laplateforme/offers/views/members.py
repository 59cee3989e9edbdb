"""Members keep their offers; facilitators see what waits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import safe_next
from laplateforme.offers import actions, queries, rules
from laplateforme.offers.emails import address_of
from laplateforme.offers.models import Offer


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The offers that one may write, those to check on top; one button a line."""
    if request.method == "POST":
        offer = get_object_or_404(
            Offer.objects.editable_by(request.user).select_related("organization"), code=request.POST.get("offer", "")
        )
        actions.confirm_unchanged(offer=offer, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Thank you. “%(offer)s” is marked as checked today.") % {"offer": offer.name})
        return redirect("offers:mine")
    organizations = queries.own_offers(request.user, timezone.now())
    context = {
        "organizations": organizations,
        "to_check": sum(line.needs_check for one in organizations for line in one.offers),
    }
    return render(request, "offers/mine.html", context)


@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The page as people will read it, whatever its status."""
    offer = get_object_or_404(queries.with_page_parts(Offer.objects.editable_by(request.user)), code=code)
    network = request.network  # type: ignore[attr-defined]
    page = queries.offer_page(offer, network, timezone.now())
    context = {
        "page": page,
        "offer": offer,
        "is_preview": True,
        "missing": actions.missing_to_publish(offer),
        "status": queries.status_state(offer),
        "address": address_of(network, "offers:short", offer.code) if network else "",
    }
    return render(request, "offers/offer.html", context)


@require_POST
def unchanged(request: HttpRequest, code: str) -> HttpResponse:
    """One click from "À faire": everything on this offer is still right."""
    offer = get_object_or_404(Offer.objects.editable_by(request.user), code=code)
    actions.confirm_unchanged(offer=offer, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("“%(offer)s” is checked.") % {"offer": offer.name})
    return redirect(safe_next(request, request.headers.get("Referer", ""), resolve_url("offers:mine")))


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what, when."""
    offer = get_object_or_404(Offer.objects.editable_by(request.user), code=code)
    return render(request, "offers/history.html", {"offer": offer, "lines": queries.history_of(offer)})


@require_http_methods(["GET", "POST"])
def to_check(request: HttpRequest) -> HttpResponse:
    """Offers that nobody vouched for in time: chase them all, or one."""
    network = request.network  # type: ignore[attr-defined]
    if network is None or not rules.is_member(request.user, network):
        raise Http404
    if not rules.can_chase(request.user, network):
        raise PermissionDenied
    if request.method == "POST":
        _chase(request)
        return redirect("offers:to_check")
    lines = queries.offers_to_check(network, timezone.now())
    context = {
        "lines": lines,
        "stale": sum(line.is_stale for line in lines),
        "can_be_asked": sum(bool(line.addresses) and not line.asked_recently for line in lines),
    }
    return render(request, "offers/to_check.html", context)


def _chase(request: HttpRequest) -> None:
    network, at = request.network, timezone.now()  # type: ignore[attr-defined]
    code = request.POST.get("offer", "")
    if not code:
        chase = actions.chase_stale(network=network, by=request.user, at=at)  # type: ignore[arg-type]
        messages.success(request, _chase_words(chase))
        return
    offer = get_object_or_404(Offer.objects.published().of_network(network), code=code)
    try:
        actions.ask_recheck(offer=offer, at=at, by=request.user, is_chased=True)  # type: ignore[arg-type]
    except actions.UnableToAskRecheck as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The owners of “%(offer)s” are asked.") % {"offer": offer.name})


def _chase_words(chase: actions.Chase) -> str:
    asked = ngettext("%(count)d offer: its owners are asked.", "%(count)d offers: their owners are asked.", chase.asked)
    before = ngettext(
        "%(count)d was asked about today already.", "%(count)d were asked about today already.", chase.asked_before
    )
    silent = ngettext(
        "%(count)d has no address to write to.", "%(count)d have no address to write to.", chase.without_address
    )
    said = [(asked, chase.asked), (before, chase.asked_before), (silent, chase.without_address)]
    return " ".join(words % {"count": count} for words, count in said if count or words is asked)
