"""The person says, on their own page, what came of a hand-over."""

from collections.abc import Callable
from functools import wraps
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
from laplateforme.projects.models import Holder
from laplateforme.projects.queries.own import person_of_link
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.parts import ASKED_OF_PEOPLE

View = Callable[..., HttpResponse]


def with_holder(view: View) -> View:
    """Gives the view the person of the link. An old link leads to the page that renews it."""

    @public
    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
        try:
            holder: Holder | None = person_of_link(request.network, request.user, token)
        except (UnableToOpenLink, ValueError):
            return redirect("projects:own", token)
        if holder is None:
            raise Http404
        return view(request, token, holder, pk)

    return inner


@require_POST
@limited("own-outcome", most=30, seconds=600)
@with_holder
def outcome(request: HttpRequest, token: str, holder: Holder, pk: UUID) -> HttpResponse:
    """One tap; said again, it is renewed."""
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
