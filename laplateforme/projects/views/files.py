"""Files as advisers see them: list, sheet, opened, edited."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core import drafts
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.network.models import Organization
from laplateforme.projects import actions, rules
from laplateforme.projects.forms.file import EditProjectForm, NewFileForm, NoteForm, project_initial
from laplateforme.projects.models import Consent, Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries import Sheet, sheet_for
from laplateforme.projects.queries.lists import lists_of, shares_of
from laplateforme.projects.queries.parts import sheet_parts

NEW_DRAFT = "projects-new"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own files, those of colleagues, those shared by others. No means of contact here."""
    if not rules.can_keep_files(request.user, request.network):
        raise Http404
    return render(request, "projects/mine.html", {"lists": lists_of(request.user, request.network, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("new-file", most=60, seconds=3600)
@idempotent
def new(request: HttpRequest) -> HttpResponse:
    """A person and their project."""
    if not rules.can_keep_files(request.user, request.network):
        raise Http404
    desks = desks_of(request.user).filter(network=request.network).values("organization")
    organizations = Organization.objects.filter(pk__in=desks).order_by("name")
    form = NewFileForm(
        request.POST if request.method == "POST" else None, organizations=organizations,
        initial=drafts.initial(request, NEW_DRAFT, NewFileForm, {}),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with drafts.forgotten(request.user.pk, NEW_DRAFT):
            project = actions.open_file(
                network=request.network, organization=values["organization"], person=form.person(),
                project=form.project(), stage=values["stage"], at=timezone.now(), by=request.user,
                themes=[values["theme"]] if values["theme"] else [],
            )  # fmt: skip
        messages.success(request, _("The file is open. Nobody outside your organization sees it."))
        return redirect(project)
    context = {"form": form, **drafts.context(request, NEW_DRAFT)}
    return render(request, "projects/new.html", context, status=422 if form.is_bound else 200)


def visible(request: HttpRequest, pk: UUID) -> tuple[Project, Sheet]:
    """The project with what this reader may see of it, or 404."""
    at = timezone.now()
    found = Project.objects.of_network(request.network).visible_to(request.user, at)
    project = get_object_or_404(found.select_related("network", "organization", "lead_adviser", "commune"), pk=pk)
    sheet = sheet_for(project, request.user, at)
    if sheet is None:
        raise Http404
    return project, sheet


def writable(request: HttpRequest, pk: UUID) -> Project:
    """A project of the reader's organization, or 404."""
    found = Project.objects.of_network(request.network).kept_by(request.user)
    return get_object_or_404(found.select_related("network", "organization", "lead_adviser"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One project at a glance, and one field for a note. That it is read is written before the page leaves."""
    project, found = visible(request, pk)
    may_note = rules.can_note(found)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_note:
            raise Http404
        if form.is_valid():
            actions.note_interview(
                project=project, organization=found.organization, text=form.cleaned_data["text"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The note is kept."))
            return redirect(project)
    actions.record_reading(sheet=found, by=request.user, at=timezone.now())
    context = {
        "project": project,
        "sheet": found,
        "note_form": form,
        "may_note": may_note,
        "may_change_lead": found.is_own and rules.can_change_lead(request.user, project),
        "shares": shares_of(project, timezone.now()) if found.is_own else [],
        "parts": sheet_parts(project, request.user, timezone.now()),
    }
    return render(request, "projects/sheet.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the project is."""
    project = writable(request, pk)
    key = f"projects-{project.pk}"
    first = drafts.initial(request, key, EditProjectForm, project_initial(project))
    form = EditProjectForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            with drafts.forgotten(request.user.pk, key):
                actions.edit_project(
                    project=project, expected=form.read_version, values=form.values(), by=request.user,
                    at=timezone.now(),
                )  # fmt: skip
        except StaleVersion as stale:
            return conflict_page(
                request, form, stale.current, project_initial(stale.current), ("name", "summary", "siret", "rna")
            )
        messages.success(request, _("The project is saved."))
        return redirect(project)
    context = {
        "form": form,
        "project": project,
        "title": _("The project"),
        "action_label": _("Save"),
        **drafts.context(request, key),
    }
    return render(request, "projects/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, pk: UUID, consent: UUID) -> HttpResponse:
    """The person told their adviser that an agreement is over."""
    project = writable(request, pk)
    found = get_object_or_404(Consent.objects.filter(project=project), pk=consent)
    actions.withdraw_consent(consent=found, at=timezone.now(), by=request.user)
    messages.success(request, _("The agreement is withdrawn. The other organization reads nothing any more."))
    return redirect(project)
