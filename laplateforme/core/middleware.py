"""The order of these matters: see MIDDLEWARE in config/settings/base.py."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation

from laplateforme.core import errors, unsent
from laplateforme.core.faults import OF_DATABASE, is_full, of_database
from laplateforme.core.files import nothing_left_over
from laplateforme.core.ids import short_code
from laplateforme.core.logs import request_id
from laplateforme.core.memo import while_reading
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
        except OF_DATABASE:
            return JsonResponse({"status": "down", "database": "down"}, status=503)
        return JsonResponse({"status": "up", "database": "up", "version": settings.LP_VERSION})


class SecondChanceMiddleware:
    """A page that was read while the connection was lost, or in a deadlock, is made again once, on a new connection.

    What was sent with a key gets its second chance in core.idempotency; the rest gets the page of 503.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not isinstance(request, WSGIRequest):
            return self.get_response(request)
        environ = dict(request.environ)
        response = self.get_response(request)
        if not getattr(response, "is_passing", False) or connection.in_atomic_block:
            return response
        log.warning("made again after a passing fault")
        connection.close()
        again = WSGIRequest(environ)
        again.request_id = request.request_id  # type: ignore[attr-defined]
        return self.get_response(again)


class SessionMiddleware(DjangoSessionMiddleware):
    """A page that was only read is shown even if its session cannot be written for want of space.

    Django takes any error of the database for a session that was closed meanwhile: we look behind.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted) as error:
            behind = of_database(error)
            if behind is None or behind.__cause__ is None or connection.in_atomic_block:
                raise  # without a cause: the row was not there, the session was closed
            log.warning("the session was not written")
            if request.method in {"GET", "HEAD"} and is_full(behind):
                return response
            return errors.page_for(request, behind) or response


class ErrorPagesMiddleware:
    """A body that is too large, a database that does not answer and a full disk get their own pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.LP_UPLOAD_MAX_BYTES:
            return errors.page(request, 413)
        with nothing_left_over():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestDataTooBig):
            return errors.page(request, 413)
        response = errors.page_for(request, exception)
        if response is not None and response.status_code != 400:
            log.error("no space left" if response.status_code == 507 else "database", exc_info=exception)
        return response


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
    """Every page asks who is there, save those marked `public`. What was sent meanwhile waits for the answer."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method == "POST":
            return unsent.ask_to_sign_in(request)
        return super().handle_no_permission(request, view_func)


class ReadOnlyGetMiddleware:
    """GET and HEAD cannot write (see core.readonly), so what they ask twice is asked once (see core.memo)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes), while_reading():
            return self.get_response(request)
