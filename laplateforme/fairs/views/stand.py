"""The stand on a phone: its page, what it keeps, what it sends."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.print.qr import qr_svg
from laplateforme.fairs import actions, rules
from laplateforme.fairs.forms.contacts import QueueFileForm
from laplateforme.fairs.models import Envelope, Occasion, StandDevice
from laplateforme.fairs.queries import stand as queries
from laplateforme.fairs.queries.stand_words import said_of
from laplateforme.projects.emails import address_in

COOKIE = "lp_stand"
HEADER = "HTTP_AUTHORIZATION"
MOST_AT_ONCE = 50
MOST_IN_FILE = 500
PER_MINUTE = 300  # envelopes of one phone: never by address, a whole fair shares one
KEPT = timedelta(days=30)


def stand_or_404(request: HttpRequest, code: str) -> Occasion:
    found = queries.find_stand(code, request.network)
    if found is None:
        raise Http404
    return found


def device_in(request: HttpRequest, occasion: Occasion) -> StandDevice | None:
    """The phone, by the key that its cookie (or a header) carries; a revoked one too."""
    header = request.META.get(HEADER, "")
    text = header.removeprefix("Stand ") if header.startswith("Stand ") else request.COOKIES.get(COOKIE, "")
    name, _dot, secret = text.partition(".")
    identifier = uuid_or_none(name)
    found = queries.device_of(occasion, identifier) if identifier and secret else None
    return found if found is not None and found.secret_hash == actions.secret_hash(secret) else None


def base_of(occasion: Occasion) -> str:
    return reverse("fairs:stand", args=[occasion.code])


@public
@never_cache
@require_safe
def stand(request: HttpRequest, code: str) -> HttpResponse:
    """With a prepared phone: the stand. With an account: the way to prepare this phone."""
    occasion = stand_or_404(request, code)
    device = device_in(request, occasion)
    key = occasion.stand_keys.exists()
    if device is not None and device.revoked_at is None and key:
        addresses = {
            "data": reverse("fairs:stand_data", args=[code]), "send": reverse("fairs:stand_send", args=[code]),
            "worker": reverse("fairs:stand_worker", args=[code]), "base": base_of(occasion),
            "qr": reverse("fairs:stand_qr", args=[code]), "keep": keep_address(occasion),
        }  # fmt: skip
        return render(request, "fairs/stand.html", {"occasion": occasion, "addresses": addresses, "stand_page": True})
    if not request.user.is_authenticated:
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': request.get_full_path()})}")
    if not rules.can_hold_stand(request.user, occasion):
        raise Http404
    may_decide = rules.can_decide(request.user, occasion.network)
    return render(request, "fairs/stand_prepare.html", {"occasion": occasion, "is_open": key, "may_decide": may_decide})


def keep_address(occasion: Occasion) -> str:
    return address_in(occasion.network, reverse("fairs:keep_contact", args=[occasion.code]))


@require_POST
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """This phone gets its own key, in a cookie that no script reads."""
    occasion = stand_or_404(request, code)
    if not rules.can_hold_stand(request.user, occasion) or not occasion.stand_keys.exists():
        raise Http404
    device, secret = actions.prepare_device(occasion=occasion, by=request.user, at=timezone.now())
    response = redirect(base_of(occasion))
    life = max(occasion.ends_at - timezone.now(), timedelta()) + KEPT
    response.set_cookie(
        COOKIE, f"{device.pk}.{secret}", max_age=int(life.total_seconds()), path=base_of(occasion), httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip
    return response


@public
@never_cache
@require_safe
def data(request: HttpRequest, code: str) -> HttpResponse:
    """What the phone keeps to work without a connection, and what came from it: it compares with what it noted."""
    occasion = stand_or_404(request, code)
    device = device_in(request, occasion)
    if device is None or device.revoked_at is not None:
        return JsonResponse({"said": said_of("aside", "revoked")}, status=401)
    return JsonResponse({**queries.pack_of(occasion, timezone.now()), "counts": queries.counts_of(device)})


@csrf_exempt
@public
@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Envelopes come: each has one effect, once, and the same answer however often it comes."""
    occasion = stand_or_404(request, code)
    device = device_in(request, occasion)
    if device is None or request.content_type != "application/json":
        return JsonResponse({"said": _("This phone is not known here. Prepare it again; nothing is lost.")}, status=401)
    at = timezone.now()
    if queries.came_since(device, at - timedelta(minutes=1)) >= PER_MINUTE:
        return JsonResponse({"said": _("One moment: it goes on by itself.")}, status=429)
    envelopes = envelopes_in(request.body)
    if envelopes is None or len(envelopes) > MOST_AT_ONCE:
        return JsonResponse({"said": said_of("aside", "shape")}, status=422)
    receipts = actions.receive(occasion=occasion, device=device, data=envelopes, at=at)
    return JsonResponse({"receipts": [_as_told(one) for one in receipts]})


def _as_told(receipt: actions.Receipt) -> dict[str, str]:
    said = said_of(receipt.state, receipt.why)
    return {"id": receipt.id, "digest": receipt.digest, "state": receipt.state, "said": said}


def envelopes_in(body: bytes) -> list[Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    envelopes = found.get("envelopes") if isinstance(found, dict) else None
    return envelopes if isinstance(envelopes, list) else None


@public
@require_safe
def manifest(request: HttpRequest, code: str) -> HttpResponse:
    """What makes the page installable; it says the name of the occasion, which the page of the agenda says too."""
    occasion = stand_or_404(request, code)
    base = base_of(occasion)
    icons = [{"src": static("core/sign.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    content = {
        "name": _("Stand of %(network)s") % {"network": occasion.network.name}, "short_name": _("Stand"), "id": base,
        "start_url": base, "scope": base, "display": "standalone", "lang": "fr", "icons": icons,
        "background_color": "#FBF8F3", "theme_color": "#0B3A44",
    }  # fmt: skip
    return HttpResponse(json.dumps(content), content_type="application/manifest+json")


@public
@never_cache
@require_safe
def worker(request: HttpRequest, code: str) -> HttpResponse:
    """The service worker of this stand, and of nothing else."""
    occasion = stand_or_404(request, code)
    page = render(
        request, "fairs/stand_worker.js", {"stand": occasion.code, "base": base_of(occasion)},
        content_type="text/javascript; charset=utf-8",
    )  # fmt: skip
    return page


@public
@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The way to "keep in touch", for the visitor’s own telephone."""
    return HttpResponse(qr_svg(keep_address(stand_or_404(request, code))), content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def stand_settings(request: HttpRequest, code: str) -> HttpResponseBase:
    """Keys, phones, what waits aside: for whoever decides; anybody who holds the stand brings a saved file."""
    occasion = stand_or_404(request, code)
    may_decide = rules.can_decide(request.user, occasion.network)
    if not may_decide and not rules.can_hold_stand(request.user, occasion):
        raise Http404
    form = QueueFileForm()
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        if deed == "file":
            form = QueueFileForm(request.POST, request.FILES)
            if form.is_valid() and _bring(request, occasion, form):
                return redirect("fairs:stand_settings", code)
        elif may_decide:
            _settle(request, occasion, deed)
            return redirect("fairs:stand_settings", code)
        else:
            raise Http404
    context = {
        "occasion": occasion, "form": form, "may_decide": may_decide,
        **(queries.settings_of(occasion) if may_decide else {}),
    }  # fmt: skip
    return render(request, "fairs/stand_settings.html", context, status=422 if form.is_bound else 200)


def _bring(request: HttpRequest, occasion: Occasion, form: QueueFileForm) -> bool:
    """A saved queue is read like what a phone sends; the same file twice changes nothing."""
    envelopes = envelopes_in(form.cleaned_data["file"].read())
    if envelopes is None or len(envelopes) > MOST_IN_FILE:
        form.add_error("file", _("This is not a file saved by a stand."))
        return False
    device = queries.device_of(occasion, uuid_or_none(request.POST.get("device", "")))
    receipts = actions.receive(occasion=occasion, device=device, data=envelopes, at=timezone.now(), by=request.user)
    opened = sum(one.state == "opened" for one in receipts)
    messages.success(
        request,
        _("%(opened)d contacts of %(all)d are in the network; the others wait aside.")
        % {"opened": opened, "all": len(receipts)},
    )
    return True


def _settle(request: HttpRequest, occasion: Occasion, deed: str) -> None:
    at, by = timezone.now(), request.user
    try:
        if deed == "open":
            actions.open_stand(occasion=occasion, by=by, at=at)
            messages.success(request, _("The stand is open: each person prepares their own telephone."))
        elif deed == "rotate":
            actions.rotate_key(occasion=occasion, by=by, at=at)
            messages.success(request, _("A new key from now on. What was sealed before still opens."))
        elif deed == "revoke":
            device = get_object_or_404(StandDevice.objects.filter(occasion=occasion), pk=_pk(request))
            actions.revoke_device(device=device, by=by, at=at)
            messages.success(request, _("This telephone sends nothing any more."))
        elif deed == "again":
            row = get_object_or_404(Envelope.objects.filter(occasion=occasion), pk=_pk(request))
            found = actions.open_again(envelope=row, by=by, at=at)
            messages.info(request, said_of(found.state, found.why))
        else:
            raise Http404
    except actions.UnableToOpenStand:
        messages.error(request, _("The key could not be written. Tell whoever runs the server; nothing has changed."))


def _pk(request: HttpRequest) -> UUID:
    found = uuid_or_none(request.POST.get("pk", ""))
    if found is None:
        raise Http404
    return found
