"""Sessions end by themselves; roles that see other people's data need a second factor before any page."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from laplateforme.accounts import rules
from laplateforme.core import unsent

MINUTE = 60
LONGEST = 12 * 60 * MINUTE
IDLE_SHORT = 30 * MINUTE
BEGAN, SEEN = "lp_began", "lp_seen"
# What somebody may open who still has to prove a second factor: the way to do so, the way out, and the house's colours.
OPEN = {
    "accounts:second_factor", "account_logout", "account_reauthenticate", "account_login", "core:choose_display",
    "network:accent_css", "network:network_logo",
}  # fmt: skip
SET_UP = {"mfa_activate_totp", "mfa_add_webauthn"}


class SecondFactorMiddleware:
    """Asked at each page, so that a role given or withdrawn counts at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked here, before the page: a session that was closed elsewhere is erased now, and a page cannot write.
        request.user.is_authenticated  # noqa: B018
        response = self.get_response(request)
        if getattr(request, "session_has_ended", False):
            owner = str(request.user.pk)
            logout(request)  # here and not in process_view: a page that is read cannot write
            unsent.keep(request, unsent.unsent_of(request), owner=owner)
        elif self.has_set_up(request, response):
            record_authentication(request, request.user, "mfa", reauthenticated=True)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        demand = rules.demand_on(request.user)
        if self.has_ended(request, demand):
            request.session_has_ended = True  # type: ignore[attr-defined]
            words = urlencode({"next": request.get_full_path(), "ended": "1"})
            return redirect(f"{resolve_url('account_login')}?{words}")
        if not demand.second_factor or self.is_open(request) or rules.has_proved_second_factor(request):
            return None
        return self.ask(request)

    @staticmethod
    def has_set_up(request: HttpRequest, response: HttpResponse) -> bool:
        """The code of the app, or the passkey, has just been used to set it up: it is proved."""
        match = request.resolver_match
        done = request.method == "POST" and match and match.view_name in SET_UP and response.status_code == 302
        return bool(done and request.user.is_authenticated and rules.has_second_factor(request.user))

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        name = request.resolver_match.view_name if request.resolver_match else ""
        return name in OPEN or name.startswith("mfa_")

    @staticmethod
    def has_ended(request: HttpRequest, demand: rules.Demand) -> bool:
        """Twelve hours at most; half an hour without a page for roles that change everything.

        The session is written at most once a minute.
        """
        now = int(time.time())
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.get(SEEN, now)
        if now - began > LONGEST or (demand.short_session and now - seen > IDLE_SHORT):
            return True
        if demand.short_session and (SEEN not in request.session or now - seen >= MINUTE):
            request.session[SEEN] = now
        return False

    @staticmethod
    def ask(request: HttpRequest) -> HttpResponse:
        """To the page that explains and sets up, or to the proof by what is set up already."""
        if not rules.has_second_factor(request.user):
            return redirect("accounts:second_factor")
        methods = get_adapter().get_reauthentication_methods(request.user)
        is_kept = unsent.keep(request, unsent.unsent_of(request), owner=str(request.user.pk))
        here = request.get_full_path() if is_kept or request.method == "GET" else resolve_url("portal:todo")
        return redirect(f"{methods[0]['url']}?{urlencode({'next': here})}")
