"""What people say about an offer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.forum.forms import reply_form, said
from laplateforme.forum.queries import NO_MESSAGE, thread_about
from laplateforme.offers import actions, rules
from laplateforme.offers.models import Offer, OfferThread


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-reply", most=60, seconds=600)
@idempotent
def react(request: HttpRequest, code: str) -> HttpResponse:
    """What was said about an offer, and a form for one more message. The offer's own page is kept for everybody."""
    network = request.network  # type: ignore[attr-defined]
    offer = get_object_or_404(Offer.objects.public_in(network), code=code)
    if not rules.can_react(offer, network):
        raise Http404
    form = reply_form(request.user, request.POST if request.method == "POST" else None)
    if said(request, form, lambda at: actions.thread_of_offer(offer=offer, network=network, at=at)):
        return redirect(f"{offer.get_absolute_url()}#fil")
    thread = thread_about(OfferThread.objects.all(), request.user, offer=offer, network=network) or NO_MESSAGE
    context = {"about": offer.name, "back_url": offer.get_absolute_url(), "form": form, "thread": thread}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "forum/react.html", {**context, "may_reply": True}, status=status)
