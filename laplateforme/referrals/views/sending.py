"""Passing the relay: choose, look at exactly what will be read, send; undo."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.guidance.actions.request import UnableToMoveRequest
from laplateforme.guidance.models import ContactRequest
from laplateforme.guidance.rules import can_answer_request
from laplateforme.offers.models import Offer
from laplateforme.projects.actions import UnableToKeepFile, UnableToShare
from laplateforme.projects.models import Project
from laplateforme.projects.models.desks import desks_of
from laplateforme.referrals import actions, emails, rules
from laplateforme.referrals.forms.relay import RelayForm, previews_of
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.pages import may_undo, of_project, row_of
from laplateforme.referrals.queries.proposals import Choice, choice_of, needs_to_choose, offers_to_choose
from laplateforme.vocabulary.enums import Theme

REFUSALS = {
    "oneself": gettext_lazy("Your organization keeps this file: it cannot pass the relay to itself."),
    "elsewhere": gettext_lazy("This organization no longer takes part in the network."),
    "offer": gettext_lazy("This offer is closed or is no longer here. Choose another one."),
    "need": gettext_lazy("This need is met already."),
    "agreement": gettext_lazy("The person’s agreement is missing or has ended."),
    "twice": gettext_lazy("One of these organizations has already been asked about this need."),
    "address": gettext_lazy("Without an e-mail address, no link can be sent. Choose another way."),
}


def kept_project(request: HttpRequest, pk: UUID) -> Project:
    """A project whose file the reader keeps, or 404."""
    rows = Project.objects.of_network(request.network).kept_by(request.user)
    return get_object_or_404(rows.select_related("network", "organization", "commune"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("relay", most=120, seconds=3600)
@idempotent
def relay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To whom, what, the person's agreement, why: one page. Looking at it changes nothing, one button sends."""
    project, at = kept_project(request, pk), timezone.now()
    source = request.POST if request.method == "POST" else request.GET
    replaces, deed = _replaced(project, source.get("suite", "")), request.POST.get("deed", "")
    form = _form(request, project, replaces, at)
    if deed == "send" and form.is_valid() and (answer := _send(request, project, form, replaces)):
        return answer
    if deed == "sheet":
        codes = [("offre", code) for code in request.POST.getlist("offers") if code in form.found]
        return redirect(f"{reverse('referrals:sheet', args=[project.pk])}?{urlencode(codes)}")
    context = {
        "form": form,
        "project": project,
        "previews": previews_of(form, at) if form.is_bound else [],
        "choices": form.shown,
        "suite": replaces.pk if replaces else "",
        "need_theme": form.shown_theme,
    }
    return render(request, "referrals/relay.html", context, status=422 if deed == "send" else 200)


def _form(request: HttpRequest, project: Project, replaces: Referral | None, at: datetime) -> RelayForm:
    """The form with the offers for the need that is looked at; what the engine proposed after a refusal is ticked."""
    is_sent = request.method == "POST"
    needs = needs_to_choose(project)
    theme = (request.POST.get("theme") if is_sent else request.GET.get("besoin")) or ""
    if theme not in Theme.values:
        theme = needs[0].theme if needs else Theme.MEANING.value
    if needs and theme not in {one.theme for one in needs} and not is_sent:
        theme = needs[0].theme
    choices = _with_next(offers_to_choose(project, theme, at), replaces, at)
    asked_for = request.GET.get("offre", "")
    first = {"theme": theme, "offers": [asked_for] if asked_for else _next_code(replaces)}
    return RelayForm(
        request.POST if is_sent else None, project=project, needs=needs, choices=choices, theme=theme,
        send=request.POST.get("deed") == "send", initial=first,
    )  # fmt: skip


def _replaced(project: Project, key: str) -> Referral | None:
    found = uuid_or_none(key)
    rows = Referral.objects.filter(project=project).select_related("next_offer__organization")
    return rows.filter(pk=found).first() if found else None


def _next_code(replaces: Referral | None) -> list[str]:
    return [replaces.next_offer.code] if replaces is not None and replaces.next_offer is not None else []


def _with_next(choices: list[Choice], replaces: Referral | None, at: datetime) -> list[Choice]:
    """What the engine proposed after a refusal is in the list, first."""
    offer = replaces.next_offer if replaces is not None else None
    if offer is None or any(one.offer.pk == offer.pk for one in choices):
        return choices
    return [choice_of(offer, at), *choices]


def _send(request: HttpRequest, project: Project, form: RelayForm, replaces: Referral | None) -> HttpResponse | None:
    try:
        sent = actions.pass_relay(
            project=project, relay=form.relay(), by=request.user, at=timezone.now(), replaces=replaces
        )
    except (actions.UnableToRefer, UnableToShare) as refusal:
        form.add_error(None, REFUSALS.get(refusal.why, _("This cannot be sent.")))
        return None
    except actions.UnableToMoveReferral:
        form.add_error(None, _("Somebody was quicker: this hand-over is over or answered already."))
        return None
    if all(one.sent_at is None for one in sent):
        messages.success(request, _("Ready. It leaves as soon as the person says yes by the link."))
    else:
        messages.success(request, _("It is sent. The answer comes here, in “To do” and by e-mail."))
    return redirect("referrals:of_project", project.pk)


@require_safe
def of_project_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every hand-over of a project; those that have just left may be taken back as if nothing had been."""
    project, at = kept_project(request, pk), timezone.now()
    rows = of_project(project)
    context = {
        "project": project,
        "fresh": [(one, row_of(one, is_receiver=False)) for one in rows if may_undo(one, at)],
        "rows": [row_of(one, is_receiver=False) for one in rows if not may_undo(one, at)],
    }
    return render(request, "referrals/of_project.html", context)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes it back: at once as if it had never left, later with a word to the receiver."""
    found = Referral.objects.filter(network=request.network).visible_to(request.user)
    referral = get_object_or_404(found, pk=pk)
    if not rules.can_cancel(request.user, referral):
        if not rules.is_of_sender(request.user, referral):
            raise Http404
        messages.warning(request, _("It is over already."))
        return redirect(referral)
    try:
        kept = actions.cancel_referral(referral=referral, by=request.user, at=timezone.now())
    except actions.UnableToMoveReferral:
        messages.warning(request, _("It is over already."))
        return redirect(referral)
    if kept.told_at is None:
        messages.success(request, _("Taken back: it never left."))
    else:
        messages.success(request, _("Taken back. The receiver is told."))
    return redirect("referrals:of_project", referral.project_id)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("relay-sheet", most=30, seconds=3600)
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """ "I prefer to contact them myself": to print or to send to the person. Nobody else is told anything."""
    project, at = kept_project(request, pk), timezone.now()
    codes = request.GET.getlist("offre")[:10]
    offers = Offer.objects.public_in(request.network).filter(code__in=codes).select_related("organization", "commune")
    shown = [choice_of(one, at) for one in offers.order_by("name")]
    people = list(project.holders.known().exclude(email="").select_related("network").order_by("created_at"))
    if request.method == "POST" and people:
        lines = [_ways(one.offer) for one in shown]
        for holder in people:
            emails.queue_sheet(to=holder.email, network=project.network, lines=lines)
        messages.success(request, _("The sheet has been sent to the person."))
        return redirect(request.get_full_path())
    return render(request, "referrals/sheet.html", {"project": project, "choices": shown, "people": people})


def _ways(offer: Offer) -> str:
    organization = offer.organization
    ways = [offer.contact_phone or organization.phone, offer.contact_email or organization.email, organization.website]
    return "\n".join([f"{offer.name}, {organization.name}", *(f"  {one}" for one in ways if one)])


@require_POST
@idempotent
def from_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A request for contact becomes a file, and the relay can be passed: one deed."""
    found = ContactRequest.objects.visible_to(request.user).filter(network=request.network)
    kept = get_object_or_404(found.select_related("network", "snapshot", "offer", "organization"), pk=pk)
    desks = desks_of(request.user).filter(network=request.network).select_related("organization")
    desk = desks.filter(organization=kept.organization).first() or desks.first()
    if desk is None or desk.organization is None:
        raise Http404
    if not can_answer_request(request.user, kept):
        messages.warning(request, _("Somebody was quicker: this request is answered or closed already."))
        return redirect(kept)
    try:
        project = actions.open_from_request(
            request=kept, organization=desk.organization, by=request.user, at=timezone.now()
        )
    except (UnableToMoveRequest, UnableToKeepFile):
        messages.warning(request, _("Somebody was quicker: this request is answered or closed already."))
        return redirect(kept)
    messages.success(request, _("The file is open. Choose to whom you pass the relay."))
    return redirect("referrals:relay", project.pk)
