"""The person says, on their own page, what came of a hand-over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from laplateforme.core.http import public
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink
from laplateforme.projects.queries.own import person_of_link
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.parts import ASKED_OF_PEOPLE


@public
@never_cache
@require_POST
@limited("own-outcome", most=30, seconds=600)
def outcome(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    """One tap; said again, it is renewed. An old link leads to the page that renews it."""
    try:
        holder = person_of_link(request.network, request.user, token)
    except (UnableToOpenLink, ValueError):
        return redirect("projects:own", token)
    if holder is None:
        raise Http404
    referral = get_object_or_404(Referral.objects.filter(project__holders=holder), pk=pk)
    said = request.POST.get("outcome", "")
    if said not in [one.value for one in ASKED_OF_PEOPLE]:
        messages.warning(request, _("Choose one of the answers."))
        return redirect("projects:own", token)
    try:
        actions.say_outcome(referral=referral, outcome=said, at=timezone.now())
    except actions.UnableToMoveReferral:
        messages.warning(request, _("It is not over yet: you will be asked then."))
    else:
        messages.success(request, _("Thank you. Both organizations read your answer."))
    return redirect("projects:own", token)
