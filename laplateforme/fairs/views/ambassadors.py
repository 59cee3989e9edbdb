"""A person with a project tells it at a stand: asked by their adviser, answered on their own page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink
from laplateforme.fairs import actions
from laplateforme.fairs.forms.ambassadors import AmbassadorForm
from laplateforme.fairs.models import Ambassador
from laplateforme.fairs.queries.ambassadors import open_slots, words_for_ambassadors
from laplateforme.fairs.views.occasions import refusal
from laplateforme.projects.models import Project
from laplateforme.projects.queries.own import person_of_link


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def ask(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """The adviser who keeps the file proposes a slot; the person says yes here, beside them, or on their own page."""
    at = timezone.now()
    found = get_object_or_404(Project.objects.of_network(request.network).kept_by(request.user), pk=pk)
    person = get_object_or_404(found.holders.known(), pk=holder)
    form = AmbassadorForm(
        request.POST if request.method == "POST" else None, slots=open_slots(request.network, at), holder=person,
        initial={"called": person.first_name},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_ambassador(holder=person, by=request.user, at=at, **form.values)
        except actions.UnableToTakeDuty as refused:
            form.add_error(None, refusal(refused.why))
        else:
            said = _("Their yes is kept.") if made.agreed_at else _("The link leaves: the person says yes or no.")
            messages.success(request, said)
            return redirect(found)
    context = {"form": form, "project": found, "person": person, "words": words_for_ambassadors(request.network)}
    return render(request, "fairs/ambassador.html", context, status=422 if form.is_bound else 200)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person told their adviser that they take it back."""
    kept = Project.objects.of_network(request.network).kept_by(request.user)
    one = get_object_or_404(Ambassador.objects.select_related("slot"), pk=pk)
    project = kept.filter(holders=one.holder_id).first()
    if project is None:
        raise Http404
    actions.end_ambassador(ambassador=one, at=timezone.now(), by=request.user)
    messages.success(request, _("It is taken back: the name stands nowhere any more."))
    return redirect(project)


@public
@never_cache
@require_POST
@limited("own-ambassador", most=30, seconds=600)
def own(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    """Yes, no, or taken back, on the person's own page. An old link leads to the page that renews it."""
    try:
        holder = person_of_link(request.network, request.user, token)
    except (UnableToOpenLink, ValueError):
        return redirect("projects:own", token)
    if holder is None:
        raise Http404
    one = get_object_or_404(Ambassador.objects.filter(holder=holder).select_related("slot"), pk=pk)
    if request.POST.get("deed") == "yes":
        try:
            actions.agree_ambassador(ambassador=one, at=timezone.now())
        except actions.UnableToTakeDuty as refused:
            messages.info(request, refusal(refused.why))
        else:
            messages.success(request, _("Thank you. You may take it back at any moment."))
    elif request.POST.get("deed") == "no":
        actions.end_ambassador(ambassador=one, at=timezone.now())
        messages.success(request, _("Noted: your name stands nowhere. We help you just the same."))
    return redirect("projects:own", token)
