"""Taking an import back: read what would go and what stays, then ask for it in one press."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laplateforme.core.models import JobStatus
from laplateforme.editorial import actions, rules
from laplateforme.editorial.models import OldImport
from laplateforme.editorial.queries.old_sites import undo_job_of
from laplateforme.editorial.queries.old_undo import imports_of, undo_of


@require_safe
def old_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What taking it back would do; while a worker is at it, the page comes again by itself; then what was done."""
    brought = _brought(request, pk)
    job = undo_job_of(brought)
    is_waiting = job is not None and job.status in {JobStatus.WAITING, JobStatus.RUNNING}
    context: dict[str, Any] = {"brought": brought, "job": job, "is_waiting": is_waiting}
    if brought.undone_at is None and not is_waiting:
        undo = undo_of(brought)
        context |= {"rows": undo.rows(), "lines": undo.lines(), "may_take_back": not undo.is_empty()}
    elif job is not None:
        report = job.parameters.get("report", {})
        context |= {"rows": report.get("rows", []), "lines": report.get("lines", [])}
    response = render(request, "editorial/old_import.html", context)
    if is_waiting:
        response["Refresh"] = "2"
    return response


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks a worker to take it back. A second press changes nothing."""
    brought, language = _brought(request, pk), translation.get_language() or "fr"
    by: Any = request.user
    if actions.ask_to_take_back(brought=brought, by=by, at=timezone.now(), language=language) is None:
        messages.info(request, _("It was taken back already."))
    return redirect("editorial:old_import", pk=brought.pk)


def _brought(request: HttpRequest, pk: UUID) -> OldImport:
    """An import of the network, for those who lead it; nobody else learns that it exists."""
    network = request.network if rules.can_lead(request.user, request.network) else None
    rows = imports_of(network) if network is not None else OldImport.objects.none()
    return get_object_or_404(rows.select_related("network__site_root"), pk=pk)
