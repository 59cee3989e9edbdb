"""The kit of a fair: asked for, followed, fetched by whoever asked and may still take it."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.core.models import BackgroundJob, JobStatus
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.queries.pages import find_occasion, line_of
from laplateforme.portal import actions, rules
from laplateforme.portal.forms import KitForm
from laplateforme.portal.kit import PARTS
from laplateforme.portal.papers import KIT
from laplateforme.portal.queries.kit import kit_lines

OPEN = (JobStatus.WAITING, JobStatus.RUNNING)


def taken(request: HttpRequest, found: Occasion | None) -> Occasion:
    """An occasion whose kit the person may take; for anybody else there is none."""
    if found is None or not rules.can_take_kit(request.user, found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@limited("kit", most=20, seconds=3600)
@idempotent
def kit(request: HttpRequest, code: str) -> HttpResponse:
    """What stands in it, two choices, one button; the last ones that were asked for."""
    found = taken(request, find_occasion(code, request.network, request.user))
    organizations = rules.printable_organizations(request.user, found.network)
    form = KitForm(
        request.POST if request.method == "POST" else None, occasion=found, organizations=organizations
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        job = actions.ask_kit(
            occasion=found, organization=form.chosen, themes=form.chosen_themes, by=request.user, at=timezone.now(),
            language=translation.get_language() or "fr",
        )  # fmt: skip
        return redirect("portal:kit_job", pk=job.pk)
    context = {
        "form": form, "occasion": found, "line": line_of(found), "parts": PARTS,
        "lines": kit_lines(request.user, found),
    }  # fmt: skip
    return render(request, "portal/kit.html", context, status=422 if form.is_bound else 200)


def own_job(request: HttpRequest, pk: UUID, **more: Any) -> tuple[BackgroundJob, Occasion]:
    """A kit that the person asked for, of an occasion whose kit they may still take."""
    job = get_object_or_404(BackgroundJob, pk=pk, owner_id=request.user.pk, kind=KIT, **more)
    key = uuid_or_none(job.parameters.get("occasion", ""))
    code = Occasion.objects.of_network(request.network).filter(pk=key).values_list("code", flat=True).first()
    return job, taken(request, find_occasion(code or "", request.network, request.user))


@require_safe
def kit_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; the page comes again by itself every two seconds until it is ready."""
    job, found = own_job(request, pk)
    response = render(request, "portal/kit_job.html", {"job": job, "occasion": found, "steps": steps_of(job)})
    if job.status in OPEN:
        response["Refresh"] = "2"
    return response


def steps_of(job: BackgroundJob) -> list[dict[str, str]]:
    """For the component `progress`: each paper, then the archive."""
    names = [str(part.label) for part in PARTS] + [_("all in one file")]
    states = ["done" if number < job.done_count else "next" for number in range(len(names))]
    if job.status in OPEN and job.done_count < len(names):
        states[job.done_count] = "here"
    return [{"text": text, "state": state, "note": ""} for text, state in zip(names, states, strict=True)]


@require_safe
def kit_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The archive."""
    job, _found = own_job(request, pk, status=JobStatus.DONE)
    try:
        file = job.file.open("rb")
    except FileNotFoundError:  # erased, or left out of a restored backup
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=job.file_name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    return response
