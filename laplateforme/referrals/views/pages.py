"""Hand-overs for members: the lists, and one on its page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.projects.rules import can_keep_files
from laplateforme.referrals import actions, rules
from laplateforme.referrals.enums import ReferralStatus
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.agreement import masked_of, sent_as
from laplateforme.referrals.queries.dates import date_of, may_answer
from laplateforme.referrals.queries.pages import RELATED, last_reading, lists_of, may_undo, moments_of, state_of
from laplateforme.referrals.views.answering import answering

ANSWERS, UNDER_WAY = {"accept", "decline", "ask"}, {"start", "date", "close"}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what one's organization has received and sent, what is over. No name."""
    if not can_keep_files(request.user, request.network):
        raise Http404
    return render(request, "referrals/mine.html", {"lists": lists_of(request.user, request.network)})


def _allowed(request: HttpRequest, referral: Referral) -> set[str]:
    deeds: set[str] = set()
    if rules.can_answer(request.user, referral):
        deeds |= ANSWERS
    if rules.can_follow(request.user, referral):
        deeds |= UNDER_WAY - ({"start"} if referral.status == ReferralStatus.IN_PROGRESS else set())
    if rules.can_reply(request.user, referral):
        deeds.add("reply")
    return deeds


@require_http_methods(["GET", "HEAD", "POST"])
@limited("hand-over", most=120, seconds=3600)
@idempotent
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One hand-over. That its receiver reads it is written in the journal before the page leaves."""
    rows = Referral.objects.filter(network=request.network).visible_to(request.user).select_related(*RELATED)
    found, at = get_object_or_404(rows, pk=pk), timezone.now()
    is_receiver = rules.is_of_receiver(request.user, found)
    allowed = _allowed(request, found)
    tried = answering(request, found, by=request.user, allowed=allowed)
    if tried.done:
        return redirect(found)
    date = date_of(found) if found.status in ReferralStatus.OPEN else None
    masked = masked_of(found, at) if is_receiver else sent_as(found)
    if is_receiver:
        actions.record_handover_reading(referral=found, masked=masked, by=request.user, at=at)
    context = {
        "referral": found,
        "masked": masked,
        "state": state_of(found),
        "moments": moments_of(found),
        "is_receiver": is_receiver,
        "allowed": allowed,
        "forms": tried.forms,
        "error_form": tried.error,
        "deed": tried.deed,
        "date": date,
        "may_answer_date": may_answer(found, date, at) and rules.is_of_sender(request.user, found),
        "may_cancel": rules.can_cancel(request.user, found),
        "may_undo": may_undo(found, at),
        "read_at": None if is_receiver else last_reading(found),
        "is_refused": found.status in (ReferralStatus.DECLINED, ReferralStatus.EXPIRED),
    }
    return render(request, "referrals/referral.html", context, status=422 if tried.error else 200)
