"""One's own account: all that is kept about it, and how to close it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core import journal
from laplateforme.core.http import public
from laplateforme.core.idempotency import FIELD, answered_at, idempotent
from laplateforme.core.limits import limited
from laplateforme.core.proofs import MailedCode
from laplateforme.portal import actions
from laplateforme.portal.forms import CloseAccountForm, HandOverForm
from laplateforme.portal.queries.leaving import Obstacles, leaving_of, obstacles_of
from laplateforme.portal.queries.own_data import own_data, own_things
from laplateforme.projects.actions import UnableToKeepFile
from laplateforme.projects.queries.leading import files_led_by

PROOF = MailedCode("account")
VIEW = "portal:account_closed"


@require_safe
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """All of it, to read and to print."""
    return render(request, "portal/own_data.html", {"things": own_things(request.user), "at": timezone.now()})


@require_safe
@never_cache
@limited("own-data", most=20, seconds=3600)
def download(request: HttpRequest) -> HttpResponse:
    """All of it, as a file."""
    at = timezone.now()
    journal.record("own data downloaded", at=at, actor_id=request.user.pk, subject=request.user)
    return JsonResponse(
        own_data(request.user, at), json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": 'attachment; filename="mes-donnees.json"'},
    )  # fmt: skip


@require_safe
@never_cache
def close(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, what to hand on first; then a mailed code and a tick close it."""
    waits = PROOF.is_awaited(request, str(request.user.pk))
    return _page(request, CloseAccountForm(), obstacles_of(request.user), waits=waits, status=200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("close-account", most=20, seconds=600)
def closed(request: HttpRequest) -> HttpResponse:
    """Closes it, and says so to whoever has none any more.

    The second of two presses comes from somebody who is signed out already: it gets the first answer.
    """
    if request.method != "POST":
        away = request.user.is_authenticated
        return redirect("portal:close_account") if away else render(request, "portal/account_closed.html")
    if request.user.is_authenticated:
        return _close(request)
    if location := answered_at(VIEW, request.POST.get(FIELD, "") or "-"):
        return redirect(location)
    return redirect_to_login(reverse("portal:close_account"))


@idempotent
def _close(request: HttpRequest) -> HttpResponse:
    form = CloseAccountForm(request.POST)
    if form.is_valid():
        if PROOF.attempt(request, str(request.user.pk), form.cleaned_data["code"]):
            try:
                actions.close_account(user=request.user, at=timezone.now())
            except actions.UnableToCloseAccount as refused:
                return _page(request, form, refused.obstacles, waits=True, status=422)
            logout(request)
            return redirect("portal:account_closed")
        form.add_error("code", _("This is not the code, or it is too old. Check the message or ask for a new one."))
    return _page(request, form, obstacles_of(request.user), waits=True, status=422)


def _page(request: HttpRequest, form: Any, obstacles: Obstacles, *, waits: bool, status: int) -> HttpResponse:
    context = {
        "form": form,
        "obstacles": obstacles,
        "hand_overs": [(led, HandOverForm(led=led) if led.colleagues else None) for led in obstacles.files],
        "leaving": leaving_of(request.user),
        "waits": waits,
    }
    return render(request, "portal/close_account.html", context, status=status)


@require_POST
@limited("close-account-code", most=5, seconds=600)
def send_code(request: HttpRequest) -> HttpResponse:
    PROOF.keep(request, str(request.user.pk), actions.new_code(user=request.user, at=timezone.now()))
    messages.success(request, _("A code has been sent to your e-mail address."))
    return redirect(f"{reverse('portal:close_account')}#close")


@require_POST
@idempotent
def hand_over(request: HttpRequest) -> HttpResponse:
    """Everything that the person leads in one organization goes to a colleague there."""
    led = next((one for one in files_led_by(request.user) if one.key == request.POST.get("led_files")), None)
    if led is None:
        raise Http404
    form = HandOverForm(request.POST, led=led)
    if not form.is_valid():
        messages.warning(request, _("Choose a colleague."))
        return redirect("portal:close_account")
    try:
        count = actions.hand_over_files(files=led, adviser=form.chosen, by=request.user, at=timezone.now())
    except UnableToKeepFile:
        messages.warning(request, _("Choose somebody who keeps files in your organization."))
        return redirect("portal:close_account")
    words = ngettext("%(count)d project is passed on.", "%(count)d projects are passed on.", count)
    messages.success(request, words % {"count": count})
    return redirect("portal:close_account")
