"""Own error pages, in plain words. 500 and 503 need neither database nor context."""

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token

STATIC = {500, 503}


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for `status`; `sentence` says more. The API answers with a problem document (RFC 9457)."""
    if "/api/" in request.path:
        body = {"type": "about:blank", "title": sentence or str(status), "status": status}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"request_id": getattr(request, "request_id", ""), "status": status, "sentence": sentence}
    template = get_template(f"{status}.html")
    html = template.render(context, None if status in STATIC else request)
    response = HttpResponse(html, status=status)
    if status in {429, 503}:
        response["Retry-After"] = "60"
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """A database that does not answer, wherever it was asked, is a matter of waiting: 503."""
    return page(request, 503 if isinstance(sys.exc_info()[1], DatabaseError) else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403)
