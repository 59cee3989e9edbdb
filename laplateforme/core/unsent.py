"""A form sent when the session had ended, or with a token that is not the right one any more: its words are given back.

They wait one hour in the session of the same browser. After the sign-in, the page that was sent to shows them, with one
button that sends them. Files cannot wait: the page says so.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import escape_leading_slashes, urlencode
from django.views.decorators.cache import never_cache

from laplateforme.core import errors
from laplateforme.core.http import client_address
from laplateforme.core.limits import exceeded

KEY = "lp_unsent"
LIFE = 3600
MOST_SIGNS = 200_000
MOST_AN_HOUR = 30
SKIPPED = {"csrfmiddlewaretoken"}
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
# Proofs of identity are never kept, nor what the page sends by itself while one is typing.
NEVER_KEPT = re.compile(r"^(account_|mfa_|usersessions_|admin:|core:|demo_sign_in$)")
PROSE = re.compile(r"\S\s+\S")


@dataclass(frozen=True)
class Unsent:
    """What was sent: where to, from which page, and the fields in their order."""

    path: str
    page: str
    pairs: list[tuple[str, str]]
    had_files: bool

    @property
    def words(self) -> list[str]:
        """What a person recognizes: sentences, not codes."""
        return [value for _name, value in self.pairs if PROSE.search(value)]


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What this request carries that deserves to be kept: a form of ours, sent by a person."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    if request.method != "POST" or NEVER_KEPT.match(view) or request.content_type not in FORMS or mode != "navigate":
        return None
    lists = request.POST.lists()
    pairs = [(name, str(value)) for name, values in lists if name not in SKIPPED for value in values]
    if sum(len(name) + len(value) for name, value in pairs) > MOST_SIGNS:
        return None
    came_from = urlsplit(request.headers.get("Referer", ""))
    page = escape_leading_slashes(came_from.path) if came_from.netloc == request.get_host() else request.path
    return Unsent(request.get_full_path(), page, pairs, bool(request.FILES))


def keep(request: HttpRequest, unsent: Unsent | None, *, owner: str = "") -> bool:
    """Waits for the sign-in of `owner` (empty: of whoever holds this browser). True when it was kept."""
    if unsent is None or exceeded("unsent", client_address(request), most=MOST_AN_HOUR, seconds=LIFE):
        return False
    request.session[KEY] = {
        "path": unsent.path, "page": unsent.page, "pairs": unsent.pairs, "files": unsent.had_files,
        "owner": owner, "at": int(time.time()),
    }  # fmt: skip
    return True


def waiting(request: HttpRequest) -> Unsent | None:
    """What waits for this person on this browser, if it is not too old."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept or time.time() - kept["at"] > LIFE or kept["owner"] not in {"", str(request.user.pk)}:
        return None
    return Unsent(kept["path"], kept["page"], [(name, value) for name, value in kept["pairs"]], kept["files"])


def forget(request: HttpRequest) -> None:
    """It was sent at last, or is not wanted."""
    request.session.pop(KEY, None)


def ask_to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """To the sign-in and back; what was sent meanwhile waits, and the page says so."""
    words = {"next": request.get_full_path()}
    if keep(request, unsent_of(request)):
        words["ended"] = "1"
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(words)}")


def signed_in_to_send(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Anybody may read the page; whoever sends its form is asked who they are."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return inner


@never_cache
def send_again_page(
    request: HttpRequest, unsent: Unsent, *, status: int = 200, has_waited: bool = True
) -> HttpResponse:
    """What was written, and one button that sends it to where it was going."""
    context = {"unsent": unsent, "has_waited": has_waited}
    return render(request, "core/send_again.html", context, status=status)


def comes_from_us(request: HttpRequest) -> bool:
    """The browser itself says that the form stood on a page of this site. Without such a word: no."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return origin == own if origin else request.headers.get("Sec-Fetch-Site", "") == "same-origin"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form opened before another sign-in: given back with what was written, if the browser says it was ours."""
    found = unsent_of(request) if comes_from_us(request) else None
    if found is None:
        return errors.page(request, 403)
    return send_again_page(request, found, status=403, has_waited=False)


class UnsentMiddleware:
    """After the sign-in: the page that a form was sent to gives its words back before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or KEY not in request.session:
            return None
        unsent = waiting(request)
        if unsent is None:
            if request.method == "POST":
                forget(request)
            return None
        if unsent.path != request.get_full_path():
            return None
        if request.method == "POST":
            forget(request)
            return None
        return send_again_page(request, unsent)
