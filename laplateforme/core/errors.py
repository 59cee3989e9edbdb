"""Own error pages, in plain words. 500, 503 and 507 need neither database nor context."""

import sys

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import requires_csrf_token

from laplateforme.core.faults import OF_DATABASE, is_full, is_passing, is_unreadable

STATIC = {500, 503, 507}
# What a program reads (RFC 9457); people read the templates.
TITLES = {
    400: gettext_lazy("This request cannot be read."),
    403: gettext_lazy("This address is not for you."),
    404: gettext_lazy("Nothing public is at this address."),
    413: gettext_lazy("What was sent is too heavy."),
    429: gettext_lazy("Too many requests. Wait a minute."),
    500: gettext_lazy("The fault is ours and has been noted."),
    503: gettext_lazy("The service is being maintained. Try again in a minute."),
    507: gettext_lazy("There is no space left. Try again later."),
}


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for `status`; `sentence` says more. The API answers with a problem document (RFC 9457)."""
    if "/api/" in request.path:
        body = {"type": "about:blank", "title": sentence or str(TITLES.get(status, status)), "status": status}
        return JsonResponse(
            body,
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
            headers={"Access-Control-Allow-Origin": "*"},
        )
    context = {"request_id": getattr(request, "request_id", ""), "status": status, "sentence": sentence}
    context["was_sent"] = request.method not in {"GET", "HEAD"}
    template = get_template(f"{status}.html")
    html = template.render(context, None if status in STATIC else request)
    response = HttpResponse(html, status=status)
    if status in {429, 503, 507}:
        response["Retry-After"] = "60"
    return response


def page_for(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """400 for what no database can read, 507 without space left, 503 when the database does not answer; else None."""
    if is_unreadable(error):
        return page(request, 400)
    if is_full(error):
        return page(request, 507)
    if isinstance(error, OF_DATABASE):
        response = page(request, 503)
        response.is_passing = is_passing(error)  # type: ignore[attr-defined]
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return response
    return None


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
    """A database that does not answer, wherever it was asked, is a matter of waiting; so is a disk that is full."""
    return page_for(request, sys.exc_info()[1]) or page(request, 500)
