"""Notes taken by several, minutes from draft to the site, promises."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.forum.queries import thread_about
from laplateforme.groups import actions, rules
from laplateforme.groups.enums import ApprovalMode, MeetingStatus, MinutesStatus, Presence
from laplateforme.groups.forms.minutes import CorrectionForm, NotesForm, PresenceForm, SummaryForm
from laplateforme.groups.models import Correction, GroupMember, GroupTopic, Meeting, Minutes, WorkingGroup
from laplateforme.groups.queries import meetings as queries
from laplateforme.groups.queries import minutes as accounts
from laplateforme.groups.queries.words import meeting_title, member_words
from laplateforme.groups.views.doors import inner_meeting, led_meeting, status_of
from laplateforme.groups.views.meetings import item_of

APPROVED = gettext_lazy("Approved: these minutes are the group’s word.")
PUBLISHED = gettext_lazy("Published: anybody may read them. Organizations are named, not people.")
SUMMARY = ("introduction", "past", "present", "future", "annexes")


def written_meeting(request: HttpRequest, code: str) -> Meeting:
    """A meeting on which the person may note something now."""
    found = inner_meeting(request, code)
    minutes = getattr(found, "minutes", None)
    if found.status == MeetingStatus.CANCELLED or not rules.can_write_notes(request.user, found.group, minutes):
        raise Http404
    return found


@require_safe
def notes(request: HttpRequest, code: str) -> HttpResponse:
    """Every point with a form of its own: several people write at once."""
    found = written_meeting(request, code)
    lines = queries.item_lines(found)
    now = timezone.localdate()
    people = GroupMember.objects.current().filter(group=found.group).select_related("user", "organization")
    there = found.attendances.filter(presence=Presence.PRESENT)
    context = {
        "meeting": found,
        "group": found.group,
        "title": meeting_title(found),
        "lines": [(line, notes_form(line.item)) for line in lines],
        "promises": queries.promises_of(found.group, now, only_open=True) if queries.has_follow_up(lines) else [],
        "presence": PresenceForm(
            people=[(str(one.pk), member_words(one)) for one in people.order_by("user__name")],
            initial={"present": [str(key) for key in there.values_list("member_id", flat=True) if key]},
        ),
        "guests": [words for row, words in queries.attendance_lines(found) if row.member_id is None],
        "minutes": getattr(found, "minutes", None),
    }
    return render(request, "groups/notes.html", context)


def notes_form(item: Any, data: Any = None) -> NotesForm:
    initial = {"notes": item.notes, "grid_point": item.grid_point, "version": item.version}
    form = NotesForm(data, initial=initial, auto_id=f"id_{item.pk}_%s")
    lines = item.notes.count("\n") + len(item.notes) // 60
    form.fields["notes"].widget.attrs["rows"] = min(max(4, lines + 2), 24)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def item_notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One point. Whoever wrote there meanwhile is shown beside."""
    item = item_of(request, pk)
    found = item.meeting
    form = notes_form(item, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("notes", "grid_point")}
        try:
            actions.write_notes(item=item, at=timezone.now(), by=request.user, expected=form.read_version, **values)
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in ("notes", "grid_point")}
            return conflict_page(request, form, error.current, now, ("notes", "grid_point"))
        except (actions.UnableToWrite, actions.UnableToMoveMeeting):
            messages.info(request, _("These minutes are approved: nothing is noted any more."))
            return redirect(found)
        messages.success(request, _("Noted."))
        return redirect(f"{notes_address(found)}#point-{item.pk}")
    context = {"form": form, "item": item, "meeting": found, "group": found.group, "title": meeting_title(found)}
    return render(request, "groups/item_notes.html", context, status=status_of(form))


def notes_address(meeting: Meeting) -> str:
    return f"{meeting.get_absolute_url()}notes/"


@require_POST
def presence(request: HttpRequest, code: str) -> HttpResponse:
    """Who is there."""
    found = written_meeting(request, code)
    people = GroupMember.objects.current().filter(group=found.group)
    form = PresenceForm(request.POST, people=[(str(key), "") for key in people.values_list("pk", flat=True)])
    if not form.is_valid():
        messages.error(request, _("Nothing was noted: choose among the members, 4,000 characters at most."))
        return redirect("groups:notes", code=found.code)
    at = timezone.now()
    actions.open_minutes(meeting=found, at=at, by=request.user)
    actions.note_presence(
        meeting=found, present=form.cleaned_data["present"], others=form.guests, at=at, by=request.user
    )
    messages.success(request, _("Noted."))
    return redirect("groups:notes", code=found.code)


def minutes_of(request: HttpRequest, code: str) -> Minutes:
    """Minutes that the person may read."""
    found = accounts.find_minutes(code, request.network, request.user)
    if found is None or not rules.can_read_minutes(request.user, found.meeting.group, found):
        raise Http404
    return found


@public
@require_safe
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The account: whole for those inside, with organizations instead of people for everybody once published."""
    found = minutes_of(request, code)
    group = found.meeting.group
    is_inside = rules.can_enter(request.user, group)
    may_lead = is_inside and rules.can_lead(request.user, group)
    context: dict[str, Any] = {
        "group": group, "minutes": found, "page": accounts.minutes_page(found, is_public=not is_inside),
        "is_inside": is_inside,
    }  # fmt: skip
    if is_inside:
        context |= {
            "life": accounts.life_of(found),
            "thread": thread_about(GroupTopic.objects.all(), request.user, minutes=found),
            "corrections": accounts.corrections_of(found),
            "may_lead": may_lead,
            "may_write": rules.can_write_notes(request.user, group, found),
            "may_correct": rules.can_correct(request.user, group, found),
            "correction_form": CorrectionForm(meeting=found.meeting),
            "approving": accounts.meetings_that_may_approve(found),
            "needs_meeting": group.approval == ApprovalMode.NEXT_MEETING,
            "presentations": accounts.presentations_of(found.meeting)
            if found.status in {MinutesStatus.APPROVED, MinutesStatus.PUBLISHED}
            else [],
        }
    return render(request, "groups/minutes.html", context)


@require_safe
def public_face(request: HttpRequest, code: str) -> HttpResponse:
    """What others will read, before it is published."""
    found = inner_meeting(request, code)
    account = getattr(found, "minutes", None)
    if account is None:
        raise Http404
    account.meeting = found
    context = {
        "group": found.group, "minutes": account, "page": accounts.minutes_page(account, is_public=True),
        "is_inside": False, "is_preview": True,
    }  # fmt: skip
    return render(request, "groups/minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """Past, present, future; annexes; keywords."""
    found = written_meeting(request, code)
    account = actions.open_minutes(meeting=found, at=timezone.now(), by=request.user) if is_post(request) else None
    account = account or getattr(found, "minutes", None) or Minutes(meeting=found, version=1)
    saved = {name: getattr(account, name) for name in SUMMARY}
    saved |= {"keywords": ", ".join(map(str, account.keywords)), "version": account.version}
    form = SummaryForm(request.POST if is_post(request) else None, initial=saved)
    if is_post(request) and form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*SUMMARY, "keywords")}
        try:
            actions.edit_minutes(
                minutes=account, at=timezone.now(), by=request.user, expected=form.read_version, **values
            )
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in SUMMARY}
            return conflict_page(request, form, error.current, now, SUMMARY)
        except actions.UnableToWrite:
            messages.info(request, _("These minutes are approved: nothing is noted any more."))
            return redirect(found)
        return redirect("groups:minutes", code=found.code)
    context = {"form": form, "meeting": found, "group": found.group, "title": meeting_title(found)}
    return render(request, "groups/summary.html", context, status=status_of(form))


def is_post(request: HttpRequest) -> bool:
    return request.method == "POST"


@require_POST
def move_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Send, take back, approve, publish, take off the site: whoever leads."""
    found = led_meeting(request, code)
    account = get_object_or_404(Minutes.objects.select_related("meeting__group"), meeting=found)
    deed = request.POST.get("deed", "")
    said = {"minutes": account, "at": timezone.now(), "by": request.user}
    try:
        if deed == "circulate":
            actions.circulate(**said)
            messages.success(request, _("Sent to the members."))
        elif deed == "take_back":
            actions.take_back_minutes(**said)
        elif deed in {"approve", "approve_publish"}:
            later = Meeting.objects.filter(group=found.group, code=request.POST.get("meeting", "")[:12]).first()
            both = deed == "approve_publish"
            act = actions.approve_and_publish if both else actions.approve
            act(approved_in=later, **said)
            messages.success(request, PUBLISHED if both else APPROVED)
        elif deed == "publish":
            actions.mark_published(**said)
            messages.success(request, PUBLISHED)
        elif deed == "unpublish":
            actions.unpublish(**said)
        else:
            raise Http404
    except actions.UnableToMoveMinutes as error:
        messages.warning(request, why_not(str(error)))
    return redirect("groups:minutes", code=found.code)


def why_not(reason: str) -> str:
    """In words."""
    reasons = {
        "corrections": _("Decide first about the corrections that wait."),
        "next": _("This group approves minutes at the next meeting: choose the meeting that approved them."),
        "silence": _("The days to object are not over."),
        "draft": _("Send them to the members first."),
    }
    return reasons.get(reason, _("Somebody was quicker: look at where these minutes stand now."))


@require_POST
@idempotent
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """A member says what should be said otherwise."""
    found = inner_meeting(request, code)
    account = get_object_or_404(Minutes.objects.select_related("meeting__group"), meeting=found)
    if not rules.can_correct(request.user, found.group, account):
        raise Http404
    form = CorrectionForm(request.POST, meeting=found)
    if not form.is_valid():
        context = {"form": form, "group": found.group, "meeting": found, "title": meeting_title(found)}
        return render(request, "groups/correct.html", context, status=422)
    actions.propose_correction(
        minutes=account, text=form.cleaned_data["text"], item=form.cleaned_data["item"], at=timezone.now(),
        by=request.user,
    )  # fmt: skip
    messages.success(request, _("Thank you. Whoever leads the group decides about it before the approval."))
    return redirect("groups:minutes", code=found.code)


@require_POST
def decide_correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    inside = WorkingGroup.objects.of_network(request.network).open_to(request.user)
    rows = Correction.objects.filter(minutes__meeting__group__in=inside.values("pk"))
    found = get_object_or_404(rows.select_related("minutes__meeting__group__network"), pk=pk)
    meeting = found.minutes.meeting
    if not rules.can_lead(request.user, meeting.group):
        raise Http404
    is_accepted = request.POST.get("deed") == "accept"
    actions.decide_correction(correction=found, is_accepted=is_accepted, at=timezone.now(), by=request.user)
    if is_accepted:
        messages.success(request, _("Taken in: change the words of the point now."))
        if found.item_id:
            return redirect("groups:item_notes", pk=found.item_id)
    return redirect("groups:minutes", code=meeting.code)
