"""The route, and keeping it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.guidance.actions import keep_route as keep
from laplateforme.guidance.actions import mail_route as send
from laplateforme.guidance.actions import note_exposure
from laplateforme.guidance.forms.orientation import KeepForm, MailForm
from laplateforme.guidance.models import RouteSnapshot
from laplateforme.guidance.queries import KeptRoute, Profile, build_route
from laplateforme.guidance.queries import kept_route as read_kept
from laplateforme.guidance.queries.calendar import calendar_of
from laplateforme.guidance.queries.presentation import presented, stations_of
from laplateforme.guidance.queries.snapshot import snapshot_or_none
from laplateforme.network.models import Network

SENT = "envoye"


def _network(request: HttpRequest) -> Network | None:
    return request.network  # type: ignore[attr-defined, no-any-return]


@public
@require_safe
def route(request: HttpRequest) -> HttpResponse:
    """The same address gives the same route all day long."""
    network = _network(request)
    if network is None:
        return _choose_network()
    profile = Profile.from_codes(request.GET)
    if not profile.codes():
        return redirect("guidance:start")
    at = timezone.now()
    day = timezone.localdate(at)
    found = build_route(profile, network=network, at=at, day=day)
    note_exposure(network=network, draws=found.draws, day=day)
    profile = Profile.from_codes(_by_name(found.codes))
    return render(request, "guidance/route.html", {"form": KeepForm(), "day": day, **_page(found.as_json(), profile)})


def _choose_network() -> HttpResponse:
    try:
        return redirect("portal:networks")
    except NoReverseMatch as error:
        raise Http404 from error


@public
@require_POST
@limited("keep_route", most=60, seconds=3600)
@idempotent
def keep_route(request: HttpRequest) -> HttpResponse:
    network = _network(request)
    if network is None:
        raise Http404
    profile = Profile.from_codes(request.POST)
    if not KeepForm(request.POST).is_valid() or not profile.codes():
        return redirect("guidance:start")
    at = timezone.now()
    found = build_route(profile, network=network, at=at, day=timezone.localdate(at))
    return redirect(keep(network=network, route=found, at=at))


@public
@require_safe
def kept_route(request: HttpRequest, code: str) -> HttpResponse:
    snapshot = _snapshot_or_404(request, code)
    return render(request, "guidance/kept_route.html", _kept_page(request, snapshot, MailForm()))


@public
@require_POST
@limited("mail_route", most=8, seconds=3600)
@idempotent
def mail_route(request: HttpRequest, code: str) -> HttpResponse:
    snapshot = _snapshot_or_404(request, code)
    form = MailForm(request.POST)
    if not form.is_valid():
        return render(request, "guidance/kept_route.html", _kept_page(request, snapshot, form), status=422)
    calendar = calendar_of(snapshot)
    send(snapshot=snapshot, to=form.cleaned_data["email"], address=_address(snapshot), calendar=calendar)
    return redirect(f"{snapshot.get_absolute_url()}?{SENT}=1#keep")


@public
@require_safe
def kept_route_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The next dates of a kept route, for one's own calendar."""
    snapshot = _snapshot_or_404(request, code)
    calendar = calendar_of(snapshot)
    if not calendar:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{snapshot.code}.ics"'}
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8", headers=headers)


def _snapshot_or_404(request: HttpRequest, code: str) -> RouteSnapshot:
    snapshot = snapshot_or_none(code, _network(request))
    if snapshot is None:
        raise Http404
    return snapshot


def _by_name(codes: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in codes:
        values.setdefault(name, []).append(value)
    return values


def _address(snapshot: RouteSnapshot) -> str:
    """The whole address, the same on a QR code, in a mail and read aloud."""
    path = snapshot.get_absolute_url().removeprefix(get_script_prefix())
    return f"{snapshot.network.base_address()}/{path}" if settings.LP_ADDRESS else f"/{path}"


def _page(content: Mapping[str, Any], profile: Profile, kept: KeptRoute | None = None) -> dict[str, Any]:
    """What both pages of a route draw."""
    stages = presented(content, kept)
    steps = ("situation", "question", "lieu", "equipe")
    query = profile.query()
    return {
        "content": content,
        "profile": profile,
        "stages": stages,
        "stations": stations_of(stages),
        "has_hole": any(stage["state"] == "hole" for stage in stages),
        "change": {step: f"{reverse('guidance:question', args=[step])}?{query}&fin=1" for step in steps},
        "query": query,
    }


def _kept_page(request: HttpRequest, snapshot: RouteSnapshot, form: MailForm) -> dict[str, Any]:
    kept = read_kept(snapshot)
    made: datetime = kept.kept_at
    return {
        "snapshot": snapshot,
        "form": form,
        "day": timezone.localdate(made),
        "until": kept.until,
        "address": _address(snapshot),
        "is_sent": SENT in request.GET,
        "has_changed": bool(kept.changed or kept.gone),
        "has_dates": bool(kept.content["dates"]),
        **_page(kept.content, kept.profile, kept),
    }
