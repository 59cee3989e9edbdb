"""Helpers for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., Any]


def public(view: View) -> View:
    """Anybody may open this page. The names of all public pages are listed in tests/public_pages.txt."""
    view = login_not_required(view)
    view.is_public = True  # type: ignore[attr-defined]
    return view


def cached_for_anonymous(view: View) -> View:
    """The answer is the same for every visitor who is not signed in, until something public is written.

    Such a page holds no token, no name and no form that posts.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response.may_be_kept = True  # type: ignore[attr-defined]
        return response

    return inner


def file_to_keep(file: Any, name: str) -> HttpResponse:
    """A file to download, whatever is inside: it runs nothing here and is kept by nobody on the way. The caller has
    asked the owner's rule.
    """
    try:
        content = file.open("rb") if hasattr(file, "storage") else file
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]


def client_address(request: HttpRequest) -> str:
    """The address that limits count by; only where a proxy stands in front, the last one that it added."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.LP_BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")  # type: ignore[no-any-return]


def safe_next(request: HttpRequest, value: str, default: str) -> str:
    """An address of this site to go to next, else `default`."""
    is_ours: bool = bool(value) and url_has_allowed_host_and_scheme(value, {request.get_host()})
    return value if is_ours else default
