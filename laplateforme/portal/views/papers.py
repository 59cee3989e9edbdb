"""Papers made on demand: asked for, followed, fetched by whoever asked; the leaflet and a route for anybody."""

import hashlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core import errors
from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.core.pages import current_generation
from laplateforme.core.print.pdf import UnableToPrint
from laplateforme.groups.queries.minutes import find_minutes
from laplateforme.groups.rules import can_enter, can_read_minutes
from laplateforme.guidance.queries import snapshot_or_none
from laplateforme.portal import actions, rules
from laplateforme.portal.forms import PaperForm
from laplateforme.portal.papers import PAPERS, failure_words, make
from laplateforme.portal.print.minutes import minutes_pdf as print_minutes
from laplateforme.portal.print.route import route_pdf as print_route
from laplateforme.portal.queries.minutes import minutes_sheet
from laplateforme.portal.queries.papers import kept_route_sheet, network_sheet, paper_lines, steps_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited("paper", most=30, seconds=3600)
@idempotent
def papers(request: HttpRequest) -> HttpResponse:
    """Choose a paper; see those that are ready."""
    network = request.network
    if not rules.can_print(request.user, network):
        raise Http404
    organizations = rules.printable_organizations(request.user, network)
    form = PaperForm(request.POST or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in organizations if str(one.pk) == form.cleaned_data["scope"]), None)
        job = actions.ask_paper(
            network=network,
            kind=form.cleaned_data["paper"],
            organization=chosen,
            by=request.user,
            at=timezone.now(),
            language=translation.get_language(),
        )
        return redirect("portal:paper_job", pk=job.pk)
    return render(request, "portal/papers.html", {"form": form, "lines": paper_lines(request.user, network)})


@require_safe
def paper_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; the page comes again by itself every two seconds until it is ready."""
    job = get_object_or_404(BackgroundJob, pk=pk, owner_id=request.user.pk, kind__in=PAPERS)
    response = render(request, "portal/paper_job.html", {"job": job, "paper": PAPERS[job.kind], "steps": steps_of(job)})
    if job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        response["Refresh"] = "2"
    return response


@require_safe
def paper_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file, for whoever asked for it."""
    job = get_object_or_404(BackgroundJob, pk=pk, owner_id=request.user.pk, status=JobStatus.DONE, kind__in=PAPERS)
    try:
        file = job.file.open("rb")
    except FileNotFoundError:  # erased, or left out of a restored backup
        raise Http404 from None
    media_type = PAPERS[job.kind].media_type
    response = FileResponse(file, as_attachment=True, filename=job.file_name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_safe
@limited("leaflet", most=60, seconds=60, methods=("GET",))
def leaflet(request: HttpRequest) -> HttpResponse:
    """The leaflet of the network as it is now: made when something public changed, kept on this host otherwise."""
    network = request.network
    if network is None:
        raise Http404
    now = timezone.localtime()
    language = translation.get_language()
    version = f"{network.pk}:{current_generation()}:{now:%Y-%m-%d}:{language}"
    name = hashlib.sha256(version.encode()).hexdigest()[:32]
    if request.headers.get("If-None-Match") == f'"{name}"':
        return HttpResponseNotModified()
    try:
        content = kept_file(name) or keep_file(name, make("leaflet", network_sheet(network, now), at=now))
    except UnableToPrint as error:
        return errors.page(request, 404, failure_words(error))
    response = HttpResponse(content, content_type="application/pdf")
    response["ETag"] = f'"{name}"'
    response["Content-Disposition"] = f'inline; filename="brochure-{network.slug}-{now:%Y-%m-%d}.pdf"'
    return response


def folder() -> Path:
    return Path(settings.LP_DATA_DIR) / "papers"


def kept_file(name: str) -> bytes:
    path = folder() / f"{name}.pdf"
    return path.read_bytes() if path.exists() else b""


def keep_file(name: str, content: bytes) -> bytes:
    """Writes whole or not at all; only the last twenty are kept, and none without space left."""
    folder().mkdir(parents=True, exist_ok=True)
    part = folder() / f"{name}.part"
    try:
        part.write_bytes(content)
        part.replace(folder() / f"{name}.pdf")
    except OSError:
        part.unlink(missing_ok=True)
    for old in sorted(folder().glob("*.pdf"), key=lambda path: path.stat().st_mtime)[:-20]:
        old.unlink(missing_ok=True)
    return content


@public
@require_safe
@limited("route-pdf", most=30, seconds=60, methods=("GET",))
def route_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """A kept route on one A4 page, for whoever has its code."""
    snapshot = snapshot_or_none(code, request.network)
    if snapshot is None:
        raise Http404
    content = print_route(kept_route_sheet(snapshot), at=snapshot.created_at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="trajectoire-{snapshot.code}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@public
@require_safe
@limited("minutes-pdf", most=30, seconds=60, methods=("GET",))
def minutes_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes of a meeting on paper, as the page shows them to whoever asks: names are for those inside the group,

    who may also ask for what the others read.
    """
    minutes = find_minutes(code, request.network, request.user)
    if minutes is None or not can_read_minutes(request.user, minutes.meeting.group, minutes):
        raise Http404
    is_inside = can_enter(request.user, minutes.meeting.group)
    sheet = minutes_sheet(minutes, is_public=not is_inside or request.GET.get("pour") == "public")
    try:
        content = print_minutes(sheet, at=minutes.updated_at)
    except UnableToPrint as error:
        return errors.page(request, 404, failure_words(error))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="compte-rendu-{minutes.meeting.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
