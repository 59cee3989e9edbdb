"""What every operation shares: the method, the limit, the language, the tag that spares sending twice, open access."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from laplateforme.core.http import client_address, public
from laplateforme.core.limits import exceeded
from laplateforme.core.pages import current_generation
from laplateforme.exchange.api.problems import ProblemError, problem
from laplateforme.network.models import Network

MOST, SECONDS = 60, 60
VIEWED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, X-Request-Id"}
METHODS = "GET, HEAD, OPTIONS"


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around every view of the API."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            response = _answer(view, request, args, kwargs)
            response.headers["Content-Language"] = translation.get_language() or "fr"
        for name, value in VIEWED.items():
            response.headers[name] = value
        vary = [response.headers["Vary"]] if response.has_header("Vary") else []
        response.headers["Vary"] = ", ".join([*vary, "Accept-Language"])
        return response

    inner.csrf_exempt = True  # type: ignore[attr-defined]
    return public(inner)


def language_of(request: HttpRequest) -> str:
    """English for whoever asks for it before French; French otherwise."""
    codes = [code for code, _label in settings.LANGUAGES]
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in codes:
            return code
    return settings.LANGUAGE_CODE


def network_of(request: HttpRequest, slug: str | None) -> Network:
    """The network of the address, or the published one that `?network=` names."""
    if slug:
        networks = request.networks  # type: ignore[attr-defined]
        found = next((one for one in networks if one.slug == slug and one.is_published), None)
        if found is None:
            raise ProblemError(404, _("No network is called “%(slug)s”.") % {"slug": slug})
        return found  # type: ignore[no-any-return]
    if request.network is None:  # type: ignore[attr-defined]
        names = [one.slug for one in request.networks if one.is_published]  # type: ignore[attr-defined]
        raise ProblemError(422, _("Say which network: %(names)s.") % {"names": ", ".join(names)}, "network")
    return request.network  # type: ignore[attr-defined, no-any-return]


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"},
        )
    if request.method not in {"GET", "HEAD"}:
        response = problem(request, 405)
        response["Allow"] = METHODS
        return response
    if exceeded("api", client_address(request), most=MOST, seconds=SECONDS):
        response = problem(request, 429)
        response["Retry-After"] = str(SECONDS)
        return response
    tag = _tag(request)
    if tag and _has(request, tag):
        return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    asked = request.method
    request.method = "GET"  # the server leaves the body of a HEAD out by itself
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = asked
    if tag and response.status_code == 200:
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
    return response


def _tag(request: HttpRequest) -> str:
    """The same as long as nothing public is written, on the same day, for the same question."""
    generation = current_generation()
    if not generation:
        return ""
    network = getattr(request.network, "slug", "")  # type: ignore[attr-defined]
    said = (generation, timezone.localdate(), network, request.get_full_path(), translation.get_language())
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"'


def _has(request: HttpRequest, tag: str) -> bool:
    tags = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    return tag in tags or tags == ["*"]
