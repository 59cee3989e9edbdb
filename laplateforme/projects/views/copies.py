"""What somebody who read a file still has to erase."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laplateforme.projects import actions, rules
from laplateforme.projects.queries.lists import copies_to_erase


@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """Withdrawn agreements: who shared, since when it is closed. No name."""
    if not rules.can_keep_files(request.user, request.network):
        raise Http404
    return render(request, "projects/copies.html", {"consents": copies_to_erase(request.user, request.network)})


@require_POST
def copies_erased(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing is left; the person reads so on their page."""
    if not rules.can_keep_files(request.user, request.network):
        raise Http404
    consent = get_object_or_404(copies_to_erase(request.user, request.network), pk=pk)
    actions.acknowledge_erased(consent=consent, by=request.user, at=timezone.now())
    messages.success(request, _("Thank you. The person sees that your copies are erased."))
    return redirect("projects:copies")
