"""Who is told what about groups. Nothing personal in a subject; one act a letter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.accounts.models import User
from laplateforme.core.mail import Attachment, queue_mail
from laplateforme.groups.models import Action, Admission, GroupMember, Meeting, Minutes, WorkingGroup
from laplateforme.groups.queries.calendar import calendar_of
from laplateforme.groups.queries.pack import is_to_approve, pack_of
from laplateforme.groups.queries.words import meeting_title, member_words, when_words, where_words
from laplateforme.network.models import Network


def address_of(group: WorkingGroup, path: str = "") -> str:
    """The whole address of a page: `path` without the prefix of the network, or that of the group."""
    return f"{group.network.base_address()}{path or f'/groupes/{group.slug}/'}"


def _queue(user: User, group: WorkingGroup, template: str, subject: str, **more: Any) -> None:
    files: Sequence[Attachment] = more.pop("files", ())
    context = {"group": group, "network": group.network, "person": user, **more}
    queue_mail(
        to=user.email,
        subject=subject,
        text=render_to_string(template, context),
        attachments=files,
    )


def _entry(meeting: Meeting, member: GroupMember) -> list[Attachment]:
    return [Attachment("reunion.ics", calendar_of([meeting], guest=member), "text/calendar")]


def queue_invitation(meeting: Meeting, member: GroupMember, *, is_update: bool) -> None:
    """When, where, what about, with the calendar entry."""
    with translation.override(member.user.language or "fr"):
        subject = gettext("Meeting changed: look at the date and place") if is_update else gettext("To note: a meeting")
        _queue(
            member.user,
            meeting.group,
            "groups/email/invitation.txt",
            subject,
            meeting=meeting,
            title=meeting_title(meeting),
            when=when_words(meeting),
            where=where_words(meeting),
            items=list(meeting.items.all()),
            address=address_of(meeting.group, f"/reunions/{meeting.code}/"),
            files=_entry(meeting, member),
            is_update=is_update,
        )


def queue_cancellation(meeting: Meeting, member: GroupMember) -> None:
    with translation.override(member.user.language or "fr"):
        _queue(
            member.user,
            meeting.group,
            "groups/email/cancelled.txt",
            gettext("Cancelled: a meeting"),
            meeting=meeting,
            title=meeting_title(meeting),
            when=when_words(meeting),
            address=address_of(meeting.group),
            files=_entry(meeting, member),
        )


def queue_poll(meeting: Meeting, member: GroupMember) -> None:
    """Asks which of the proposed dates suit."""
    with translation.override(member.user.language or "fr"):
        _queue(
            member.user,
            meeting.group,
            "groups/email/poll.txt",
            gettext("Choose: the date of a meeting"),
            meeting=meeting,
            title=meeting_title(meeting),
            address=address_of(meeting.group, f"/reunions/{meeting.code}/dates/"),
        )


def queue_minutes(minutes: Minutes, member: GroupMember) -> None:
    """The account of a meeting is there to be read, corrected and approved."""
    meeting = minutes.meeting
    with translation.override(member.user.language or "fr"):
        _queue(
            member.user,
            meeting.group,
            "groups/email/minutes.txt",
            gettext("To read: minutes of a meeting"),
            minutes=minutes,
            title=meeting_title(meeting),
            address=address_of(meeting.group, f"/reunions/{meeting.code}/compte-rendu/"),
        )


def queue_welcome(member: GroupMember, at: datetime) -> None:
    """All that a newcomer needs, in one letter: objectives, past minutes, what is open, next dates, people."""
    group = member.group
    pack = pack_of(group, at)
    dates = [Attachment("dates.ics", calendar_of(pack.next_dates, title=group.name), "text/calendar")]
    with translation.override(member.user.language or "fr"):
        past = [
            (
                meeting_title(one.meeting),
                address_of(group, f"/reunions/{one.meeting.code}/compte-rendu/"),
                is_to_approve(one),
            )
            for one in pack.minutes
        ]
        coming = [(meeting_title(one), when_words(one), where_words(one)) for one in pack.next_dates]
        people = [member_words(one) for one in pack.members if one.pk != member.pk]
        _queue(
            member.user,
            group,
            "groups/email/welcome.txt",
            gettext("Welcome to the group: all you need"),
            pack=pack,
            past=past,
            coming=coming,
            people=people,
            address=address_of(group, f"/groupes/{group.slug}/bienvenue/"),
            files=dates if pack.next_dates else (),
        )


def queue_admission(admission: Admission, member: GroupMember) -> None:
    """A member is asked what to say to a newcomer."""
    with translation.override(member.user.language or "fr"):
        _queue(
            member.user,
            admission.group,
            "groups/email/admission.txt",
            gettext("Say: a structure asks to join"),
            admission=admission,
            address=address_of(admission.group, f"/groupes/admissions/{admission.pk}/"),
        )


def queue_admission_refused(admission: Admission) -> None:
    with translation.override(admission.user.language or "fr"):
        _queue(
            admission.user,
            admission.group,
            "groups/email/admission_refused.txt",
            gettext("Answer of the working group"),
            admission=admission,
            address=address_of(admission.group),
        )


def queue_reminder(user: User, network: Network, actions: Sequence[Action]) -> None:
    """What somebody said they would do, late or due within a week: one letter a week at most."""
    with translation.override(user.language or "fr"):
        lines = [(one, address_of(one.group, f"/groupes/{one.group.slug}/suivi/")) for one in actions]
        text = render_to_string("groups/email/reminder.txt", {"network": network, "person": user, "lines": lines})
        queue_mail(to=user.email, subject=gettext("To do: what you said you would do"), text=text)
