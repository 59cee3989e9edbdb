"""Pages of the foundations: preferences of display, drafts, the state of the service."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laplateforme.core import drafts, unsent
from laplateforme.core.http import public, safe_next
from laplateforme.core.limits import limited
from laplateforme.core.models import Draft

YEAR = 365 * 24 * 3600


@public
@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Language and colours, without script."""
    return render(request, "core/display.html", {"next": safe_next(request, request.GET.get("next", ""), "/")})


@public
@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Keeps the language or the theme in a cookie that holds nothing else."""
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", ""), "/"))
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", httponly=True)
    if theme in {"light", "dark", "sun"}:
        response.set_cookie("lp_theme", theme, max_age=YEAR, samesite="Lax")  # the buttons in the footer read it
    elif theme == "auto":
        response.delete_cookie("lp_theme")
    return response


@require_POST
@limited("draft", most=120, seconds=60)
def save_draft(request: HttpRequest, form: str) -> JsonResponse:
    """Keeps what is being typed; answers with the time, so that the page can say so."""
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if len(json.dumps(data)) > 100_000 or len(form) > 120:
        raise Http404
    draft, _created = Draft.objects.update_or_create(owner_id=request.user.pk, form=form, defaults={"data": data})
    return JsonResponse({"saved_at": draft.updated_at.isoformat()})


@require_POST
def forget_draft(request: HttpRequest, form: str) -> HttpResponse:
    """What was being typed is thrown away; back to the page as it is saved."""
    drafts.forget(request.user.pk, form)
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(
        safe_next(request, request.POST.get("next", ""), resolve_url(settings.LOGIN_REDIRECT_URL))
    )


@require_POST
def forget_unsent(request: HttpRequest) -> HttpResponse:
    """The form that waited for the sign-in is not wanted any more."""
    kept = unsent.waiting(request)
    unsent.forget(request)
    return HttpResponseRedirect(safe_next(request, kept.page if kept else "", resolve_url(settings.LOGIN_REDIRECT_URL)))


def components(request: HttpRequest) -> HttpResponse:
    """The living page of components, for those who write pages."""
    if not (settings.LP_DEMO or request.user.is_staff):
        raise Http404
    return render(request, "core/components.html")
