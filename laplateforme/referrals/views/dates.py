"""A proposed date suits or not: one button for the person on their page, one for whoever sent them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laplateforme.accounts.models import User
from laplateforme.core.limits import limited
from laplateforme.projects.models import Holder
from laplateforme.referrals import actions, rules
from laplateforme.referrals.enums import DateAnswer, MessageKind
from laplateforme.referrals.models import Referral, ReferralMessage
from laplateforme.referrals.views.own import with_holder


def _date(pk: UUID, **of: object) -> ReferralMessage:
    rows = ReferralMessage.objects.filter(kind=MessageKind.DATE, **of).select_related("referral")
    return get_object_or_404(rows, pk=pk)


def _answer(request: HttpRequest, message: ReferralMessage, by: User | None) -> None:
    answer = request.POST.get("answer", "")
    if answer not in DateAnswer.values:
        messages.warning(request, _("Choose one of the answers."))
        return
    try:
        actions.answer_date(message=message, answer=answer, by=by, at=timezone.now())
    except actions.UnableToMoveReferral as refusal:
        words = {
            "newer": _("Another date has been proposed since. Look at it, then answer."),
            "past": _("This date is past: nothing was sent."),
            "agreement": _("The agreement with this organization is over: nothing was sent."),
        }
        messages.warning(request, words.get(str(refusal), _("It is over already: nothing was sent.")))
        return
    if answer == DateAnswer.SUITS:
        messages.success(request, _("It is noted. The other organization is told, with the calendar entry."))
    else:
        messages.success(request, _("It is noted. The other organization is told, and may propose another date."))


@require_POST
@limited("own-date", most=30, seconds=600)
@with_holder
def own_date(request: HttpRequest, token: str, holder: Holder, pk: UUID) -> HttpResponse:
    """The person answers."""
    _answer(request, _date(pk, referral__project__holders=holder), None)
    return redirect("projects:own", token)


@require_POST
@limited("hand-over-date", most=60, seconds=3600)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever sent the person answers for them."""
    visible = Referral.objects.filter(network=request.network).visible_to(request.user)
    message = _date(pk, referral__in=visible)
    if not rules.is_of_sender(request.user, message.referral):
        raise Http404
    _answer(request, message, request.user)
    return redirect(message.referral)
