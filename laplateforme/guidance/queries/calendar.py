"""The dates of a kept route as a calendar file."""

from datetime import datetime, timedelta

from laplateforme.guidance.models import RouteSnapshot


def calendar_of(snapshot: RouteSnapshot) -> bytes:
    """One event for each date, empty without any."""
    dates = snapshot.content["dates"]
    if not dates:
        return b""
    import icalendar  # noqa: PLC0415  slow import

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//LaPlateforme//FR")
    calendar.add("version", "2.0")
    for date in dates:
        starts_at = datetime.fromisoformat(date["starts_at"])
        event = icalendar.Event()
        event.add("uid", f"{date['code']}-{starts_at:%Y%m%dT%H%M}@{snapshot.code.lower()}.laplateforme")
        event.add("dtstamp", snapshot.created_at)
        event.add("dtstart", starts_at)
        event.add(
            "dtend", datetime.fromisoformat(date["ends_at"]) if date["ends_at"] else starts_at + timedelta(hours=1)
        )
        event.add("summary", date["offer"])
        if date["place"]:
            event.add("location", date["place"])
        calendar.add_component(event)
    return bytes(calendar.to_ical())
