"""Slots taken, answered, left; people noted absent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laplateforme.fairs import actions, rules
from laplateforme.fairs.models import Duty, Occasion, Slot
from laplateforme.fairs.models.occasion import OccasionQuerySet
from laplateforme.fairs.views.occasions import refusal


def readable(request: HttpRequest) -> OccasionQuerySet:
    """The occasions that the person may read here."""
    return Occasion.objects.of_network(request.network).visible_to(request.user)


@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody volunteers."""
    slot = Slot.objects.filter(pk=pk, occasion__in=readable(request)).select_related("occasion__network").first()
    if slot is None or not rules.can_volunteer(request.user, slot.occasion, timezone.now()):
        raise Http404
    try:
        actions.take_duty(slot=slot, by=request.user, at=timezone.now())
    except actions.UnableToTakeDuty as refused:
        messages.info(request, refusal(refused.why))
    else:
        messages.success(request, _("Thank you. You may step back until it ends."))
    return redirect(slot.occasion)


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    slot = Slot.objects.filter(pk=pk, occasion__in=readable(request)).select_related("occasion__network").first()
    if slot is None or not rules.can_decide(request.user, slot.occasion.network):
        raise Http404
    try:
        actions.remove_slot(slot=slot, by=request.user, at=timezone.now())
    except actions.UnableToOpenSlot:
        messages.info(request, _("Somebody took this slot: they step back first."))
    return redirect(slot.occasion)


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes, no, or a step back: by the person alone."""
    duty = Duty.objects.filter(pk=pk, slot__occasion__in=readable(request)).select_related("slot__occasion").first()
    if duty is None or not rules.can_answer(request.user, duty):
        raise Http404
    deed, at = request.POST.get("deed"), timezone.now()
    try:
        if deed == "leave":
            actions.leave_duty(duty=duty, by=request.user, at=at)
        elif deed in {"yes", "no"}:
            actions.answer_duty(duty=duty, comes=deed == "yes", by=request.user, at=at)
    except actions.UnableToTakeDuty as refused:
        messages.info(request, refusal(refused.why))
    else:
        messages.success(request, _("Noted."))
    is_read = readable(request).filter(pk=duty.slot.occasion_id).exists()
    return redirect(duty.slot.occasion) if is_read else redirect("fairs:occasions")


@require_POST
def absent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Afterwards: somebody did not come, or came after all."""
    duty = Duty.objects.filter(pk=pk, slot__occasion__in=readable(request)).select_related("slot__occasion__network")
    found = duty.first()
    if found is None or not rules.can_decide(request.user, found.slot.occasion.network):
        raise Http404
    try:
        actions.mark_absent(duty=found, by=request.user, at=timezone.now(), is_absent=found.status == "taken")
    except actions.UnableToTakeDuty:
        messages.info(request, _("It has not begun yet."))
    return redirect(found.slot.occasion)
