"""Bringing an old SPIP site over: give its backup, read what would be done, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.models import BackgroundJob
from laplateforme.editorial import actions, rules
from laplateforme.editorial.forms.spip import OldSiteForm
from laplateforme.editorial.queries.old_sites import MOST_JOBS, old_site_lines, old_sites_of, sheet_of
from laplateforme.editorial.queries.old_undo import imports_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited("old_site", most=20, seconds=3600)
@idempotent
def old_sites(request: HttpRequest) -> HttpResponse:
    """Give a backup; see those that were given. Nothing of the site changes."""
    network = _network(request)
    is_sent = request.method == "POST"
    form = OldSiteForm(request.POST, request.FILES) if is_sent else OldSiteForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        job = actions.give_old_site(
            network=network, file=file, name=file.name, by=request.user, at=timezone.now(),  # type: ignore[arg-type]
            is_named=form.cleaned_data["is_named"], pictures=form.cleaned_data["pictures"],
            language=translation.get_language() or "fr",
        )  # fmt: skip
        return redirect("editorial:old_site", pk=job.pk)
    context = {"form": form, "lines": old_site_lines(network), "imports": imports_of(network)[:MOST_JOBS]}
    return render(request, "editorial/old_sites.html", context)


@require_safe
def old_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would be done, then what was done; the page comes again by itself while a worker is at it."""
    job = _job(request, pk)
    sheet = sheet_of(job, request.GET.get("effet", ""), request.GET.get("page", ""))
    response = render(request, "editorial/old_site.html", {"sheet": sheet, "job": job})
    if sheet.is_waiting:
        response["Refresh"] = "2"
    return response


@require_POST
def confirm_old_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks a worker to write it all. A second press changes nothing."""
    job, language = _job(request, pk), translation.get_language() or "fr"
    try:
        actions.confirm_old_site(job=job, by=request.user, at=timezone.now(), language=language)  # type: ignore[arg-type]
    except actions.UnableToBringOver as refusal:
        messages.warning(request, str(refusal))
    return redirect("editorial:old_site", pk=job.pk)


@require_POST
def discard_old_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throws a backup and its preview away; what was brought over stays."""
    job = _job(request, pk)
    try:
        actions.discard_old_site(job=job, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.UnableToBringOver as refusal:
        messages.warning(request, str(refusal))
        return redirect("editorial:old_site", pk=job.pk)
    messages.success(request, _("The backup was thrown away."))
    return redirect("editorial:old_sites")


def _network(request: HttpRequest) -> Any:
    """The network, for those who lead it; nobody else learns that this page exists."""
    if request.network is None or not rules.can_lead(request.user, request.network):
        raise Http404
    return request.network


def _job(request: HttpRequest, pk: UUID) -> BackgroundJob:
    return get_object_or_404(old_sites_of(_network(request)), pk=pk)
