"""A date proposed, as a calendar entry (RFC 5545). It names the organizations, never a person."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _

from laplateforme.referrals.enums import DateAnswer
from laplateforme.referrals.models import ReferralMessage

USUAL_LENGTH = timedelta(hours=1)
STATUS = {"": "TENTATIVE", DateAnswer.SUITS.value: "CONFIRMED", DateAnswer.DECLINED.value: "CANCELLED"}


def date_as_calendar(message: ReferralMessage) -> bytes:
    """One entry, to be kept by whoever receives it."""
    from icalendar import Calendar, Event  # noqa: PLC0415  slow import

    assert message.starts_at is not None
    referral = message.referral
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//LaPlateforme//referrals//FR")
    calendar.add("version", "2.0")
    declined = message.answer == DateAnswer.DECLINED
    calendar.add("method", "CANCEL" if declined else "PUBLISH")
    event.add("uid", f"{message.pk}@laplateforme")
    event.add("dtstamp", (message.answered_at or message.said_at).astimezone(UTC))
    event.add("sequence", message.version - 1)
    event.add("status", STATUS[message.answer])
    event.add("dtstart", message.starts_at.astimezone(UTC))
    event.add("dtend", (message.starts_at + USUAL_LENGTH).astimezone(UTC))
    event.add("summary", _("Meeting with %(organization)s") % {"organization": referral.receiver.called})
    if place := referral.receiver.address:
        event.add("location", place)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
