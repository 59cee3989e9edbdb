"""Sentences about meetings and people."""

from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.dates import hours_in_words, in_words
from laplateforme.groups.models import Attendance, GroupMember, GuestOrganization, Meeting
from laplateforme.groups.models.promise import Promise


def meeting_title(meeting: Meeting) -> str:
    """Its own title, or its number and day."""
    if meeting.title:
        return meeting.title
    if meeting.starts_at is None:
        return _("Meeting %(number)d") % {"number": meeting.number}
    return _("Meeting of %(day)s") % {"day": in_words(meeting.starts_at)}


def when_words(meeting: Meeting) -> str:
    """ "jeudi 22 novembre 2026, 9 h à 12 h"."""
    if meeting.starts_at is None:
        return _("Date being chosen")
    day = in_words(meeting.starts_at)
    return day if meeting.is_day_only else f"{day}, {hours_in_words(meeting.starts_at, meeting.ends_at)}"


def where_words(meeting: Meeting) -> str:
    """The place, or the premises of the host."""
    if meeting.place:
        return meeting.place
    return _("at %(host)s") % {"host": meeting.host.called} if meeting.host else ""


def approval_title(before: Meeting) -> str:
    if before.starts_at is None:
        return _("Approve the previous minutes")
    return _("Approve the minutes of %(day)s") % {"day": in_words(before.starts_at)}


def follow_up_title() -> str:
    return _("What we said we would do")


def body_of(member: GroupMember) -> str:
    """The organization that a member speaks for."""
    return member.organization.called if member.organization else ""


def member_words(member: GroupMember) -> str:
    """ "Nora Delmas (Maison Ravelle)", for colleagues."""
    name = member.user.get_full_name() if member.user.is_active else _("A member who left")
    body = body_of(member)
    return f"{name} ({body})" if body else name


def guest_words(guest: GuestOrganization) -> str:
    return guest.organization.called if guest.organization else guest.name


def attendance_body(row: Attendance) -> str:
    """The organization of somebody who came."""
    if row.organization:
        return row.organization.called
    if row.organization_name:
        return row.organization_name
    return body_of(row.member) if row.member else ""


def attendance_name(row: Attendance) -> str:
    if row.member is not None:
        return row.member.user.get_full_name() if row.member.user.is_active else _("A member who left")
    return row.name


def attendance_words(row: Attendance) -> str:
    """Name and organization, for colleagues."""
    name, body = attendance_name(row), attendance_body(row)
    return f"{name} ({body})" if name and body else name or body


def bearer_words(promise: Promise) -> str:
    """Who carries it, for colleagues."""
    if promise.bearer is not None:
        return member_words(promise.bearer)
    return promise.bearer_name


def day_of(meeting: Meeting) -> "object":
    return timezone.localdate(meeting.starts_at) if meeting.starts_at else None
