"""Pages of one's own account; those of sign-in and second factors are allauth's, with our words."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from laplateforme.accounts import actions, queries, rules
from laplateforme.accounts.forms import PersonaForm, ProfileForm
from laplateforme.accounts.models import User
from laplateforme.core import errors, unsent
from laplateforme.core.http import client_address, public
from laplateforme.core.limits import exceeded
from laplateforme.core.versions import StaleVersion, conflict_page

# The more somebody tries from one place for one address, the longer the wait: 5 in a minute, 12 in a quarter of an
# hour, 30 in a day. Counted for the pair, so that nobody can shut out somebody else from elsewhere.
LIMITS = ((5, 60), (12, 900), (30, 86_400))


def slowed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asking for codes again and again waits longer and longer; then 429."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            key = f"{client_address(request)} {request.POST.get('login', '').strip().lower()[:120]}"
            passed = [exceeded(f"sign-in-{seconds}", key, most=most, seconds=seconds) for most, seconds in LIMITS]
            if any(passed):
                return errors.page(request, 429)
        return view(request, *args, **kwargs)

    return inner


def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, devices, second factors."""
    user = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(
        request.POST or None, initial={"name": user.name, "language": user.language, "version": user.version}
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            actions.edit_profile(
                user=user, expected=form.read_version, name=values["name"], language=values["language"],
                at=timezone.now(),
            )  # fmt: skip
        except StaleVersion as stale:
            saved = {"name": stale.current.name, "language": stale.current.language}  # type: ignore[attr-defined]
            return conflict_page(request, form, stale.current, saved, saved)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "factors": queries.second_factors_of(user),
        "must_have": rules.demand_on(user).second_factor,
    }
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each place can be closed."""
    devices = queries.devices_of(request.user, request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"devices": devices})


@require_POST
def close_session(request: HttpRequest, pk: int) -> HttpResponse:
    actions.close_session(user=request.user, session_id=pk, at=timezone.now())
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@require_POST
def close_other_sessions(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    for device in queries.devices_of(request.user, here or ""):
        if not device.is_this_one:
            actions.close_session(user=request.user, session_id=device.pk, at=timezone.now())
    messages.success(request, _("Every other device is signed out."))
    return redirect("usersessions_list")


@require_POST
def forget_preferences(request: HttpRequest) -> HttpResponse:
    """Erases what makes the site remember choices: display, language, drafts that were not sent."""
    actions.forget_drafts(user=request.user, at=timezone.now())
    response = redirect("accounts:profile")
    for name in ("lp_theme", settings.LANGUAGE_COOKIE_NAME):
        response.delete_cookie(name)
    messages.success(request, _("Your preferences and drafts are erased."))
    return response


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second proof is needed, in plain words, and the two ways to have one."""
    context = {"factors": queries.second_factors_of(request.user), "must_have": rules.demand_on(request.user)}
    return render(request, "accounts/second_factor.html", context)


@never_cache
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left. Ours, because allauth's page writes while it is read."""
    codes = queries.recovery_codes_of(request.user)
    if codes is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.html", {"unused_codes": codes})


@never_cache
@reauthentication_required(app="allauth.mfa")
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = queries.recovery_codes_of(request.user)
    if not codes:
        raise Http404
    return HttpResponse(
        "\n".join(codes) + "\n",
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="codes.txt"'},
    )


@public
@never_cache
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click to be an invented person. Its address exists in the demonstration only (see urls.py)."""
    if not settings.LP_DEMO:
        raise Http404
    known = queries.personas()
    form = PersonaForm(request.POST or None)
    if form.is_bound and form.is_valid():
        chosen = next((one for one in known if one.user_id == form.cleaned_data["persona"]), None)
        if chosen is None:
            raise Http404
        user = get_object_or_404(User, pk=chosen.user_id, is_active=True)
        kept = request.session.get(unsent.KEY)
        request.session.flush()
        if kept:
            request.session[unsent.KEY] = kept
        sign_in(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        UserSession.objects.create_from_request(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    networks: dict[str, list[queries.Persona]] = {}
    for persona in known:
        networks.setdefault(persona.network, []).append(persona)
    return render(request, "accounts/demo_sign_in.html", {"networks": list(networks.items())})
