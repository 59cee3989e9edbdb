"""The order of these matters: see MIDDLEWARE in config/settings/base.py."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from laplateforme.core import errors
from laplateforme.core.ids import short_code
from laplateforme.core.logs import request_id
from laplateforme.core.readonly import refuse_writes

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("laplateforme.requests")


class RequestIdMiddleware:
    """Gives each request a name that its error page, its logs and its answer share."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = short_code(10)  # type: ignore[attr-defined]
        token = request_id.set(request.request_id)  # type: ignore[attr-defined]
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            if not getattr(response, "was_kept", False):
                match = request.resolver_match
                milliseconds = round((time.perf_counter() - started) * 1000, 1)
                log.debug(
                    "answered",
                    extra={
                        "status": response.status_code,
                        "milliseconds": milliseconds,
                        "view": match.view_name if match else "",
                    },
                )
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class HealthMiddleware:
    """`/healthz` answers before hosts, sessions and networks: 200 when the database answers, else 503."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return JsonResponse({"status": "down", "database": "down"}, status=503)
        return JsonResponse({"status": "up", "database": "up", "version": settings.LP_VERSION})


class ErrorPagesMiddleware:
    """A body that is too large and a database that does not answer get their own pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.LP_UPLOAD_MAX_BYTES:
            return errors.page(request, 413)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestDataTooBig):
            return errors.page(request, 413)
        if isinstance(exception, DatabaseError):
            log.error("database", exc_info=exception)
            return errors.page(request, 503)
        return None


class LanguageMiddleware:
    """French, unless the person chose another language with the switch at the foot of the page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.codes = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = code if code in self.codes else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class DenyByDefaultMiddleware(LoginRequiredMiddleware):
    """Every page asks who is there, save those marked `public`."""


class ReadOnlyGetMiddleware:
    """GET and HEAD cannot write (see core.readonly)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
