"""The same person twice: who looks alike, what joining them gives, then one button."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.projects import actions
from laplateforme.projects.forms.person import JoinForm
from laplateforme.projects.models import Holder
from laplateforme.projects.queries.alike import alike, joining
from laplateforme.projects.views.files import writable

REFUSALS = {
    "gone": gettext_lazy("One of these files has been erased or joined meanwhile."),
    "account": gettext_lazy("The other file opens with the person’s account: begin from that one, so that it stays."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def join(request: HttpRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """Looking at it changes nothing; the details of the person one comes from stay."""
    project = writable(request, pk)
    rows = project.holders.known().select_related("network", "organization", "commune")
    kept, at = get_object_or_404(rows, pk=holder), timezone.now()
    people = alike(kept)
    source = request.POST if request.method == "POST" else request.GET
    chosen = next((one for one in people if one.pk == uuid_or_none(source.get("autre", ""))), None)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if chosen is None:
            form.add_error(None, REFUSALS["gone"])
        elif done := _join(request, form, kept, chosen):
            return done
    context = {
        "project": project,
        "kept": kept,
        "people": people,
        "preview": joining(kept, chosen, at) if chosen else None,
        "form": form,
    }
    return render(request, "projects/join.html", context, status=422 if form.errors else 200)


def _join(request: HttpRequest, form: JoinForm, kept: Holder, gone: Holder) -> HttpResponse | None:
    try:
        actions.join_people(kept=kept, gone=gone, by=request.user, at=timezone.now())
    except actions.UnableToJoin as refusal:
        form.add_error(None, REFUSALS.get(refusal.why, _("These two files cannot be joined.")))
        return None
    messages.success(request, _("The two files are one. The person is told, and nobody reads more than before."))
    return redirect("projects:mine")
