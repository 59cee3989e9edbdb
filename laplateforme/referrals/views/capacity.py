""" "Could you take somebody?": asked without a word about a person, answered with one tap."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.offers.actions import UnableToSaveOffer
from laplateforme.offers.models import Offer
from laplateforme.projects.models.desks import desks_of
from laplateforme.projects.queries import present_of
from laplateforme.referrals import actions
from laplateforme.referrals.enums import CAPACITY
from laplateforme.referrals.forms.answer import CapacityForm
from laplateforme.referrals.models import CapacityQuestion
from laplateforme.referrals.queries.proposals import choice_of, needs_to_choose
from laplateforme.referrals.views.sending import kept_project
from laplateforme.vocabulary.enums import Stage, Theme

RELATED = ("offer__organization", "network", "asker", "asked_by")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("ask-capacity", most=30, seconds=3600)
@idempotent
def ask(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Shows exactly what is asked, then asks it."""
    project, at = kept_project(request, pk), timezone.now()
    offers = Offer.objects.public_in(request.network).select_related("organization")
    offer = get_object_or_404(offers.exclude(organization=project.organization_id), code=code)
    needs, present = needs_to_choose(project), present_of(project)
    theme = request.GET.get("besoin", "")
    theme = theme if theme in Theme.values else (needs[0].theme if needs else Theme.MEANING.value)
    stage = present.stage if present else Stage.IDEA.value
    if request.method == "POST":
        try:
            actions.ask_capacity(
                offer=offer, network=project.network, asker=project.organization, stage=stage, theme=theme,
                by=request.user, at=at,
            )  # fmt: skip
        except actions.UnableToAsk:
            messages.info(request, _("You have asked already: the answer is awaited."))
        else:
            messages.success(request, _("The question is sent. The answer comes by e-mail, and on the offer."))
        return redirect("referrals:relay", project.pk)
    context = {
        "project": project, "choice": choice_of(offer, at), "stage": Stage(stage).label, "theme": Theme(theme).label,
    }  # fmt: skip
    return render(request, "referrals/ask_capacity.html", context)


def _answered(
    request: HttpRequest, question: CapacityQuestion, back: Callable[[], HttpResponse], *, is_member: bool
) -> HttpResponse:
    form = CapacityForm(
        request.POST if request.method == "POST" else None, initial={"capacity": question.offer.capacity}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_capacity(
                question=question, capacity=form.cleaned_data["capacity"], weeks=form.cleaned_data["weeks"],
                at=timezone.now(), by=request.user if is_member else None,
            )  # fmt: skip
        except UnableToSaveOffer:
            form.add_error("weeks", _("Write a number of weeks between 1 and 104."))
        else:
            messages.success(request, _("Thank you. Your offer is up to date for everybody."))
            return back()
    template = "referrals/capacity.html" if is_member else "referrals/capacity_by_link.html"
    response = render(request, template, {"form": form, "question": question}, status=422 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def capacity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The people of the organization answer, signed in."""
    found = CapacityQuestion.objects.visible_to(request.user).filter(network=request.network).select_related(*RELATED)
    question = get_object_or_404(found, pk=pk)
    mine = desks_of(request.user).filter(network=request.network, organization=question.offer.organization_id)
    if not mine.exists():
        raise Http404
    return _answered(request, question, lambda: redirect(question.offer), is_member=True)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("capacity-link", most=40, seconds=3600)
@idempotent
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without account, by the mailed link."""
    try:
        (key,) = open_link(CAPACITY, token)
    except (UnableToOpenLink, ValueError):
        return render(request, "projects/link_closed.html", status=410)
    rows = CapacityQuestion.objects.filter(network=request.network).select_related(*RELATED)
    question = rows.filter(pk=uuid_or_none(key)).first()
    if question is None:
        return render(request, "projects/link_closed.html", status=410)
    return _answered(request, question, lambda: redirect(request.path), is_member=False)
