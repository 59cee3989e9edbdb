"""Asking to be contacted; and, for members, answering."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core import journal
from laplateforme.core.dates import add_working_days
from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink, open_link, sign_link
from laplateforme.guidance import rules
from laplateforme.guidance.actions import request as actions
from laplateforme.guidance.forms.requests import ContactForm, NoteForm, RouteForm
from laplateforme.guidance.models import ContactRequest, RouteSnapshot
from laplateforme.guidance.queries.profile import Profile
from laplateforme.guidance.queries.requests import answered_lately, promise_of, receivers_for, requests_waiting
from laplateforme.offers.models import Offer

SENT = "guidance.request-sent"
SENT_LIFE = timedelta(days=1)
NOBODY = "-"


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("ask-contact", most=5, seconds=600)
@idempotent
def ask_contact(request: HttpRequest) -> HttpResponse:
    """A name and one means of contact; then the date of the answer promised and what to do without one."""
    network, at = request.network, timezone.now()
    if network is None:
        return redirect("portal:networks")
    if request.method != "POST" and "envoyee" in request.GET:
        return _sent(request)
    data = request.POST or None
    source = request.POST if request.method == "POST" else request.GET
    profile = Profile.from_codes(QueryDict(source["codes"][:500]) if "codes" in source else source)
    carried = {"route": source.get("route", ""), "offer": source.get("offer", ""), "codes": profile.query()}
    form = ContactForm(data, initial=carried)
    offer = Offer.objects.public_in(network).filter(code=source.get("offer", "")[:12]).first()
    snapshot = RouteSnapshot.objects.filter(network=network, code__iexact=source.get("route", "")[:30]).first()
    if request.method == "POST" and form.is_valid():
        key = NOBODY
        if not form.is_from_a_machine:
            kept = actions.ask_contact(
                network=network, at=at, snapshot=snapshot, offer=offer, profile=profile,
                **{name: form.cleaned_data[name] for name in ("name", "means", "contact", "message")},
            )  # fmt: skip
            key = str(kept.pk)
        return redirect(f"{reverse('guidance:ask_contact')}?envoyee={sign_link(SENT, key)}")
    promise = promise_of(network, at)
    context = {
        "form": form,
        "promise": promise,
        "due_at": add_working_days(at, promise.days),
        "offer": offer,
        "snapshot": snapshot,
        "has_codes": bool(carried["codes"]),
    }
    return render(request, "guidance/ask_contact.html", context)


def _sent(request: HttpRequest) -> HttpResponse:
    """What was promised, without a personal word; whoever opens an old address finds the form again."""
    try:
        (key,) = open_link(SENT, request.GET.get("envoyee", ""), life=SENT_LIFE)
    except UnableToOpenLink:
        return redirect("guidance:ask_contact")
    kept = None
    if key != NOBODY:
        kept = (
            ContactRequest.objects.filter(network=request.network, pk=key).select_related("snapshot", "offer").first()
        )
    promise = promise_of(request.network, kept.created_at if kept else timezone.now())
    due_at = kept.due_at if kept else add_working_days(timezone.now(), promise.days)
    context = {"promise": promise, "due_at": due_at, "kept": kept}
    return render(request, "guidance/ask_contact_sent.html", context)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Open requests by urgency, then what was answered lately. No name and no number here."""
    if not rules.can_read_requests(request.user, request.network):
        raise Http404
    rows = requests_waiting(request.user, request.network, timezone.now())
    context = {
        "late": [row for row in rows if row.urgency == "late"],
        "week": [row for row in rows if row.urgency == "week"],
        "later": [row for row in rows if row.urgency == "information"],
        "done": answered_lately(request.user, request.network),
    }
    return render(request, "guidance/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def contact_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request. That it is read is written in the journal before the page leaves."""
    visible = ContactRequest.objects.visible_to(request.user).filter(network=request.network)
    kept = get_object_or_404(
        visible.select_related("network", "snapshot", "offer", "organization", "answered_by"), pk=pk
    )
    receivers = receivers_for(kept) if rules.can_route_request(request.user, kept) else []
    posted = request.POST if request.method == "POST" else None
    deed = posted.get("deed", "") if posted is not None else ""
    forms = {
        "route_form": RouteForm(posted if deed == "route" else None, receivers=receivers, initial=_first(receivers)),
        "note_form": NoteForm(posted if deed in {"answer", "close"} else None),
    }
    if posted is not None:
        answer = _move(request, kept, deed, forms)
        if answer is not None:
            return answer
    journal.record(
        "request read", at=timezone.now(), actor_id=request.user.pk, subject=kept, network_id=kept.network_id
    )
    context = {
        "kept": kept,
        "may_route": bool(receivers),
        "may_answer": rules.can_answer_request(request.user, kept),
        "may_remind": rules.can_remind(request.user, kept),
        "may_keep": rules.answers_for_an_organization(request.user, kept.network),
        **forms,
    }
    return render(request, "guidance/request.html", context)


def _first(receivers: list) -> dict:  # type: ignore[type-arg]
    return {"organization": receivers[0].organization.pk} if receivers and receivers[0].reason else {}


def _move(request: HttpRequest, kept: ContactRequest, deed: str, forms: dict) -> HttpResponse | None:  # type: ignore[type-arg]
    """One deed: the answer, or None when a form has to be shown again."""
    at, by = timezone.now(), request.user
    allowed: dict[str, Callable[..., bool]] = {
        "route": rules.can_route_request,
        "remind": rules.can_remind,
        "answer": rules.can_answer_request,
        "close": rules.can_route_request,
    }
    if deed not in allowed or not allowed[deed](by, kept):
        raise PermissionDenied
    form = forms.get("route_form" if deed == "route" else "note_form")
    if deed != "remind" and not form.is_valid():
        return None
    try:
        if deed == "route":
            actions.route_request(request=kept, organization=form.cleaned_data["organization"], by=by, at=at)
            messages.success(request, _("The request is passed. The organization is told that it waits."))
        elif deed == "remind":
            actions.remind_organization(request=kept, by=by, at=at)
            messages.success(request, _("The reminder is sent."))
        elif deed == "answer":
            actions.answer_request(request=kept, by=by, at=at, note=form.cleaned_data["note"])
            messages.success(request, _("Your answer is noted."))
        else:
            actions.close_request(request=kept, by=by, at=at, note=form.cleaned_data["note"])
            messages.success(request, _("The request is closed."))
    except actions.UnableToMoveRequest:
        messages.warning(request, _("Somebody was quicker: this request is answered or closed already."))
    except actions.UnableToRouteRequest:
        messages.warning(request, _("This organization no longer takes part in the network."))
    except actions.UnableToRemind:
        messages.info(request, _("A reminder left less than a day ago. The next one can leave tomorrow."))
    return redirect("guidance:request", pk=kept.pk) if deed in {"remind"} else redirect("guidance:requests")
