"""What advisers write in a file: stages, milestones, needs, people, agreements."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from laplateforme.core.dates import in_words
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.projects import actions, rules
from laplateforme.projects.forms.consent import ConsentForm
from laplateforme.projects.forms.file import LeadForm, MilestoneForm, NeedForm, StageForm
from laplateforme.projects.forms.person import EditHolderForm, HolderForm, holder_initial
from laplateforme.projects.models import Holder, Need, Project
from laplateforme.projects.queries import present_of
from laplateforme.projects.views.files import writable

REFUSALS = {
    "oneself": gettext_lazy("Your organization keeps this file: it reads it already."),
    "elsewhere": gettext_lazy("This organization no longer takes part in the network."),
    "address": gettext_lazy("Without an e-mail address, no link can be sent. Choose another way."),
}


def _shown(
    request: HttpRequest, project: Project, form: object, title: str, action: str, **more: object
) -> HttpResponse:
    context = {"form": form, "project": project, "title": title, "action_label": action, **more}
    return render(request, "projects/edit.html", context, status=422 if form.is_bound else 200)  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def stage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forward, back, paused, lost, ended."""
    project = writable(request, pk)
    present, at = present_of(project), timezone.now()
    first = {"stage": present.stage, "standing": present.standing} if present else {}
    form = StageForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.move_project(
                project=project, stage=values["stage"], standing=values["standing"], why=values["why"], at=at,
                by=request.user, starts_at=form.starts_at(at, present),
            )  # fmt: skip
        except actions.UnableToMoveProject as refusal:
            day = in_words(refusal.present.starts_at) if refusal.present else ""
            words = _("Choose a day after %(day)s, when the present stage began, and not in the future.")
            form.add_error("since", words % {"day": day})
        else:
            messages.success(request, _("The path of the project is up to date."))
            return redirect(project)
    return _shown(request, project, form, _("Where the project stands"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def lead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who follows the project from now on."""
    project = writable(request, pk)
    if not rules.can_change_lead(request.user, project):
        raise Http404
    form = LeadForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_lead(project=project, adviser=form.cleaned_data["adviser"], by=request.user, at=timezone.now())
        except actions.UnableToKeepFile:
            form.add_error("adviser", _("Choose somebody who keeps files in your organization."))
        else:
            messages.success(request, _("It is passed on. Your colleague is told, and the person sees it."))
            return redirect(project)
    return _shown(request, project, form, _("Change who follows it"), _("Pass it on"))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something that counted, in the person's words."""
    project = writable(request, pk)
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        day = form.cleaned_data["day"] or timezone.localdate(at)
        actions.add_milestone(project=project, words=form.cleaned_data["words"], day=day, by=request.user, at=at)
        messages.success(request, _("The milestone is kept."))
        return redirect(project)
    return _shown(request, project, form, _("A milestone"), _("Keep the milestone"))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more need, or new words for one that is open."""
    project = writable(request, pk)
    form = NeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.note_need(
            project=project, at=timezone.now(), **{name: form.cleaned_data[name] for name in ("theme", "words")}
        )
        messages.success(request, _("The need is noted."))
        return redirect(project)
    return _shown(request, project, form, _("A need"), _("Note the need"))


@require_POST
def met(request: HttpRequest, pk: UUID, need: UUID) -> HttpResponse:
    """The need is met, or no longer felt."""
    project = writable(request, pk)
    actions.meet_need(need=get_object_or_404(Need.objects.filter(project=project), pk=need), at=timezone.now())
    messages.success(request, _("Noted: this need is met."))
    return redirect(project)


def _holder(project: Project, holder: UUID) -> Holder:
    return get_object_or_404(project.holders.known().select_related("network", "organization", "commune"), pk=holder)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody else carries the project too."""
    project = writable(request, pk)
    form = HolderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_holder(project=project, person=form.person(), at=timezone.now(), by=request.user)
        messages.success(request, _("The person is added. Their agreement is their own."))
        return redirect(project)
    return _shown(request, project, form, _("Somebody else carries this project"), _("Add this person"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """Who somebody is."""
    project = writable(request, pk)
    found = _holder(project, holder)
    form = EditHolderForm(request.POST if request.method == "POST" else None, initial=holder_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_holder(
                holder=found, expected=form.read_version, person=form.person(), at=timezone.now(), by=request.user
            )
        except StaleVersion as stale:
            names = ("first_name", "last_name", "email", "phone")
            return conflict_page(request, form, stale.current, holder_initial(stale.current), names)
        messages.success(request, _("The person is saved."))
        return redirect(project)
    return _shown(request, project, form, _("The person"), _("Save"))


@require_POST
@limited("send-own-page", most=30, seconds=3600)
def send_link(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """Mails the person the way to their page."""
    project = writable(request, pk)
    if actions.send_own_page(holder=_holder(project, holder), at=timezone.now(), by=request.user):
        messages.success(request, _("The link has been sent to the person."))
    else:
        messages.warning(request, _("This person has no e-mail address: no link can be sent."))
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def agreement(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """Choose with the person, read aloud what will be kept word for word, then say that they agree."""
    project = writable(request, pk)
    found, at = _holder(project, holder), timezone.now()
    form = ConsentForm(request.POST if request.method == "POST" else None, project=project, holder=found)
    words = ""
    if request.method == "POST" and form.is_valid():
        words = form.words(at)
        if request.POST.get("deed") == "take":
            try:
                consent = actions.take_consent(
                    holder=found, project=project, given=form.given(), by=request.user, at=at
                )
            except actions.UnableToShare as refusal:
                form.add_error(None, REFUSALS.get(refusal.why, _("This cannot be shared.")))
            else:
                messages.success(request, _taken(consent.confirmed_at is not None))
                return redirect(project)
    context = {
        "form": form,
        "project": project,
        "holder": found,
        "words": words,
        "given": form.given() if words else None,
    }
    return render(request, "projects/agreement.html", context, status=422 if form.errors else 200)


def _taken(is_given: bool) -> str:
    if is_given:
        return _("The agreement is kept. The person may withdraw it at any moment.")
    return _("The agreement waits for the person, who has received a link if they have an e-mail address.")
