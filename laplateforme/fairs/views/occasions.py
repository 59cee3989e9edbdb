"""Occasions: the list, one of them, proposed, decided; the load."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.text import fold
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.fairs import actions, rules
from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.forms.occasion import (
    YES,
    AnswerForm,
    AskForm,
    CallOffForm,
    DecideForm,
    EditOccasionForm,
    OccasionForm,
    SlotForm,
)
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.queries import pages
from laplateforme.fairs.queries.load import load_of, next_for
from laplateforme.fairs.queries.solicited import draft_of
from laplateforme.network.models import Organization


def known(request: HttpRequest, code: str) -> Occasion:
    """An occasion that the person may read; for anybody else it does not exist."""
    found = pages.find_occasion(code, request.network, request.user)
    if found is None:
        raise Http404
    return found


def decided_by_me(request: HttpRequest, code: str) -> Occasion:
    """One that the person writes decisions about."""
    found = known(request, code)
    if not rules.can_decide(request.user, found.network):
        raise Http404
    return found


@require_safe
def occasions(request: HttpRequest) -> HttpResponse:
    """Where the network goes, and where it was."""
    if not rules.can_see_fairs(request.user, request.network):
        raise Http404
    coming, past = pages.occasions_of(request.user, request.network, timezone.now())
    is_colleague = rules.can_read_load(request.user, request.network)
    context = {"coming": coming, "past": past, "is_colleague": is_colleague}
    return render(request, "fairs/occasions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def propose(request: HttpRequest) -> HttpResponse:
    """Anybody of the network proposes to go somewhere."""
    if not rules.can_propose(request.user, request.network):
        raise Http404
    form = OccasionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        occasion = actions.propose_occasion(
            network=request.network, values=form.values, by=request.user, at=timezone.now(), asked=form.asked
        )
        messages.success(request, _("Proposed. The network decides."))
        return redirect(occasion)
    return render(request, "fairs/propose.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What, when and where, corrected; those who come are told of new dates."""
    found = known(request, code)
    if not rules.can_edit(request.user, found):
        raise Http404
    form = EditOccasionForm(request.POST if request.method == "POST" else None, occasion=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_occasion(
                occasion=found, expected=form.read_version, values=form.values, asked=form.asked, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except StaleVersion as stale:
            current = Occasion.objects.select_related("commune").get(pk=stale.current.pk)
            return conflict_page(request, form, current, pages.words_by_field(current), pages.COMPARED)
        except actions.UnableToPropose:
            form.add_error("starts_at", _("It has begun: people stood there at hours outside these dates."))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "occasion": found}
    return render(request, "fairs/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def occasion(request: HttpRequest, code: str) -> HttpResponse:
    """What, when, who stands there; who could come next."""
    found, now = known(request, code), timezone.now()
    is_open = found.status == OccasionStatus.ACCEPTED and found.ends_at > now
    is_colleague = rules.can_read_load(request.user, found.network)
    context = {
        "occasion": found,
        "line": pages.line_of(found),
        "facts": pages.facts_of(found),
        "slots": pages.slot_lines(found, request.user, now, shows_names=is_colleague),
        "represented": by_name(found) if is_colleague else [],
        "next_ones": next_for(found, now) if is_open and is_colleague else [],
        "is_colleague": is_colleague,
        "may_volunteer": rules.can_volunteer(request.user, found, now),
        "may_decide": rules.can_decide(request.user, found.network),
        "may_edit": rules.can_edit(request.user, found),
        "is_open": is_open,
        "has_report": rules.can_read_report(request.user, found, now),
        "may_answer_three": rules.can_answer_three(request.user, found, now),
    }
    return render(request, "fairs/occasion.html", context)


@public
@cached_for_anonymous
@require_safe
def meet(request: HttpRequest, code: str) -> HttpResponse:
    """Where and when to meet the network: no name of a person, nothing of who stands when."""
    found = pages.find_announced(code, request.network)
    if found is None:
        raise Http404
    is_off = found.status == OccasionStatus.CANCELLED
    context = {
        "occasion": found,
        "line": pages.line_of(found),
        "represented": [] if is_off else by_name(found),
        "is_off": is_off,
        "is_over": found.ends_at <= timezone.now(),
        "is_colleague": rules.can_read_load(request.user, found.network),
    }
    return render(request, "fairs/meet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Writes what the network decided; then, when a third party asked, their answer."""
    found = decided_by_me(request, code)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.decide_occasion(
                occasion=found, goes=data["goes"] == YES, words=data["words"], by=request.user, at=timezone.now()
            )
        except actions.UnableToDecide:
            messages.info(request, _("It was decided meanwhile."))
            return redirect(found)
        is_asked = found.asked_body and found.answered_at is None
        return redirect("fairs:reply", found.code) if is_asked else redirect(found)
    return render(request, "fairs/decide.html", {"form": form, "occasion": found}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """The letter to the third party who asked the network to come: once."""
    found = decided_by_me(request, code)
    if not found.asked_body or found.status == OccasionStatus.PROPOSED or found.answered_at is not None:
        messages.info(request, _("There is no answer to write: nobody asked, or they were answered."))
        return redirect(found)
    initial = {"text": draft_of(found, request.user), "to": found.asked_contact if "@" in found.asked_contact else ""}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.answer_solicitation(
            occasion=found, text=data["text"], to=data["to"], by=request.user, at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("The letter leaves.") if data["to"] else _("The answer is kept."))
        return redirect(found)
    return render(request, "fairs/reply.html", {"form": form, "occasion": found}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """We were going, and do not: a reason, and a message to those who were to come."""
    found, at = decided_by_me(request, code), timezone.now()
    if found.status != OccasionStatus.ACCEPTED or found.ends_at <= at:
        messages.info(request, _("Only an occasion to come, where the network goes, is called off."))
        return redirect(found)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_occasion(occasion=found, words=form.cleaned_data["words"], by=request.user, at=at)
        except actions.UnableToDecide:
            messages.info(request, _("It was decided meanwhile."))
        else:
            messages.success(request, _("Called off. Those who were to come are told."))
        return redirect(found)
    context = {"form": form, "occasion": found}
    return render(request, "fairs/call_off.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_slot(request: HttpRequest, code: str) -> HttpResponse:
    """People are wanted from then to then."""
    found = decided_by_me(request, code)
    initial = {"starts_at": found.starts_at, "ends_at": found.ends_at}
    form = SlotForm(request.POST if request.method == "POST" else None, occasion=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "title", "wanted", "for_holders")}
        try:
            actions.open_slot(occasion=found, by=request.user, at=timezone.now(), **values)
        except actions.UnableToOpenSlot:
            messages.info(request, _("Slots are opened once the network has decided to go."))
        return redirect(found)
    return render(request, "fairs/slot.html", {"form": form, "occasion": found}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def ask(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Asks somebody to take a slot; they say yes or no."""
    found = decided_by_me(request, code)
    slot = found.slots.filter(pk=pk).first()
    if slot is None:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None, occasion=found)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["member"].user
        try:
            actions.ask_duty(slot=slot, person=person, by=request.user, at=timezone.now())
        except actions.UnableToTakeDuty as refused:
            form.add_error("member", refusal(refused.why))
        else:
            messages.success(request, _("Asked. They read it in “To do” and say yes or no."))
            return redirect(found)
    context = {"form": form, "occasion": found, "when": pages.when_words(slot.starts_at, slot.ends_at)}
    return render(request, "fairs/ask.html", context, status=422 if form.is_bound else 200)


def by_name(occasion: Occasion) -> list[Organization]:
    """Those that the stand speaks for, in the order of the names that are shown."""
    return sorted(occasion.represented.all(), key=lambda one: fold(one.called))


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Hours given and visibility received by each, over twelve months."""
    if not rules.can_read_load(request.user, request.network):
        raise Http404
    lines = load_of(request.network, timezone.now())
    headers = [_("Structure"), _("Hours given"), _("Hours promised"), _("Occasions"), _("Its part"), _("Balance")]
    rows = [
        (one.organization.called, *(f"{value:n}" for value in (one.given, one.promised, one.seen, one.part)),
         f"{one.balance:+n}" if one.balance else "0")
        for one in lines
    ]  # fmt: skip
    return render(request, "fairs/load.html", {"headers": headers, "rows": rows})


def refusal(why: str) -> str:
    """Why a slot cannot be taken, in a sentence."""
    return {
        "full": _("All places of this slot are taken."),
        "elsewhere": _("Another slot is taken at the same time."),
        "kind": _("This slot is not for people with a project. Open one for them."),
        "address": _("Without an e-mail address, no link can be sent. The person says yes here, beside you."),
        "over": _("This slot is over, or the occasion was called off."),
    }.get(why, _("This person cannot be asked."))
