"""The working groups of the demonstration, by the same actions that people use."""

from datetime import datetime, timedelta

from laplateforme.accounts.models import User
from laplateforme.forum.actions import reply
from laplateforme.groups import actions
from laplateforme.groups.enums import ItemKind
from laplateforme.groups.models import Action, GroupMember, Meeting, WorkingGroup
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.portal.demonstration.read import Calendar, Row, rows

SETTINGS = ("purpose", "objectives", "status", "programme", "approval")
SAID = {"past": "past", "present": "present_words", "future": "future", "keywords": "keywords"}


def load_groups(
    networks: dict[str, Network], organizations: dict[str, Organization], people: dict[str, User], calendar: Calendar
) -> None:
    """Each group with its members, its meetings in order and what was said in them."""
    for row in rows("working_group"):
        network = networks[row["network"]]
        lead = people[row["lead"]]
        began = calendar.ago(200)
        group = actions.open_group(
            network=network, name=row["name"], lead=lead, organization=body_of(lead, network), at=began,
            **{name: row[name].strip() for name in SETTINGS if name in row},
        )  # fmt: skip
        for key in row["members"]:
            body = body_of(people[key], network)
            actions.add_member(group=group, user=people[key], organization=body, at=began, tell=False)
        members = {key: group.members.get(user=people[key]) for key in (row["lead"], *row["members"])}
        for key in row["named"]:
            actions.change_member(member=members[key], is_named=True, at=began, by=people[key])
        for guest in row.get("guests", []):
            actions.invite_institution(group=group, at=began, by=lead, **guest)
        for stream in row.get("workstreams", []):
            actions.open_workstream(group=group, at=began, by=lead, **stream)
        load_meetings(row, group, members, organizations, calendar)
        for topic in row.get("topic", []):
            load_topic(topic, group, people, calendar)


def body_of(user: User, network: Network) -> Organization | None:
    """The organization for which somebody works in the network."""
    row = Membership.objects.of(user, network).filter(organization__isnull=False).select_related("organization").first()
    return row.organization if row else None


def load_meetings(
    row: Row, group: WorkingGroup, members: dict[str, GroupMember], organizations: dict[str, Organization],
    calendar: Calendar,
) -> None:  # fmt: skip
    """Those held are noted; each approves the account of the one before."""
    lead, previous = members[row["lead"]].user, None
    for said in row.get("meeting", []):
        words = {"title": said.get("title", ""), "place": said["place"], "code": said["code"]}
        if "options" in said:
            options = [calendar.moment(days, hour) for days, hour in said["options"]]
            meeting = actions.call_meeting(group=group, options=options, at=calendar.now, by=lead, **words)
            load_answers(said, meeting, members, calendar)
        else:
            at = calendar.moment(said["days"], said["hour"])
            ends_at = at + timedelta(hours=said["length"])
            meeting = actions.call_meeting(
                group=group, starts_at=at, ends_at=ends_at, at=at - timedelta(days=20), by=lead, **words
            )
        load_items(said, meeting, members, organizations)
        if "options" not in said:
            hold(said, meeting, members, at)
            if previous is not None:
                approve(previous, meeting, lead, at)
            previous = meeting if said.get("approve") else None


def load_answers(said: Row, meeting: Meeting, members: dict[str, GroupMember], calendar: Calendar) -> None:
    options = list(meeting.options.order_by("starts_at"))
    for one in said.get("answers", []):
        answers = {str(option.pk): answer for option, answer in zip(options, one["said"], strict=True)}
        actions.answer_dates(meeting=meeting, member=members[one["person"]], answers=answers, at=calendar.now)


def load_items(
    said: Row, meeting: Meeting, members: dict[str, GroupMember], organizations: dict[str, Organization]
) -> None:
    for one in said.get("item", []):
        actions.add_item(
            meeting=meeting, title=one["title"], kind=one.get("kind", ItemKind.TOPIC), minutes_planned=one["minutes"],
            bearer=members[one["bearer"]], grid_point=one.get("grid_point", ""), at=meeting.created_at,
            organization=organizations.get(one.get("organization", "")),
        )  # fmt: skip


def hold(said: Row, meeting: Meeting, members: dict[str, GroupMember], at: datetime) -> None:
    """Who was there, what was noted, and what the first actions have become."""
    by = next(iter(members.values())).user
    notes = {one["title"]: one["notes"].strip() for one in said["item"]}
    minutes = actions.open_minutes(meeting=meeting, at=at, by=by)
    for item in meeting.items.all():
        if item.title in notes:
            actions.write_notes(item=item, notes=notes[item.title], at=at, by=by)
    present = [members[key].pk for key in said["present"]]
    others = [(name, body) for name, body in said.get("others", [])]
    actions.note_presence(meeting=meeting, present=present, others=others, at=at, by=by)
    values = {name: said[key] for name, key in SAID.items()}
    minutes = actions.edit_minutes(minutes=minutes, at=at, by=by, **values)
    actions.circulate(minutes=minutes, at=at + timedelta(days=2), by=by)


def approve(previous: Meeting, meeting: Meeting, lead: User, at: datetime) -> None:
    """The later meeting approves the account of the earlier one, which is then published; one action is done."""
    meeting.refresh_from_db()
    minutes = actions.approve(minutes=previous.minutes, approved_in=meeting, at=at, by=lead)
    actions.mark_published(minutes=minutes, at=at + timedelta(days=1), by=lead)
    for action in Action.objects.filter(meeting=previous).order_by("created_at")[:2]:
        actions.close_promise(promise=action, status="done", at=at, by=lead)


def load_topic(row: Row, group: WorkingGroup, people: dict[str, User], calendar: Calendar) -> None:
    held = actions.open_group_topic(group=group, title=row["title"], at=calendar.ago(row["posts"][0]["days_ago"]))
    for post in row["posts"]:
        reply(topic=held.topic, text=post["text"], by=people[post["person"]], at=calendar.ago(post["days_ago"]))
