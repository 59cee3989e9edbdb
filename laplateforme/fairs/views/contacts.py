"""Contacts: the network's list, one of them, and the person's own page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from laplateforme.core import journal
from laplateforme.core.http import client_address, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import exceeded
from laplateforme.core.signing import LINK_LIFE, UnableToOpenLink, open_link, sign_link
from laplateforme.fairs import actions, emails, rules
from laplateforme.fairs.enums import GivenBy, Spoken
from laplateforme.fairs.forms.contacts import CorrectContactForm, FileForm, FollowForm, KeepContactForm
from laplateforme.fairs.models import Contact
from laplateforme.fairs.queries import contacts as queries
from laplateforme.fairs.queries.stand import find_stand
from laplateforme.fairs.queries.stand_words import reader_name, words_of_agreement
from laplateforme.network.models import Organization
from laplateforme.projects.rules import can_write

KEPT = "fairs.kept"
LIFE = LINK_LIFE * 4  # as long as an unconfirmed contact lives
PER_ADDRESS = 300  # in ten minutes: a whole fair shares one address


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Those to follow, then the others. No means of contact here."""
    if not rules.can_read_contacts(request.user, request.network):
        raise Http404
    follow, others = queries.contacts_of(request.network, request.user, timezone.now())
    return render(request, "fairs/contacts.html", {"follow": follow, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One contact. That the details are read is written in the journal before the page leaves."""
    found, at = queries.find_contact(pk, request.network, request.user), timezone.now()
    if found is None:
        raise Http404
    may_follow = rules.can_follow(request.user, found)
    initial = {"bearer": found.bearer_id, "next_step": found.next_step, "next_date": found.next_date}
    is_follow = request.method == "POST" and request.POST.get("deed") == "follow"
    form = FollowForm(request.POST if is_follow else None, contact=found, initial=initial)
    is_file = request.method == "POST" and request.POST.get("deed") == "file" and found.organization_id is None
    file_form = FileForm(request.POST if is_file else None, contact=found)
    if request.method == "POST":
        if not may_follow:
            raise PermissionDenied
        if request.POST.get("deed") == "file" and (not is_file or file_form.is_valid()):
            return _open_file(request, found, file_form.cleaned_data["organization"] if is_file else None)
        if not is_file and (not is_follow or form.is_valid()):
            _act(request, found, form)
            return redirect(found)
    shows_details = rules.can_read_details(request.user, found, at)
    by_hand = rules.can_send_by_hand(request.user, found, at)
    if shows_details or by_hand:
        journal.record("contact read", at=at, actor_id=request.user.pk, subject=found, network_id=request.network.pk)
    spoken = found.spoken(at)
    context = {
        "contact": found, "line": queries.line_of(found, at), "form": form, "may_follow": may_follow,
        "shows_details": shows_details, "is_masked": spoken == Spoken.MASKED,
        "shows_words": spoken in (Spoken.MASKED, Spoken.OPEN), "offers": list(found.offers.order_by("name")),
        "alike": queries.alike(found, request.user) if may_follow else [],
        "may_open_file": shows_details and may_follow, "file_form": file_form,
        "link_by_hand": emails.own_address(found) if by_hand else "",
    }  # fmt: skip
    return render(request, "fairs/contact.html", context, status=422 if form.is_bound or is_file else 200)


def _open_file(request: HttpRequest, found: Contact, organization: Organization | None) -> HttpResponse:
    """A file of the organization that was named; then, at once, the page that passes the relay."""
    at = timezone.now()
    if not rules.can_read_details(request.user, found, at):
        raise PermissionDenied
    project = actions.open_file_of(contact=found, by=request.user, at=at, organization=organization)
    if not can_write(request.user, project):
        name = project.organization.called
        messages.success(request, _("A file is open at %(name)s: its advisers find it among theirs.") % {"name": name})
        return redirect(found)
    messages.success(request, _("A file is open. You may pass the relay now, or later."))
    return redirect("referrals:relay", project.pk)


def _act(request: HttpRequest, found: Contact, form: FollowForm) -> None:
    at, by, deed = timezone.now(), request.user, request.POST.get("deed", "")
    if deed == "follow":
        actions.follow_contact(contact=found, by=by, at=at, **form.cleaned_data)
        messages.success(request, _("Noted."))
    elif deed == "close":
        actions.close_contact(contact=found, by=by, at=at)
        messages.success(request, _("There is no more to do for this contact."))
    elif deed == "link":
        sent = actions.send_link_again(contact=found, by=by, at=at)
        messages.info(request, _("The link is sent again.") if sent else _("This contact has no e-mail address."))
    elif deed in {"same", "apart"}:
        other = None
        if deed == "same":
            key = uuid_or_none(request.POST.get("other", ""))
            other = queries.find_contact(key, request.network, by) if key else None
            if other is None:
                raise Http404
        actions.tell_same(contact=found, other=other, by=by, at=at)
        messages.success(request, _("Noted. Nothing was merged."))
    else:
        raise Http404


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The person's page: yes, a correction, or all of it erased. Opening it does nothing."""
    try:
        (key,) = open_link(emails.OWN, token, life=LIFE)
    except (UnableToOpenLink, ValueError):
        return render(request, "fairs/own_contact_closed.html", status=410)
    rows = Contact.objects.known().filter(occasion__network=request.network, pk=uuid_or_none(key))
    found, at = rows.select_related("occasion__network", "organization", "key_question").first(), timezone.now()
    if found is None:
        return render(request, "fairs/own_contact_closed.html", status=410)
    initial = {"first_name": found.first_name, "words": found.words}
    is_correct = request.POST.get("deed") == "correct"
    form = CorrectContactForm(request.POST if is_correct else None, initial=initial)
    if request.method == "POST" and (not is_correct or form.is_valid()):
        return _answer(request, token, found, form)
    context = {
        "contact": found, "form": form, "spoken": found.spoken(at).value, "masked": queries.masked(found),
        "reader": reader_name(found.occasion.network, found.organization), "need": queries.need_of(found),
    }  # fmt: skip
    return render(request, "fairs/own_contact.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, token: str, found: Contact, form: CorrectContactForm) -> HttpResponse:
    at, deed = timezone.now(), request.POST.get("deed", "")
    try:
        if deed == "erase":
            actions.forget_contact(contact=found, at=at)
            return render(request, "fairs/own_contact_closed.html", {"is_erased": True})
        if deed == "correct":
            data = form.cleaned_data
            actions.correct_contact(
                contact=found, first_name=data["first_name"], means=data["means"], words=data["words"], at=at
            )
            messages.success(request, _("Your correction is kept."))
        elif deed == "confirm":
            actions.confirm_contact(contact=found, at=at)
            messages.success(request, _("Thank you. You will be called back."))
        else:
            raise Http404
    except actions.UnableToConfirm:
        messages.info(request, _("It was noted too long ago: nobody uses it any more."))
    return redirect("fairs:own_contact", token)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def keep_contact(request: HttpRequest, code: str) -> HttpResponse:
    """The visitor holds the pen, on their own telephone: their own yes, at once."""
    occasion = find_stand(code, request.network)
    if occasion is None:
        raise Http404
    if request.method != "POST" and "garde" in request.GET:
        return render(request, "fairs/keep_contact_done.html", {"occasion": occasion})
    form = KeepContactForm(request.POST if request.method == "POST" else None, occasion=occasion)
    if request.method == "POST" and exceeded(
        "keep-contact", f"{occasion.pk} {client_address(request)}", most=PER_ADDRESS, seconds=600
    ):
        form.add_error(
            None, _("Too many at once from here. Your text is still on the screen: send it again in a while.")
        )
    if form.is_bound and form.is_valid():
        if not form.is_from_a_machine:
            actions.keep_contact(occasion=occasion, values=form.values, given_by=GivenBy.SCREEN, at=timezone.now())
        return redirect(f"{reverse('fairs:keep_contact', args=[code])}?garde={sign_link(KEPT, code)}")
    context = {"occasion": occasion, "form": form, "words": words_of_agreement(occasion.network, None)}
    return render(request, "fairs/keep_contact.html", context, status=422 if form.is_bound else 200)
