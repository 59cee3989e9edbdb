"""The network itself: about, common text, duty, settings, colour."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laplateforme.core import drafts
from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.unsent import signed_in_to_send
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.network import actions, queries, rules
from laplateforme.network.forms import DutyForm, PositioningForm, SettingsForm
from laplateforme.network.models import DutyPerson, Network, Organization
from laplateforme.network.models.accent import shades_of
from laplateforme.network.views.doors import facilitators_only, in_network, professionals_only

SETTINGS = (
    "name", "claim", "welcome_title", "welcome_text", "phone", "email", "promised_days", "lead_organization", "accent",
    "host", "legal_notice", "exposure_published", "is_published",
)  # fmt: skip
DUTY = ("name", "organization", "phone", "hours", "starts_date", "promised_days")


@public
@cached_for_anonymous
@in_network
def about(request: HttpRequest) -> HttpResponse:
    """What the organizations have in common, who they are, how it works."""
    context = {
        "positioning": queries.current_positioning(request.network),
        "organizations": queries.participants_of(request.network),
        "duty": queries.duty_now(request.network, timezone.localdate()),
    }
    return render(request, "network/about.html", context)


@public
@in_network
@signed_in_to_send
@idempotent
def positioning(request: HttpRequest) -> HttpResponse:
    """The common text and its former versions; facilitators write the next one here."""
    page = queries.positioning_versions(request.network)
    may_sign = rules.can_sign_positioning(request.user, request.network)
    if request.method == "POST" and not may_sign:
        raise Http404
    initial = _text_of(page.current) | {"version": page.current.number} if page.current else {}
    draft_key = f"positioning-{request.network.slug}"[:120]
    form = None
    if may_sign:
        form = PositioningForm(
            request.POST or None, initial=drafts.initial(request, draft_key, PositioningForm, initial)
        )
    if form is not None and form.is_bound and form.is_valid():
        try:
            with drafts.forgotten(request.user.pk, draft_key):
                actions.publish_positioning(
                    network=request.network, text=form.cleaned_data["text"], signed_by=form.cleaned_data["signed_by"],
                    by=request.user, at=timezone.now(), signed_date=timezone.localdate(), expected=form.read_version,
                )  # fmt: skip
        except StaleVersion as stale:
            current = stale.current
            current.version = current.number  # type: ignore[attr-defined]  # the form counts versions of the text
            return conflict_page(request, form, current, _text_of(current), ("text", "signed_by"))
        messages.success(request, _("The common text is published."))
        return redirect("network:positioning")
    status = 422 if form is not None and form.is_bound else 200
    kept = drafts.context(request, draft_key) if form is not None else {}
    return render(request, "network/positioning.html", {"page": page, "form": form, **kept}, status=status)


def _text_of(positioning: Any) -> dict[str, Any]:
    return {"text": positioning.text, "signed_by": positioning.signed_by}


@professionals_only
@idempotent
def duty(request: HttpRequest) -> HttpResponse:
    """Who answers, now and later; facilitators add a turn."""
    may_edit = rules.is_facilitator(request.user, request.network)
    if request.method == "POST" and not may_edit:
        raise Http404
    form = _duty_form(request, initial={"promised_days": request.network.promised_days}) if may_edit else None
    if form is not None and form.is_bound and form.is_valid() and _save_turn(request, form):
        messages.success(request, _("The turn is saved."))
        return redirect("network:duty")
    today = timezone.localdate()
    context = {
        "roster": queries.duty_roster(request.network, today),
        "now": queries.duty_now(request.network, today),
        "form": form,
    }
    return render(request, "network/duty.html", context, status=422 if form is not None and form.is_bound else 200)


@facilitators_only
def edit_duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    turn = get_object_or_404(DutyPerson.objects.select_related("organization"), pk=pk, network=request.network)
    form = _duty_form(request, initial={**_turn_of(turn), "version": turn.version})
    if form.is_bound and form.is_valid():
        try:
            if _save_turn(request, form, turn):
                messages.success(request, _("The turn is saved."))
                return redirect("network:duty")
        except StaleVersion as stale:
            return conflict_page(request, form, stale.current, _turn_of(stale.current), (*DUTY, "last_date"))
    context = {"form": form, "turn": turn}
    return render(request, "network/edit_duty.html", context, status=422 if form.is_bound else 200)


@require_POST
@facilitators_only
def end_duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    turn = DutyPerson.objects.filter(pk=pk, network=request.network).first()
    if turn is not None:
        actions.end_duty(person=turn, by=request.user, at=timezone.now())
    messages.success(request, _("The turn is taken off."))
    return redirect("network:duty")


def _turn_of(turn: Any) -> dict[str, Any]:
    """The saved values as the form shows them."""
    values = {name: getattr(turn, name) for name in DUTY} | {"organization": turn.organization.slug}
    return {**values, "last_date": turn.ends_date - timedelta(days=1) if turn.ends_date else None}


def _duty_form(request: HttpRequest, initial: dict[str, Any]) -> DutyForm:
    organizations = Organization.objects.of_network(request.network).order_by("name")
    return DutyForm(request.POST or None, initial=initial, organizations=organizations)


def _save_turn(request: HttpRequest, form: DutyForm, turn: DutyPerson | None = None) -> bool:
    try:
        actions.set_duty(
            network=request.network, by=request.user, at=timezone.now(), person=turn,
            expected=form.read_version if turn else None, user=turn.user if turn else None, **form.turn(),
        )  # fmt: skip
    except actions.UnableToChangeDuty:
        form.add_error("organization", _("This organization does not take part in the network."))
        return False
    return True


@facilitators_only
def settings(request: HttpRequest) -> HttpResponse:
    """Texts, telephone, colour and doors of the network."""
    here = get_object_or_404(Network.objects.select_related("lead_organization"), pk=request.network.pk)
    form = SettingsForm(
        request.POST or None, request.FILES or None, network=here,
        organizations=Organization.objects.of_network(here).order_by("name"),
        initial={**_settings_of(here), "version": here.version},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            actions.edit_network(
                network=here, by=request.user, at=timezone.now(), expected=form.read_version,
                **form.changes(),
            )  # fmt: skip
        except StaleVersion as stale:
            return conflict_page(request, form, stale.current, _settings_of(stale.current), SETTINGS)
        except actions.UnableToCreateNetwork:
            form.add_error("host", _("Another network has this host name."))
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("network:settings")
    context = {"form": form, "shades": shades_of(here.accent) if here.accent else None}
    return render(request, "network/settings.html", context, status=422 if form.is_bound else 200)


def _settings_of(network: Any) -> dict[str, Any]:
    values = {name: getattr(network, name) for name in SETTINGS}
    values["lead_organization"] = network.lead_organization.slug if network.lead_organization else ""
    values["host"] = network.host or ""
    return values


@public
def accent_css(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One rule; its address changes with the network's version, so that it may be kept for ever."""
    here = get_object_or_404(Network, slug=slug)
    if not here.accent:
        raise Http404
    shades = shades_of(here.accent)
    rule = (
        f":root {{ --network-accent: {shades.accent}; --network-accent-strong: {shades.strong}; "
        f"--network-accent-dark: {shades.dark}; --network-accent-dark-strong: {shades.dark_strong}; }}\n"
    )
    is_current = version == here.version
    kept = "public, max-age=31536000, immutable" if is_current else "public, max-age=60"
    return HttpResponse(
        rule,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": kept, "X-Content-Type-Options": "nosniff"},
    )
