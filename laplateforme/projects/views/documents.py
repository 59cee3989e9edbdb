"""Files of a project: added, given to whom the sheet shows them, taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import file_to_keep
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.projects import actions
from laplateforme.projects.forms.file import DocumentForm
from laplateforme.projects.models import Holder, ProjectDocument
from laplateforme.projects.queries.own import archive_of
from laplateforme.projects.views.files import visible, writable
from laplateforme.projects.views.own import with_person


@require_http_methods(["GET", "HEAD", "POST"])
@limited("project-document", most=60, seconds=3600)
@idempotent
def add_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A paper joins the project."""
    project = writable(request, pk)
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        values = form.cleaned_data
        try:
            actions.add_document(
                project=project, title=values["title"], file=values["file"], by=request.user, at=timezone.now()
            )
        except actions.UnableToKeepDocument:
            form.add_error("file", _("This project holds twenty documents already: take one away first."))
        else:
            messages.success(request, _("The document is kept. Nobody outside your organization reads it."))
            return redirect(project)
    context = {"form": form, "project": project, "title": _("A document"), "action_label": _("Keep the document")}
    return render(request, "projects/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file, for whoever reads it on the sheet; that it was read is written before it leaves."""
    found = get_object_or_404(ProjectDocument.objects.filter(project__network=request.network), pk=pk)
    _project, sheet = visible(request, found.project_id)
    if found not in sheet.documents:
        raise Http404
    actions.record_reading(sheet=sheet, by=request.user, at=timezone.now(), bundles=["documents"])
    return file_to_keep(found.file, found.file_name)


@require_POST
def remove_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever keeps the file takes a paper away."""
    found = get_object_or_404(ProjectDocument.objects.filter(project__network=request.network), pk=pk)
    project = writable(request, found.project_id)
    actions.remove_document(document=found, by=request.user, at=timezone.now())
    messages.success(request, _("The document is taken away."))
    return redirect(project)


@require_safe
@with_person(proof=True)
def own_archive(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Everything, as data, with the documents."""
    return file_to_keep(archive_of(holder, timezone.now()), "mes-informations.zip")


@require_safe
@with_person(proof=True)
def own_document(request: HttpRequest, token: str, holder: Holder, pk: UUID) -> HttpResponse:
    """One of the person's own papers."""
    found = get_object_or_404(ProjectDocument.objects.filter(project__holders=holder), pk=pk)
    return file_to_keep(found.file, found.file_name)
