"""Meetings: called, dated, prepared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.groups import actions, rules
from laplateforme.groups.enums import MeetingStatus, Presence
from laplateforme.groups.forms.meeting import CallForm, DatesForm, EditItemForm, ItemForm, MeetingForm, MoreDateForm
from laplateforme.groups.models import AgendaItem, CalendarAddress, DateOption, Meeting
from laplateforme.groups.queries import meetings as queries
from laplateforme.groups.queries.calendar import calendar_of
from laplateforme.groups.queries.groups import calendar_address, calendar_meetings, meeting_line
from laplateforme.groups.queries.words import meeting_title
from laplateforme.groups.views.doors import inner_meeting, led_group, led_meeting, status_of

MEETING = ("title", "starts_at", "ends_at", "place", "link", "host")
ITEM = ("title", "text", "kind", "minutes_planned", "bearer", "organization", "grid_point")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One date, or several that the members choose from."""
    group = led_group(request, slug)
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "place", "link")}
        meeting = call(group, form.dates, values, request.user)
        return redirect(meeting)
    return render(request, "groups/new_meeting.html", {"form": form, "group": group}, status=status_of(form))


def call(group: Any, dates: list[Any], values: dict[str, Any], user: Any, previous: Any = None) -> Meeting:
    """One date sets it; several are asked of the members by mail."""
    when = {"starts_at": dates[0]} if len(dates) == 1 else {"options": dates}
    at = timezone.now()
    meeting = actions.call_meeting(group=group, previous=previous, at=at, by=user, **when, **values)
    if meeting.status == MeetingStatus.POLL:
        actions.ask_dates(meeting=meeting, at=at, by=user)
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def next_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The next one, born from this one: agreed before people leave."""
    meeting = led_meeting(request, code)
    initial = {"place": meeting.place}
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "place", "link")}
        return redirect(call(meeting.group, form.dates, values, request.user, previous=meeting))
    context = {"form": form, "group": meeting.group, "previous": meeting_line(meeting)}
    return render(request, "groups/new_meeting.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """When, where, what about, who comes. A POST adds a point to the agenda."""
    found = inner_meeting(request, code)
    group = found.group
    minutes = getattr(found, "minutes", None)
    may_write = rules.can_write_notes(request.user, group, minutes) and found.status != MeetingStatus.CANCELLED
    form = ItemForm(request.POST if request.method == "POST" else None, group=group) if may_write else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in ("title", "minutes_planned", "bearer")}
            actions.add_item(meeting=found, at=timezone.now(), by=request.user, **values)
            return redirect(f"{found.get_absolute_url()}#ordre-du-jour")
    now = timezone.now()
    lines = queries.item_lines(found)
    may_lead = rules.can_lead(request.user, group)
    context = {
        "meeting": found,
        "group": group,
        "line": meeting_line(found),
        "items": lines,
        "promises": queries.promises_of(group, timezone.localdate(now), only_open=True)
        if queries.has_follow_up(lines)
        else [],
        "attendances": queries.attendance_lines(found),
        "me": queries.member_of(group, request.user),
        "my_presence": queries.my_presence(found, request.user),
        "suggestions": queries.suggestions(found, now) if may_lead and found.status != MeetingStatus.HELD else [],
        "dates": queries.date_lines(found, request.user) if found.status == MeetingStatus.POLL else [],
        "minutes": minutes,
        "form": form,
        "may_lead": may_lead,
        "may_write": may_write,
    }
    return render(request, "groups/meeting.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, code: str) -> HttpResponse:
    """Which dates suit: one list, three buttons a date."""
    found = inner_meeting(request, code)
    me = queries.member_of(found.group, request.user)
    lines = queries.date_lines(found, request.user)
    is_open = found.status == MeetingStatus.POLL
    form = DatesForm(request.POST if request.method == "POST" else None, lines=lines) if me and is_open else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                actions.answer_dates(meeting=found, member=me, answers=form.answers, at=timezone.now())
            except actions.UnableToMoveMeeting:
                messages.info(request, _("The date has been chosen meanwhile."))
            else:
                messages.success(request, _("Thank you, your answers are kept. You may change them."))
            return redirect("groups:dates", code=found.code)
    may_lead = rules.can_lead(request.user, found.group)
    context = {
        "meeting": found,
        "group": found.group,
        "title": meeting_title(found),
        "lines": lines,
        "best": queries.best_of(lines),
        "form": form,
        "more": MoreDateForm() if may_lead and is_open else None,
        "may_lead": may_lead and is_open,
    }
    return render(request, "groups/dates.html", context, status=status_of(form))


@require_POST
@idempotent
def add_date(request: HttpRequest, code: str) -> HttpResponse:
    found = led_meeting(request, code)
    form = MoreDateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day and the hour: 08/12/2026 14:30."))
        return redirect("groups:dates", code=found.code)
    try:
        actions.add_date(meeting=found, starts_at=form.cleaned_data["starts_at"], at=timezone.now(), by=request.user)
    except actions.UnableToMoveMeeting:
        messages.info(request, _("No date can be added here any more."))
    return redirect("groups:dates", code=found.code)


@require_POST
def choose_date(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The date is set and everybody invited."""
    found = led_meeting(request, code)
    option = get_object_or_404(DateOption, pk=pk, meeting=found)
    try:
        actions.choose_date(meeting=found, option=option, at=timezone.now(), by=request.user)
    except actions.UnableToMoveMeeting:
        messages.info(request, _("The date has been chosen meanwhile."))
    else:
        messages.success(request, _("The date is set. Everybody receives an invitation for their calendar."))
    return redirect(found)


@require_POST
def ask_dates(request: HttpRequest, code: str) -> HttpResponse:
    """A letter to every member: which dates suit?"""
    found = led_meeting(request, code)
    try:
        count = actions.ask_dates(meeting=found, at=timezone.now(), by=request.user)
    except actions.UnableToMoveMeeting:
        messages.info(request, _("The date has been chosen meanwhile."))
    else:
        messages.success(request, _("Letters on their way: %(count)d.") % {"count": count})
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Date, place, host. Those who were invited receive the change."""
    found = led_meeting(request, code)
    initial = {name: getattr(found, name) for name in MEETING} | {"version": found.version}
    initial["host"] = found.host.slug if found.host else None
    is_dated = found.starts_at is not None
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial=initial, network=found.group.network,
        is_dated=is_dated,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in MEETING}
        try:
            actions.edit_meeting(
                meeting=found, at=timezone.now(), by=request.user, expected=form.read_version, **values
            )
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in MEETING}
            return conflict_page(request, form, error.current, now, ("title", "place", "link"))
        except actions.UnableToMoveMeeting:
            messages.info(request, _("This meeting is cancelled."))
        else:
            messages.success(request, _("Saved. Those who were invited receive the change."))
        return redirect(found)
    context = {"form": form, "meeting": found, "group": found.group, "title": meeting_title(found)}
    return render(request, "groups/edit_meeting.html", context, status=status_of(form))


@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """The invitation to every member, or once more when something has changed."""
    found = led_meeting(request, code)
    try:
        actions.send_invitations(meeting=found, at=timezone.now(), by=request.user)
    except actions.UnableToMoveMeeting:
        messages.info(request, _("Set the date first."))
    else:
        messages.success(request, _("The invitations are on their way, with the entry for calendars."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first: calendars let the meeting go."""
    found = led_meeting(request, code)
    if request.method == "POST":
        try:
            actions.cancel_meeting(meeting=found, at=timezone.now(), by=request.user)
        except actions.UnableToMoveMeeting:
            messages.info(request, _("This meeting took place, or is cancelled already."))
        else:
            messages.success(request, _("The meeting is cancelled."))
        return redirect(found)
    effects = [_("Everybody who was invited receives a letter."), _("Calendars take the meeting out.")]
    context = {
        "title": _("Cancel this meeting?"), "text": meeting_title(found), "effects": effects,
        "action_label": _("Cancel the meeting"), "cancel_url": found.get_absolute_url(), "is_danger": True,
    }  # fmt: skip
    return render(request, "core/confirm.html", context)


@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """I come, or I am excused."""
    found = inner_meeting(request, code)
    me = queries.member_of(found.group, request.user)
    if me is None:
        raise Http404
    presence = Presence.COMING if request.POST.get("presence") == Presence.COMING else Presence.EXCUSED
    actions.say_presence(meeting=found, member=me, presence=presence, at=timezone.now())
    messages.success(request, _("Thank you, it is noted."))
    return redirect(found)


@require_safe
def meeting_ics(request: HttpRequest, code: str) -> HttpResponse:
    found = inner_meeting(request, code)
    if found.starts_at is None:
        raise Http404
    return calendar_file([found], "reunion.ics")


def calendar_file(rows: list[Meeting], name: str, title: str = "") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(calendar_of(rows, title=title), content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
def suggest(request: HttpRequest, code: str) -> HttpResponse:
    """What another room produces becomes a point in one click."""
    found = led_meeting(request, code)
    for one in queries.suggestions(found, timezone.now()):
        if one.key == request.POST.get("key"):
            actions.add_item(meeting=found, title=one.title, about_path=one.path, at=timezone.now(), by=request.user)
    return redirect(f"{found.get_absolute_url()}#ordre-du-jour")


def item_of(request: HttpRequest, pk: UUID) -> AgendaItem:
    """A point that the person may write."""
    rows = AgendaItem.objects.select_related("meeting__group__network", "bearer", "organization")
    item = get_object_or_404(rows, pk=pk)
    found = inner_meeting(request, item.meeting.code)
    if not rules.can_write_notes(request.user, found.group, getattr(found, "minutes", None)):
        raise Http404
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_of(request, pk)
    found = item.meeting
    initial = {name: getattr(item, name) for name in ITEM} | {"version": item.version}
    initial["organization"] = item.organization.slug if item.organization else None
    form = EditItemForm(request.POST if request.method == "POST" else None, initial=initial, group=found.group)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ITEM}
        try:
            actions.edit_item(item=item, at=timezone.now(), by=request.user, expected=form.read_version, **values)
        except StaleVersion as error:
            now = {name: getattr(error.current, name) for name in ITEM}
            return conflict_page(request, form, error.current, now, ("title", "text", "minutes_planned"))
        return redirect(f"{found.get_absolute_url()}#ordre-du-jour")
    context = {"form": form, "item": item, "meeting": found, "group": found.group, "title": meeting_title(found)}
    return render(request, "groups/edit_item.html", context, status=status_of(form))


@require_POST
def move_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Up, down, or out."""
    item = item_of(request, pk)
    deed = request.POST.get("deed")
    if deed == "remove":
        try:
            actions.remove_item(item=item, at=timezone.now(), by=request.user)
        except actions.UnableToMoveMeeting:
            messages.info(request, _("Something is noted on this point: it stays."))
    elif deed in {"up", "down"}:
        actions.move_item(item=item, up=deed == "up", at=timezone.now(), by=request.user)
    return redirect(f"{item.meeting.get_absolute_url()}#ordre-du-jour")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own calendar address: made, renewed, taken back."""
    if request.network is None:
        raise Http404
    if request.method == "POST":
        deed = actions.revoke_calendar_address if request.POST.get("deed") == "revoke" else actions.new_calendar_address
        deed(user=request.user, network=request.network, at=timezone.now())
        return redirect("groups:calendar")
    mine = CalendarAddress.objects.filter(user=request.user, network=request.network).first()
    site, token = request.network.base_address(), mine.token if mine else ""
    context = (
        {"whole": f"{site}/agenda/{token}.ics", "address": f"{site}/groupes/calendrier/{token}.ics"} if mine else {}
    )
    return render(request, "groups/calendar.html", context)


@public
@require_safe
@limited("group-calendar", most=120, seconds=3600, methods=("GET",))
def calendar_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of whoever holds this secret address."""
    mine = calendar_address(request.network, token)
    if mine is None:
        raise Http404
    meetings = calendar_meetings(mine.user, mine.network)
    return calendar_file(meetings, "groupes.ics", title=mine.network.name)
